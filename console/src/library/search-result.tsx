/** How a search ended, told to whoever does not see it as well: how much was found, or that nothing was, where it was looked and what to do. */
import { makeStyles } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { Empty } from '../app/section.tsx';

const useStyles = makeStyles({
  words: { ':not(:empty)': { display: 'grid', rowGap: '4px', maxWidth: '72ch', overflowWrap: 'anywhere' } },
});

type SearchResultProps = {
  /** "3 recordings found"; undefined while that is not known. */
  readonly found: string | undefined;
  /** Sentences in place of that, where nothing was. */
  readonly nothing: readonly string[] | undefined;
  /** What else can be done then. */
  readonly children?: ReactNode;
};

export function SearchResult({ found, nothing, children }: SearchResultProps): ReactElement {
  const styles = useStyles();
  return (
    <>
      <div role="status" className={styles.words} data-testid="search-result">
        {nothing?.map((sentence) => <Empty key={sentence}>{sentence}</Empty>) ??
          (found !== undefined && <span className="sr-only">{found}</span>)}
      </div>
      {nothing !== undefined && children}
    </>
  );
}
