/** All that was said, in order: follows the playing, and can be walked through with the keyboard. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { RecordingDetail, TranscriptLine, TranscriptView } from '../../../../src/wire/live/library.ts';
import { Store, useStore } from '../../live/store.ts';
import { useSize } from '../../meeting/stage/use-size.ts';
import type { Kept } from '../kept.ts';
import type { Playback } from '../player/playback.ts';
import { pausedSince } from '../player/time-line.ts';
import { isWriting } from './is-writing.ts';
import type { Hit } from './find-in.ts';
import { SegmentEditor } from './segment-editor.tsx';
import { SegmentRow, type RowDeeds } from './segment-row.tsx';
import { nameOf, saidAt } from './segments.ts';
import { StretchRows } from './stretch-rows.tsx';
import { heightOf, isWhole, stretchesOf } from './stretches.ts';
import { useFollowing } from './use-following.ts';
import { useTranscriptDoing } from './use-transcript.ts';

const useStyles = makeStyles({
  frame: { position: 'relative', minHeight: 0 },
  list: {
    position: 'relative',
    margin: '0 -6px 0 0',
    height: 'clamp(300px, calc(100vh - 360px), 900px)',
    overflowY: 'auto',
    overscrollBehaviorY: 'contain',
    scrollbarWidth: 'thin',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    '@media (max-width: 1160px)': { height: 'clamp(260px, 56vh, 620px)' },
  },
  rows: { listStyleType: 'none', margin: 0, padding: 0 },
  now: { position: 'absolute', right: '16px', bottom: '10px', boxShadow: tokens.shadow8 },
});

type SegmentListProps = {
  readonly kept: Kept;
  readonly recordingId: string;
  readonly view: TranscriptView;
  /** Undefined for what is read as it was spoken. */
  readonly language: string | undefined;
  readonly texts: ReadonlyMap<string, string>;
  readonly colours: ReadonlyMap<string, string>;
  readonly pauses: RecordingDetail['pauses'];
  readonly hits: readonly Hit[];
  /** Which of the hits is looked at. */
  readonly found: Hit | undefined;
  readonly playback: Playback | undefined;
  /** Reads the transcript anew. */
  readonly again: () => void;
};

const none = '';
const neverPlayed = new Store(-1);

export function SegmentList(props: SegmentListProps): ReactElement {
  const { kept, recordingId, view, language, texts, colours, pauses, hits, found, playback, again } = props;
  const styles = useStyles();
  const doing = useTranscriptDoing(kept, recordingId, again);
  const { dismiss } = doing;
  const { segments, speakers, state, may } = view;
  const list = useRef<HTMLDivElement>(null);
  const { width } = useSize(list);
  const current = useCurrent(segments, playback);
  const [stopAt, setStopAt] = useState<string>();
  const [editing, setEditing] = useState<string>();
  const isGrowing = state === 'open' && playback === undefined;
  const { isFollowing, shown, follow, stop, show } = useFollowing(
    list,
    editing === undefined ? current.at(-1) : undefined,
    isGrowing ? segments : undefined,
  );
  useEffect(() => {
    if (found === undefined) return;
    stop();
    show(found.segmentId);
  }, [found, show, stop]);
  const mayCorrect = may.includes('correct') && language === undefined;
  const edit = useCallback(
    (segmentId: string) => {
      dismiss();
      stop();
      setEditing(segmentId);
    },
    [dismiss, stop],
  );
  const hear = useCallback(
    (atMs: number, segmentId: string) => {
      if (playback === undefined) return;
      playback.seek(atMs);
      if (!playback.view.get().isPlaying) playback.toggle();
      setStopAt(segmentId);
      follow();
    },
    [playback, follow],
  );
  const deeds = useMemo<RowDeeds>(
    () => ({ onHear: playback === undefined ? undefined : hear, onFocus: setStopAt, onEdit: mayCorrect ? edit : undefined }),
    [playback, hear, edit, mayCorrect],
  );
  const close = (): void => {
    const segmentId = editing;
    setEditing(undefined);
    if (segmentId !== undefined) requestAnimationFrame(() => show(segmentId, 'focus'));
  };
  const stopId = stopAt ?? current.at(-1) ?? segments[0]?.segmentId;
  useEditKey(mayCorrect && editing === undefined ? () => (stopId === undefined ? undefined : edit(stopId)) : undefined);
  const walk = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const row = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('[data-testid="segment"]');
    if (step === 0 || !row) return;
    event.preventDefault();
    stop();
    const at = segments.findIndex(({ segmentId }) => segmentId === row.dataset['segment']) + step;
    const next = segments[at];
    if (next !== undefined && next.segmentId !== editing) show(next.segmentId, 'focus');
  };
  const marksOf = useMemo(() => new Map(hits.map(({ segmentId, marks }) => [segmentId, marks])), [hits]);
  const names = useMemo(() => new Map(speakers.map(({ speakerId }) => [speakerId, nameOf({ speakers }, speakerId)])), [speakers]);
  const said = new Set(current);
  const stretches = useMemo(() => stretchesOf(segments.length), [segments.length]);
  // Where it plays, where one was taken, where Tab stops, and what is being corrected is there wherever the reader is.
  const placed = useMemo(() => new Map(segments.map(({ segmentId }, at) => [segmentId, at])), [segments]);
  const places = [shown, stopId, editing].flatMap((segmentId) => (segmentId === undefined ? [] : (placed.get(segmentId) ?? [])));
  const rowOf = (line: TranscriptLine, at: number): ReactElement => {
    const { segmentId, speakerId } = line;
    const speaker = names.get(speakerId) ?? nameOf(view, speakerId);
    const before = segments[at - 1];
    const pausedMs = pausedSince(pauses, before?.startMs ?? -1, line.startMs);
    if (segmentId === editing) {
      return (
        <SegmentEditor key={segmentId} kept={kept} recordingId={recordingId} line={line} speaker={speaker} doing={doing} onClose={close} />
      );
    }
    return (
      <SegmentRow
        key={segmentId}
        line={line}
        translation={texts.get(segmentId)}
        translatedInto={language}
        speaker={speaker}
        colour={colours.get(speakerId) ?? tokens.colorNeutralStroke1}
        pausedMs={pausedMs}
        isNewSpeaker={before?.speakerId !== speakerId || before.segmentId === editing || pausedMs > 0}
        isCurrent={said.has(segmentId)}
        marks={marksOf.get(segmentId)}
        isFound={found?.segmentId === segmentId}
        isStop={segmentId === stopId}
        playback={playback}
        deeds={deeds}
      />
    );
  };
  return (
    <div className={styles.frame}>
      <div ref={list} className={styles.list} role="region" aria-label="What was said" tabIndex={0} data-testid="segments" onKeyDown={walk}>
        {stretches.map((stretch) => (
          <StretchRows
            key={stretch.from}
            list={list}
            className={styles.rows}
            isKept={isWhole(segments.length) || places.some((at) => at >= stretch.from && at < stretch.to)}
            guessPx={heightOf(segments, stretch, width)}
            rows={() => segments.slice(stretch.from, stretch.to).map((line, at) => rowOf(line, stretch.from + at))}
          />
        ))}
      </div>
      {!isFollowing && editing === undefined && (playback !== undefined || isGrowing) && (
        <Button
          className={styles.now}
          appearance="primary"
          size="small"
          icon={<ArrowDownRegular />}
          data-testid="back-to-now"
          onClick={follow}
        >
          Back to now
        </Button>
      )}
    </div>
  );
}

/** The segments that are said at the moment that is played. */
function useCurrent(segments: TranscriptView['segments'], playback: Playback | undefined): readonly string[] {
  const at = playback?.at ?? neverPlayed;
  const places = useStore(at, (atMs) => (atMs < 0 ? none : saidAt(segments, atMs).join(' ')));
  return useMemo(
    () => (places === none ? [] : places.split(' ').flatMap((place) => segments[Number(place)]?.segmentId ?? [])),
    [places, segments],
  );
}

/** Presses of E anywhere but where one writes. */
function useEditKey(edit: (() => void) | undefined): void {
  const press = useEffectEvent((event: globalThis.KeyboardEvent) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.toLowerCase() === 'e';
    if (edit === undefined || !isPlain || event.defaultPrevented || isWriting(event.target)) return;
    event.preventDefault();
    edit();
  });
  useEffect(() => {
    const listener = (event: globalThis.KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
