/** A card that is folded up until somebody wants to read it. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { useState, type ReactElement, type ReactNode } from 'react';

const useStyles = makeStyles({
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow2,
    minWidth: 0,
  },
  title: {
    padding: '12px 20px',
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusXLarge,
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (max-width: 480px)': { padding: '12px 14px' },
  },
  count: {
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase300,
    marginLeft: '8px',
  },
  body: { padding: '0 20px 16px', '@media (max-width: 480px)': { padding: '0 14px 14px' } },
});

type FoldProps = {
  readonly title: string;
  /** Stands beside the title: how much is in it. */
  readonly note?: string | undefined;
  readonly isOpen?: boolean;
  readonly onToggle?: (isOpen: boolean) => void;
  readonly children: ReactNode;
};

/** What is in it is made when it is first opened. */
export function Fold({ title, note, isOpen = false, onToggle, children }: FoldProps): ReactElement {
  const styles = useStyles();
  const [wasOpened, setOpened] = useState(isOpen);
  return (
    <details
      className={styles.card}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) setOpened(true);
        if (currentTarget.open !== isOpen) onToggle?.(currentTarget.open);
      }}
    >
      <summary className={styles.title}>
        {title}
        {note !== undefined && <span className={styles.count}>{note}</span>}
      </summary>
      <div className={styles.body}>{wasOpened && children}</div>
    </details>
  );
}
