/** What was found in what was said: by recordings, each place with who said it and when; a click opens it there. */
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useMemo, type ReactElement } from 'react';
import type { SaidPage } from '../../../src/wire/live/library.ts';
import { Go } from '../app/navigate.tsx';
import { libraryHref, recordingHref, type LibraryFind } from '../app/route.ts';
import { Empty } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { count, exactOf, spanOf } from '../app/words.ts';
import type { Kept } from './kept.ts';
import { exactMoment } from './moment.ts';
import { nobodySaid } from './nothing-found.ts';
import { hitsByRecording } from './said.ts';
import type { Around } from './said-around.ts';
import { piecesOf } from './transcript/pieces.ts';
import { SearchResult } from './search-result.tsx';
import { placeKey, useAround } from './use-around.ts';
import { useSaid } from './use-kept.ts';

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '0 10px',
    alignItems: 'baseline',
    margin: '16px 0 2px',
    fontSize: tokens.fontSizeBase300,
  },
  subject: { color: tokens.colorNeutralForeground1, overflowWrap: 'anywhere', fontWeight: tokens.fontWeightSemibold },
  when: { fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
  instead: {
    display: 'inline-block',
    marginTop: '8px',
    color: tokens.colorBrandForegroundLink,
    fontWeight: tokens.fontWeightSemibold,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  list: { listStyleType: 'none', margin: '0 -8px', padding: 0 },
  hit: {
    display: 'grid',
    gridTemplateColumns: '64px minmax(0, 1fr)',
    columnGap: '8px',
    '@media (max-width: 640px)': { gridTemplateColumns: 'auto minmax(0, 1fr)' },
    padding: '6px 8px',
    borderRadius: tokens.borderRadiusLarge,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      // On that ground the colour of links is too faint.
      '& > :first-child': { color: tokens.colorNeutralForeground1, textDecorationLine: 'underline' },
      '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '1px solid Highlight' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  time: { fontVariantNumeric: 'tabular-nums', color: tokens.colorBrandForegroundLink },
  speaker: {
    display: 'block',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  text: { overflowWrap: 'anywhere' },
  around: { display: 'block', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  mark: { backgroundColor: '#ffe066', color: '#1a1a1a', borderRadius: '2px' },
  more: { display: 'flex', justifyContent: 'center', paddingTop: '12px' },
});

type SaidListProps = { readonly kept: Kept; readonly as: string; readonly find: LibraryFind };

export function SaidList({ kept, as, find }: SaidListProps): ReactElement {
  const styles = useStyles();
  const { value, trouble, again, more } = useSaid(kept, find);
  const around = useAround(kept, value?.hits);
  const groups = useMemo(() => hitsByRecording(value?.hits ?? []), [value]);
  if (find.text === undefined) {
    return (
      <Empty>
        Type words that were said: all must be in one sentence; “in quotes” they must be in a row. Accents and capitals do not matter.
      </Empty>
    );
  }
  return (
    <>
      {trouble !== undefined && (
        <TroubleBar message="It cannot be searched." remedy={trouble.message} actions={<Button onClick={again}>Try again</Button>} />
      )}
      {value === undefined && trouble === undefined && <Spinner label="Searching in what was said…" />}
      <SearchResult
        found={value && `${count(value.hits.length, 'place')} found${value.hasMore ? ', and more' : ''}`}
        nothing={value?.hits.length === 0 ? nobodySaid({ ...find, text: value.text }) : undefined}
      >
        <Go href={libraryHref({ as, find: { ...find, in: undefined } })} className={styles.instead}>
          Search in subject and people
        </Go>
      </SearchResult>
      {groups.map(({ recordingId, subject, startedMs, hits }) => (
        <section key={recordingId} aria-label={subject} data-testid="said-in">
          <h3 className={styles.head}>
            <Go href={recordingHref(recordingId, { as })} className={styles.subject}>
              {subject}
            </Go>
            <time className={styles.when} dateTime={new Date(startedMs).toISOString()} title={exactOf(startedMs)}>
              {new Date(startedMs).toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })}
            </time>
          </h3>
          <ul className={styles.list}>
            {hits.map((hit) => (
              <li key={hit.segmentId}>
                <Go href={recordingHref(recordingId, { as, moment: exactMoment(hit.atMs) })} className={styles.hit}>
                  <span className={styles.time}>{spanOf(hit.atMs)}</span>
                  <span>
                    <Beside hit={hit} beside={around.get(placeKey(hit))?.before} />
                    <span className={styles.speaker}>{hit.speaker}</span>
                    <Marked hit={hit} />
                    <Beside hit={hit} beside={around.get(placeKey(hit))?.after} />
                  </span>
                </Go>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {value?.hasMore === true && (
        <div className={styles.more}>
          <Button data-testid="more-said" onClick={more}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

/** What was said before or after it; by whom, where it was somebody else. */
function Beside({ hit, beside }: { readonly hit: SaidPage['hits'][number]; readonly beside: Around['before'] }): ReactElement | null {
  const styles = useStyles();
  if (beside === undefined) return null;
  const { speaker, text } = beside;
  return (
    <span className={styles.around} data-testid="said-beside">
      {speaker !== hit.speaker && `${speaker}: `}
      <bdi>{text}</bdi>
    </span>
  );
}

function Marked({ hit }: { readonly hit: SaidPage['hits'][number] }): ReactElement {
  const styles = useStyles();
  return (
    <span className={styles.text} dir="auto">
      {piecesOf(hit.text, { marks: hit.marks }).map(({ from, text, isMarked }) =>
        isMarked ? (
          <mark key={from} className={styles.mark}>
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </span>
  );
}
