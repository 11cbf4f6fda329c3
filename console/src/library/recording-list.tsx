/** All recordings that one may see, newest first, by days; it follows what happens. */
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Go, navigate } from '../app/navigate.tsx';
import { libraryHref, phoneHref, type LibraryFind } from '../app/route.ts';
import { Empty, Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { count } from '../app/words.ts';
import { useHouse } from '../live/console-context.tsx';
import { useNow } from '../phone/use-lines.ts';
import { byPeriod } from './days.ts';
import { FindBar } from './find-bar.tsx';
import type { Kept } from './kept.ts';
import { AlsoSaid } from './also-said.tsx';
import { nothingListed, type SaidBeside } from './nothing-found.ts';
import { RecordingRow } from './recording-row.tsx';
import { SaidList } from './said-list.tsx';
import { SearchResult } from './search-result.tsx';
import { useRecordings, useSaid } from './use-kept.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '0 -8px', padding: 0 },
  day: {
    margin: '14px 0 2px',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    paddingBottom: '4px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  more: { display: 'flex', justifyContent: 'center', paddingTop: '12px' },
});

type RecordingListProps = { readonly kept: Kept; readonly as: string; readonly find: LibraryFind };

export function RecordingList({ kept, as, find }: RecordingListProps): ReactElement {
  const isSaid = find.in === 'said';
  const found = useRecordings(isSaid ? undefined : kept, find);
  // Nobody writes down what is said in voicemail.
  const said = useSaid(isSaid || find.kind === 'voicemail' ? undefined : kept, find);
  const people = new Map((found.value?.recordings ?? []).flatMap((each) => each.people.map((person) => [person.id, person] as const)));
  return (
    <Section title="Recordings">
      <FindBar find={find} people={[...people.values()]} onFind={(next) => navigate(libraryHref({ as, find: next }), { replace: true })} />
      {isSaid ? (
        <SaidList kept={kept} as={as} find={find} />
      ) : (
        <>
          <AlsoSaid said={said} as={as} find={find} />
          <Listed found={found} said={said} as={as} />
        </>
      )}
    </Section>
  );
}

type ListedProps = {
  readonly found: ReturnType<typeof useRecordings>;
  readonly said: ReturnType<typeof useSaid>;
  readonly as: string;
};

function Listed({ found, said, as }: ListedProps): ReactElement {
  const styles = useStyles();
  const { value, trouble, again, more } = found;
  const now = useNow(1_000);
  const recordings = value?.recordings;
  const isFiltered = Object.values(value?.find ?? {}).some((each) => each !== undefined);
  const isEmpty = recordings?.length === 0;
  return (
    <>
      {trouble !== undefined && (
        <TroubleBar message="The library cannot be shown." remedy={trouble.message} actions={<Button onClick={again}>Try again</Button>} />
      )}
      {value === undefined && trouble === undefined && <Spinner label="Asking Rollcall for its recordings…" />}
      <SearchResult
        found={value && isFiltered ? `${count(value.recordings.length, 'recording')} found${value.hasMore ? ', and more' : ''}` : undefined}
        nothing={isEmpty && isFiltered ? nothingListed(value?.find ?? {}, saidBeside(said, value?.find.text)) : undefined}
      />
      {isEmpty && !isFiltered && <FirstOne as={as} />}
      {byPeriod(recordings ?? [], now).map(({ period, isDay, items }) => (
        <section key={period} aria-label={period}>
          <h3 className={styles.day}>{period}</h3>
          <ul className={styles.list}>
            {items.map((recording) => (
              <RecordingRow
                key={recording.recordingId}
                recording={recording}
                as={as}
                nowMs={recording.state === 'recording' ? now : 0}
                isDayKnown={isDay}
              />
            ))}
          </ul>
        </section>
      ))}
      {value?.hasMore === true && (
        <div className={styles.more}>
          <Button data-testid="more" onClick={more}>
            Show older ones
          </Button>
        </div>
      )}
    </>
  );
}

function saidBeside({ value, trouble }: ReturnType<typeof useSaid>, text: string | undefined): SaidBeside {
  if (value?.text === text && value !== undefined) return value.hits.length > 0 ? 'found' : 'nowhere';
  return trouble === undefined ? 'searching' : 'failed';
}

/** How the library fills. */
function FirstOne({ as }: { readonly as: string }): ReactElement {
  const recorder = useHouse(({ home }) => home?.bots.find(({ name, number }) => /record/i.test(name) && number !== ''));
  return (
    <Empty>
      Nothing here yet: you see recordings that you are in, that you organized, and that were shared with you. To make the first one,{' '}
      {recorder === undefined ? (
        <>let a bot record a call with “await using recording = await call.record()”</>
      ) : (
        <>
          <Go href={phoneHref({ as, dial: recorder.number })}>dial {recorder.number}</Go>, where “{recorder.name}” answers and records
        </>
      )}
      . It appears here while it is still being recorded.
    </Empty>
  );
}
