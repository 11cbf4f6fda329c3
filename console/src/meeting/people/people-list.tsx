/** A titled list of people in the panel. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useId, type ReactElement, type ReactNode } from 'react';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', columnGap: '8px', minHeight: '32px' },
  title: { margin: 0, flexGrow: 1, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
});

type PeopleListProps = {
  readonly title: string;
  readonly count?: number | undefined;
  readonly testId: string;
  readonly aside?: ReactNode;
  readonly isPlain?: boolean;
  readonly children: ReactNode;
};

export function PeopleList({ title, count, testId, aside, isPlain = false, children }: PeopleListProps): ReactElement {
  const styles = useStyles();
  const id = useId();
  return (
    <section aria-labelledby={id} data-testid={testId}>
      <div className={styles.head}>
        <h3 id={id} className={styles.title}>
          {title}
          {count !== undefined && ` (${String(count)})`}
        </h3>
        {aside}
      </div>
      {isPlain ? children : <ul className={styles.list}>{children}</ul>}
    </section>
  );
}
