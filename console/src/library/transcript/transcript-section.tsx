/** What was said, beside the player: to be read, searched, heard from any word, corrected and taken away. */
import { Badge, Button, makeStyles, Select, Spinner, tokens } from '@fluentui/react-components';
import { useDeferredValue, useMemo, useState, type ReactElement } from 'react';
import type { LibraryLane, RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Empty, Section } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { languageWords } from '../../language/language-name.ts';
import type { Kept } from '../kept.ts';
import { speakerColours } from '../player/lane-colours.ts';
import type { Playback } from '../player/playback.ts';
import { FindField } from './find-field.tsx';
import { findIn } from './find-in.ts';
import { SegmentList } from './segment-list.tsx';
import { Speakers } from './speakers.tsx';
import { Downloads, Graver } from './transcript-menus.tsx';
import { useTranscriptDoing, useTranslation, type Transcript } from './use-transcript.ts';

const useStyles = makeStyles({
  language: { minWidth: 0, maxWidth: '190px', '& select': { minWidth: 0 } },
  alert: { ':not(:empty)': { marginBottom: '10px' } },
  passing: { margin: '0 0 10px', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

type TranscriptSectionProps = {
  readonly kept: Kept;
  readonly recordingId: string;
  readonly lanes: readonly LibraryLane[];
  /** Of the recording: nothing of it was recorded then. */
  readonly pauses: RecordingDetail['pauses'];
  readonly transcript: Transcript;
  /** How far it is being listened to again, or why that failed. */
  readonly passing: RecordingDetail['making'][number] | undefined;
  /** Undefined where nothing can be played. */
  readonly playback: Playback | undefined;
};

export function TranscriptSection(props: TranscriptSectionProps): ReactElement {
  const { kept, recordingId, lanes, pauses, transcript, passing, playback } = props;
  const styles = useStyles();
  const { view, trouble, again } = transcript;
  const [wanted, setWanted] = useState<string>();
  const language = wanted !== undefined && view?.translations.includes(wanted) === true ? wanted : undefined;
  const { texts, trouble: untranslated } = useTranslation(kept, recordingId, language, transcript);
  const doing = useTranscriptDoing(kept, recordingId, again);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(query);
  const segments = view?.segments;
  const hits = useMemo(
    () =>
      findIn(
        (segments ?? []).map(({ segmentId, text }) => [segmentId, texts.get(segmentId) ?? text] as const),
        asked,
      ),
    [segments, texts, asked],
  );
  const colours = useMemo(() => speakerColours(lanes, view?.speakers ?? []), [lanes, view?.speakers]);
  const place = Math.min(at, Math.max(0, hits.length - 1));
  const title = 'Transcript';
  if (view === undefined) {
    return (
      <Section title={title}>
        {trouble === undefined ? (
          <Spinner label="Asking for what was said…" />
        ) : (
          <TroubleBar message="It cannot be shown." remedy={trouble.message} actions={<Button onClick={again}>Try again</Button>} />
        )}
      </Section>
    );
  }
  return (
    <Section
      title={title}
      beside={
        view.state === 'open' && (
          <Badge appearance="tint" color="danger">
            Being written now
          </Badge>
        )
      }
      aside={
        <>
          {view.translations.length > 0 && (
            <Select
              className={styles.language}
              aria-label="Language of the transcript"
              data-testid="transcript-language"
              value={language ?? ''}
              onChange={(_, { value }) => setWanted(value || undefined)}
            >
              <option value="">As spoken{view.language === undefined ? '' : ` · ${languageWords(view.language)}`}</option>
              {view.translations.map((each) => (
                <option key={each} value={each}>
                  {languageWords(each)}
                </option>
              ))}
            </Select>
          )}
          <Downloads kept={kept} recordingId={recordingId} view={view} />
          <Graver view={view} doing={doing} isPassing={passing !== undefined && passing.problem === undefined} />
        </>
      }
    >
      <div role="alert" className={styles.alert}>
        {doing.trouble !== undefined && <TroubleBar message="That did not work." remedy={doing.trouble} onDismiss={doing.dismiss} />}
        {passing?.problem !== undefined && <TroubleBar message="It could not be transcribed again." remedy={passing.problem} />}
        {untranslated !== undefined && <TroubleBar message="The translation cannot be shown." remedy={untranslated.message} />}
      </div>
      <div role="status" data-testid="passing">
        {passing !== undefined && passing.problem === undefined && (
          <p className={styles.passing}>
            It is being transcribed again, and better text appears by itself. You need not wait: it goes on if this page is closed, and if
            Rollcall is started anew.
          </p>
        )}
      </div>
      {view.segments.length === 0 ? (
        <Empty>{view.state === 'open' ? 'Nothing was said yet. It appears here as it is said.' : 'Nothing was said.'}</Empty>
      ) : (
        <>
          <FindField
            query={query}
            hits={hits.length}
            at={place}
            onQuery={(text) => {
              setQuery(text);
              setAt(0);
            }}
            onStep={(step) => setAt(hits.length === 0 ? 0 : (place + step + hits.length) % hits.length)}
          />
          <Speakers kept={kept} recordingId={recordingId} view={view} colours={colours} again={again} />
          <SegmentList
            kept={kept}
            recordingId={recordingId}
            view={view}
            language={language}
            texts={texts}
            colours={colours}
            pauses={pauses}
            hits={hits}
            found={hits[place]}
            playback={playback}
            again={again}
          />
        </>
      )}
    </Section>
  );
}
