/** A call of mine that another window has: told, not offered. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { WindowMultipleRegular } from '@fluentui/react-icons/svg/window-multiple';
import type { ReactElement } from 'react';
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import { stateWords, titleOf } from './line-words.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '10px',
    padding: '10px 14px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
  },
  icon: { fontSize: '20px', display: 'flex', color: tokens.colorNeutralForeground2 },
});

export function ElsewhereCard({ line }: { readonly line: PhoneLine }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.card} role="status">
      <span className={styles.icon} aria-hidden>
        <WindowMultipleRegular />
      </span>
      <span data-testid="line-elsewhere">
        {line.group === undefined ? 'Call with ' : ''}
        <strong>{titleOf(line)}</strong>: {stateWords({ ...line, isElsewhere: true }, undefined).toLowerCase()}.
      </span>
    </div>
  );
}
