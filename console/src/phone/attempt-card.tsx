/** A call that is about to be placed or taken: what it waits for, and how to call it off. */
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useConsole, useHouse } from '../live/console-context.tsx';
import type { Attempt } from './attempt.ts';
import { useKeptFocus } from './use-kept-focus.ts';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', columnGap: '14px' },
  words: { flexGrow: 1, minWidth: 0 },
  name: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold },
  state: { margin: 0, color: tokens.colorNeutralForeground2 },
});

const waitsFor = {
  microphone: 'Opening the microphone: allow it if your browser asks.',
  network: 'Calling…',
} as const;

export function AttemptCard({ attempt }: { readonly attempt: Attempt }): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const place = useKeptFocus();
  const home = useHouse((house) => house.home);
  const number = attempt.kind === 'dial' ? attempt.number : undefined;
  const known = [...(home?.bots ?? []), ...(home?.people ?? [])].find((one) => one.number === number);
  const isAnswer = attempt.kind === 'answer';
  return (
    <div className={styles.row} ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      <Spinner size="small" aria-hidden />
      <div className={styles.words}>
        <p className={styles.name}>{isAnswer ? 'Taking the call' : (known?.name ?? number)}</p>
        <p className={styles.state} role="status" data-testid="line-state" data-state="calling">
          {isAnswer && attempt.step === 'network' ? 'Connecting sound…' : waitsFor[attempt.step]}
        </p>
      </div>
      <Button data-testid="hangup" onClick={() => session.cancelAttempt()}>
        Cancel
      </Button>
    </div>
  );
}
