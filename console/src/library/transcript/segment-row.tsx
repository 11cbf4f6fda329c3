/** One segment: who and when, and what was said; a click on a word plays from there. */
import { mergeClasses } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { PauseRegular } from '@fluentui/react-icons/svg/pause';
import { memo, type ComponentType, type MouseEvent, type ReactElement } from 'react';
import type { TranscriptLine } from '../../../../src/wire/live/library.ts';
import { spanOf, spokenSpanOf } from '../../app/words.ts';
import { directionOf, langOf } from '../../language/language-name.ts';
import type { Playback } from '../player/playback.ts';
import { usePlayedPart } from '../player/use-played.ts';
import type { Span } from './find-in.ts';
import { piecesOf } from './pieces.ts';
import { placeUnder } from './place-under.ts';
import { faintSpans, momentOfPlace, wordAt, wordSpans } from './segments.ts';
import { useRowStyles } from './row-styles.ts';

/** The same object for all rows and for as long as the page is there. */
export type RowDeeds = {
  readonly onHear: ((atMs: number, segmentId: string) => void) | undefined;
  readonly onFocus: (segmentId: string) => void;
  readonly onEdit: ((segmentId: string) => void) | undefined;
};

type SegmentRowProps = {
  readonly line: TranscriptLine;
  /** The translation, where one is read. */
  readonly translation: string | undefined;
  readonly translatedInto: string | undefined;
  readonly speaker: string;
  readonly colour: string;
  /** How long the recording was paused before it. */
  readonly pausedMs: number;
  readonly isNewSpeaker: boolean;
  readonly isCurrent: boolean;
  /** What was looked for, in the text that is shown; `isFound`: this one is being looked at. */
  readonly marks: readonly Span[] | undefined;
  readonly isFound: boolean;
  /** Where Tab stops. */
  readonly isStop: boolean;
  readonly playback: Playback | undefined;
  readonly deeds: RowDeeds;
};

export const SegmentRow: ComponentType<SegmentRowProps> = memo(function SegmentRow(props: SegmentRowProps): ReactElement {
  const { line, translation, translatedInto, speaker, colour, pausedMs, isNewSpeaker, isCurrent, marks, isFound, isStop, playback, deeds } =
    props;
  const styles = useRowStyles();
  const { segmentId, startMs, state, correctedBy, isRedacted, problem } = line;
  const text = translation ?? line.text;
  const language = translation === undefined ? line.language : translatedInto;
  const { onHear, onEdit } = deeds;
  const time = spanOf(startMs);
  const hear = (event: MouseEvent<HTMLElement>): void => {
    if (onHear === undefined || document.getSelection()?.isCollapsed === false) return;
    const place = translation === undefined ? placeUnder(event.currentTarget, event.clientX, event.clientY) : 0;
    onHear(momentOfPlace(line, text, place), segmentId);
  };
  return (
    <li
      className={mergeClasses(styles.row, isCurrent && styles.current, isFound && styles.found, state === 'unheard' && styles.gap)}
      style={{ borderLeftColor: colour }}
      data-testid="segment"
      data-segment={segmentId}
      aria-current={isCurrent ? 'true' : undefined}
      onFocus={() => deeds.onFocus(segmentId)}
    >
      {pausedMs > 0 && (
        <p className={styles.paused} data-testid="paused">
          <PauseRegular aria-hidden />
          The recording was paused {pausedMs < 1_000 ? 'here' : `for ${spokenSpanOf(pausedMs)}`}
        </p>
      )}
      {isNewSpeaker && (
        <p className={styles.speaker} data-testid="segment-speaker">
          <span className={styles.dot} style={{ backgroundColor: colour }} aria-hidden />
          {speaker}
        </p>
      )}
      <button
        type="button"
        className={styles.time}
        tabIndex={isStop ? 0 : -1}
        aria-label={`${time} ${speaker}${onHear === undefined ? '' : ': play from here'}`}
        aria-disabled={onHear === undefined}
        data-testid="segment-time"
        onClick={() => onHear?.(startMs, segmentId)}
      >
        {time}
      </button>
      <div className={styles.cell}>
        {state === 'unheard' ? (
          <p className={styles.unheard} data-testid="unheard">
            Nobody could turn this into text: {problem ?? 'no recogniser answered'}.
          </p>
        ) : (
          // The button before it does the same for the keyboard: from the beginning of the segment.
          <p
            className={mergeClasses(styles.text, state === 'interim' && styles.interim, onHear !== undefined && styles.pressable)}
            lang={langOf(language)}
            dir={directionOf(language)}
            data-testid="segment-text"
            onClick={hear}
          >
            {isCurrent && playback !== undefined && translation === undefined ? (
              <SaidText line={line} marks={marks} playback={playback} />
            ) : (
              <Text line={line} text={text} marks={marks} isOwn={translation === undefined} />
            )}
          </p>
        )}
        {(isRedacted || correctedBy !== undefined) && (
          <p className={styles.notes}>
            {[isRedacted && 'redacted', correctedBy !== undefined && `corrected by ${correctedBy}`].filter(Boolean).join(' · ')}
          </p>
        )}
      </div>
      <span className={styles.end}>
        {onEdit !== undefined && state !== 'interim' && (
          <button
            type="button"
            className={mergeClasses(styles.edit, 'segment-edit')}
            tabIndex={isStop ? 0 : -1}
            aria-label={`Correct what ${speaker} says at ${time}`}
            title="Correct it (E)"
            data-testid="segment-edit"
            onClick={() => onEdit(segmentId)}
          >
            <EditRegular aria-hidden />
          </button>
        )}
      </span>
    </li>
  );
});

type TextProps = {
  readonly line: TranscriptLine;
  readonly text: string;
  readonly marks: readonly Span[] | undefined;
  readonly isOwn: boolean;
  readonly said?: Span | undefined;
};

/** Alone it follows the word that is said. */
function SaidText({ line, marks, playback }: Pick<TextProps, 'line' | 'marks'> & { readonly playback: Playback }): ReactElement {
  const { words = [], text } = line;
  const at = usePlayedPart(playback, (atMs) => wordAt(words, atMs));
  return <Text line={line} text={text} marks={marks} isOwn said={at < 0 ? undefined : wordSpans(text, words)[at]} />;
}

function Text({ line, text, marks, isOwn, said }: TextProps): ReactElement {
  const styles = useRowStyles();
  const pieces = piecesOf(text, { marks, said, faint: isOwn ? faintSpans(line, text) : [] });
  return (
    <>
      {pieces.map(({ from, text: part, isMarked, isSaid, isFaint }) => {
        const look = mergeClasses(isFaint && styles.faint, isSaid && styles.said);
        if (isMarked) {
          return (
            <mark key={from} className={mergeClasses(styles.mark, look)}>
              {part}
            </mark>
          );
        }
        return look === '' ? (
          part
        ) : (
          <span
            key={from}
            className={look}
            title={isFaint ? 'The recogniser was not sure of this' : undefined}
            data-said={isSaid || undefined}
          >
            {part}
          </span>
        );
      })}
    </>
  );
}
