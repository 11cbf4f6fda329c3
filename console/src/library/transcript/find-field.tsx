/** Searching within a transcript: how many places, and from one to the next with Enter. */
import { Button, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up';
import type { KeyboardEvent, ReactElement } from 'react';

const useStyles = makeStyles({
  bar: { display: 'flex', alignItems: 'center', columnGap: '2px', margin: '0 0 8px', minWidth: 0 },
  field: { flexGrow: 1, width: '100%', minWidth: 0, maxWidth: 'none' },
  count: {
    flexShrink: 0,
    padding: '0 6px',
    ':empty': { display: 'none' },
    textAlign: 'center',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
});

type FindFieldProps = {
  readonly query: string;
  readonly hits: number;
  /** Counted from 0. */
  readonly at: number;
  readonly onQuery: (query: string) => void;
  readonly onStep: (step: 1 | -1) => void;
};

export function FindField({ query, hits, at, onQuery, onStep }: FindFieldProps): ReactElement {
  const styles = useStyles();
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  const isAsked = query.trim() !== '';
  return (
    <div className={styles.bar} role="search" aria-label="In this transcript">
      <SearchBox
        className={styles.field}
        aria-label="Search in this transcript"
        placeholder="Search in this transcript"
        data-testid="find-said"
        value={query}
        onChange={(_, { value }) => onQuery(value)}
        onKeyDown={press}
      />
      <span role="status" className={styles.count} data-testid="find-count">
        {isAsked && (hits === 0 ? 'Nowhere' : `${String(at + 1)} of ${String(hits)}`)}
      </span>
      <Button
        appearance="subtle"
        icon={<ChevronUpRegular />}
        aria-label="The one before"
        disabledFocusable={hits === 0}
        onClick={() => onStep(-1)}
      />
      <Button
        appearance="subtle"
        icon={<ChevronDownRegular />}
        aria-label="The next one"
        disabledFocusable={hits === 0}
        onClick={() => onStep(1)}
      />
    </div>
  );
}
