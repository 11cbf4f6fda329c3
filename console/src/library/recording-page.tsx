/** One recording: hear it, read it, find a moment in it, take it away, decide who sees it and how long it is kept. */
import { Button, makeStyles, mergeClasses, Spinner } from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { LibraryAnswer, RecordingDetail } from '../../../src/wire/live/library.ts';
import { followLink, navigate } from '../app/navigate.tsx';
import { libraryHref, recordingHref } from '../app/route.ts';
import { Empty, PageHead, Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useNow } from '../phone/use-lines.ts';
import { remembered } from '../phone/remembered.ts';
import { WhoPicker } from '../phone/who-picker.tsx';
import { Chapters } from './about/chapters.tsx';
import { Files } from './about/files.tsx';
import { Fold } from './about/fold.tsx';
import { Keeping } from './about/keeping.tsx';
import { Proof } from './about/proof.tsx';
import { RecordingHead } from './about/recording-head.tsx';
import { Consents, Trail } from './about/records.tsx';
import { Sharing } from './about/sharing.tsx';
import type { Kept } from './kept.ts';
import { stateRemedy } from './library-words.ts';
import { momentOfText } from './moment.ts';
import { Playback } from './player/playback.ts';
import { Player } from './player/player.tsx';
import { NoTranscript } from './transcript/no-transcript.tsx';
import { TranscriptSection } from './transcript/transcript-section.tsx';
import { useTranscript } from './transcript/use-transcript.ts';
import { useDetail, useDoing, useKept, useWaveforms } from './use-kept.ts';
import { useWho } from '../phone/use-who.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr) 340px',
    '@media (max-width: 1160px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  // What is read wants more room than a list of chapters.
  beside: {
    gridTemplateColumns: 'minmax(0, 1fr) clamp(380px, 34vw, 560px)',
    '@media (max-width: 1160px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  // In a narrow window all stands in one column: player, chapters, files, how long it is kept, what is on record.
  column: { display: 'grid', rowGap: '16px', minWidth: 0, '@media (max-width: 1160px)': { display: 'contents' } },
  first: { minWidth: 0 },
  text: { minWidth: 0 },
  second: { minWidth: 0, '@media (max-width: 1160px)': { order: 1 } },
  third: { '@media (max-width: 1160px)': { order: 2 } },
  fourth: { minWidth: 0, '@media (max-width: 1160px)': { order: 3 } },
  last: { '@media (max-width: 1160px)': { display: 'grid', order: 4 } },
  pair: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  trouble: { ':not(:empty)': { marginBottom: '16px' } },
});

type RecordingPageProps = { readonly recordingId: string; readonly as: string | undefined; readonly moment: string | undefined };

export function RecordingPage({ recordingId, as, moment }: RecordingPageProps): ReactElement {
  const hrefOf = useCallback(
    (userId: string | undefined) => recordingHref(recordingId, { as: userId, ...(moment === undefined ? {} : { moment }) }),
    [recordingId, moment],
  );
  const { who, isSettling } = useWho(as, hrefOf);
  const kept = useKept(isSettling ? undefined : who);
  if (isSettling) return <Spinner label="Opening the recording…" />;
  if (who === undefined || kept === undefined)
    return <WhoPicker question="Who wants to hear it?" onPick={(userId) => navigate(hrefOf(userId), { replace: true })} />;
  return <OneRecording key={who} kept={kept} recordingId={recordingId} as={who} moment={moment} />;
}

type OneRecordingProps = { readonly kept: Kept; readonly recordingId: string; readonly as: string; readonly moment: string | undefined };

function OneRecording({ kept, recordingId, as, moment }: OneRecordingProps): ReactElement {
  const [erased, setErased] = useState<{ readonly subject: string; readonly answer: LibraryAnswer }>();
  const asking = erased === undefined ? kept : undefined;
  const { value: detail, trouble, again } = useDetail(asking, recordingId);
  // Asked for at the same time, so that nothing waits for anything.
  const { value: peaks } = useWaveforms(asking, recordingId, detail?.state);
  if (erased !== undefined) return <Proof subject={erased.subject} answer={erased.answer} as={as} />;
  if (trouble?.isGone === true) {
    return (
      <>
        <PageHead title="There is no such recording" />
        <Empty>{trouble.message}</Empty>
        <p>
          <Button as="a" href={libraryHref({ as })} onClick={followLink}>
            Back to the library
          </Button>
        </p>
      </>
    );
  }
  if (detail === undefined) {
    return trouble === undefined ? (
      <Spinner label="Opening the recording…" />
    ) : (
      <TroubleBar message="The recording cannot be shown." remedy={trouble.message} actions={<Button onClick={again}>Try again</Button>} />
    );
  }
  const onErased = (answer: LibraryAnswer): void => setErased({ subject: detail.subject, answer });
  return <Opened kept={kept} detail={detail} peaks={peaks} as={as} moment={moment} again={again} onErased={onErased} />;
}

type OpenedProps = {
  readonly kept: Kept;
  readonly detail: RecordingDetail;
  readonly peaks: ReadonlyMap<number, Uint8Array> | undefined;
  readonly as: string;
  readonly moment: string | undefined;
  readonly again: () => void;
  readonly onErased: (answer: LibraryAnswer) => void;
};

function Opened({ kept, detail, peaks, as, moment, again, onErased }: OpenedProps): ReactElement {
  const styles = useStyles();
  const { recordingId, state, durationMs, pauses, chapters, markers, consents, trail } = detail;
  const isSaved = state === 'saved';
  const now = useNow(state === 'recording' ? 1_000 : 60_000);
  const naming = useDoing(kept, recordingId, again);
  const making = useDoing(kept, recordingId, again);
  const sharing = useDoing(kept, recordingId, again);
  const keeping = useDoing(kept, recordingId, again);
  // A page that is read anew goes on with the same playback: what is kept of a saved recording does not change its time.
  const playback = useMemo(
    () =>
      new Playback({
        durationMs,
        pauses,
        atMs: moment === undefined ? undefined : momentOfText(moment),
        skipsPauses: remembered('skipPauses') !== 'no',
      }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [recordingId, isSaved, durationMs],
  );
  useEffect(() => {
    const atMs = moment === undefined ? undefined : momentOfText(moment);
    if (atMs !== undefined && playback.at.get() !== atMs) playback.seek(atMs);
  }, [moment, playback]);
  const transcript = useTranscript(kept, recordingId, detail.hasTranscript);
  const isText = detail.kind === 'transcript';
  const remedy = stateRemedy(detail);
  const said = detail.hasTranscript && (
    <div className={styles.text}>
      <TranscriptSection
        kept={kept}
        recordingId={recordingId}
        lanes={detail.lanes}
        pauses={pauses}
        transcript={transcript}
        passing={detail.making.find(({ name }) => name === 'transcript')}
        playback={isText || !isSaved ? undefined : playback}
      />
    </div>
  );
  const hasList = chapters.length + markers.length > 0;
  return (
    <>
      <RecordingHead detail={detail} as={as} doing={naming} nowMs={now} />
      <div className={styles.trouble}>
        {remedy !== undefined && (
          <TroubleBar intent={state === 'failed' ? 'error' : 'warning'} message={remedy.message} remedy={remedy.remedy} />
        )}
      </div>
      <div className={mergeClasses(styles.columns, said !== false && !isText && styles.beside)}>
        <div className={styles.column}>
          <div className={styles.first}>
            {isText ? (
              said || <Empty>Nothing of it is to be read yet.</Empty>
            ) : isSaved ? (
              <Player kept={kept} detail={detail} playback={playback} peaks={peaks} transcript={transcript} />
            ) : (
              <NotYet state={state} />
            )}
          </div>
          <div className={mergeClasses(styles.pair, styles.third)}>
            {!isText && <Files kept={kept} detail={detail} doing={making} />}
            <Sharing detail={detail} doing={sharing} />
          </div>
          <div className={mergeClasses(styles.column, styles.last)}>
            <Fold title="Consent" note={consents.length === 0 ? undefined : entries(consents.length)}>
              <Consents consents={consents} />
            </Fold>
            {trail !== undefined && (
              <Fold title="Audit trail" note={entries(trail.length)}>
                <Trail trail={trail} />
              </Fold>
            )}
          </div>
        </div>
        <div className={styles.column}>
          {!isText && said}
          {!detail.hasTranscript && isSaved && !isText && detail.may.includes('rename') && (
            <div className={styles.text}>
              <NoTranscript
                kept={kept}
                recordingId={recordingId}
                passing={detail.making.find(({ name }) => name === 'transcript')}
                again={again}
              />
            </div>
          )}
          {hasList && (
            <div className={styles.second}>
              <Chapters detail={detail} playback={playback} />
            </div>
          )}
          <div className={styles.fourth}>
            <Keeping detail={detail} doing={keeping} nowMs={now} onErased={onErased} />
          </div>
        </div>
      </div>
    </>
  );
}

function entries(value: number): string {
  return value === 1 ? '1 entry' : `${String(value)} entries`;
}

function NotYet({ state }: Pick<RecordingDetail, 'state'>): ReactElement {
  return (
    <Section title="Player">
      <div role="status">
        {state === 'recording' && (
          <Empty>It is being recorded. It can be played here as soon as it is over; this page follows by itself.</Empty>
        )}
        {state === 'finishing' && (
          <Spinner label="It is being finished: its files are made. This page follows by itself." labelPosition="below" />
        )}
        {state === 'failed' && <Empty>It can be played here once it is finished.</Empty>}
      </div>
    </Section>
  );
}
