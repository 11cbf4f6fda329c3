/** A call that has ended: why, and what next. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CallRegular } from '@fluentui/react-icons/svg/call';
import type { ReactElement } from 'react';
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import { Face } from '../app/face.tsx';
import { Go } from '../app/navigate.tsx';
import { callsHref } from '../app/route.ts';
import { useConsole } from '../live/console-context.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '12px' },
  words: { flexGrow: 1, minWidth: '140px', flexBasis: '180px' },
  name: { margin: 0, fontWeight: tokens.fontWeightSemibold },
  reason: { margin: 0, color: tokens.colorNeutralForeground2 },
  link: { color: tokens.colorBrandForegroundLink, fontSize: tokens.fontSizeBase200 },
});

export function EndedCard({ line }: { readonly line: PhoneLine }): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const place = useKeptFocus();
  return (
    <div className={styles.row} ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      <Face name={line.peer.name} kind={line.peer.kind} size={40} />
      <div className={styles.words}>
        <p className={styles.name}>{line.peer.name}</p>
        <p className={styles.reason} role="status" data-testid="line-ended" data-state="ended">
          {line.endedBecause ?? 'The call has ended.'}
        </p>
        <Go className={styles.link} href={callsHref({ callId: line.callId })}>
          See what happened in this call
        </Go>
      </div>
      <Button icon={<CallRegular />} onClick={() => void session.dial(line.peer.number)}>
        Call again
      </Button>
      <Button appearance="subtle" onClick={() => session.dismiss('ended')}>
        Dismiss
      </Button>
    </div>
  );
}
