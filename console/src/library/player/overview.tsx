/** The whole recording at a glance, and the way to any moment of it: a slider with everybody's waveform, chapters, markers and pauses. */
import { mergeClasses, tokens, type Theme } from '@fluentui/react-components';
import { useCallback, useRef, type ReactElement } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Face } from '../../app/face.tsx';
import { spanOf } from '../../app/words.ts';
import { useSize } from '../../meeting/stage/use-size.ts';
import { spokenMoment } from '../moment.ts';
import type { Playback } from './playback.ts';
import { chapterAt, isPausedAt, placeOf, stretchesOf, ticksOf } from './time-line.ts';
import { overviewPx, useTimeLineStyles } from './time-line-styles.ts';
import { usePlayed, usePlayedPart } from './use-played.ts';
import { useScrub } from './use-scrub.ts';
import { Wave } from './wave.tsx';

/** A title that has less room than that is not written. */
const leastTitlePx = 36;

type OverviewProps = {
  readonly detail: RecordingDetail;
  readonly playback: Playback;
  readonly peaks: Uint8Array | undefined;
  readonly theme: Theme;
};

export function Overview({ detail, playback, peaks, theme }: OverviewProps): ReactElement {
  const styles = useTimeLineStyles();
  const { durationMs, chapters, markers, pauses } = detail;
  const [slider, played, head, hint] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)]; // prettier-ignore
  const { width } = useSize(slider);
  const wordsOf = useCallback(
    (atMs: number) => {
      const chapter = chapters[chapterAt(chapters, atMs)];
      return [spanOf(atMs), isPausedAt(pauses, atMs) && 'paused, nothing recorded', chapter?.title].filter(Boolean).join(' · ');
    },
    [chapters, pauses],
  );
  const scrub = useScrub(playback, durationMs, hint, wordsOf);
  const show = useCallback(
    (atMs: number) => {
      const place = placeOf(atMs, durationMs);
      if (head.current !== null) head.current.style.left = `${place.toFixed(3)}%`;
      if (played.current !== null) played.current.style.clipPath = `inset(0 ${(100 - place).toFixed(3)}% 0 0)`;
    },
    [durationMs, head, played],
  );
  usePlayed(playback, show);
  const total = Math.ceil(durationMs / 100);
  const wave = { peaks, total, width, height: overviewPx, theme };
  return (
    <>
      {chapters.length > 0 && <Chapters detail={detail} playback={playback} width={width} />}
      <div className={styles.row}>
        <div className={mergeClasses(styles.name, styles.floating, styles.mixed)}>
          <Face name="Everyone" kind="group" size={24} />
          <span className={styles.nameText}>Everyone</span>
        </div>
        <div style={{ position: 'relative' }}>
          <div ref={hint} className={styles.hint} hidden aria-hidden />
          <Slider detail={detail} playback={playback}>
            {(aria) => (
              <div
                ref={slider}
                {...aria}
                {...scrub}
                className={mergeClasses(styles.time, styles.overview)}
                style={{ height: `${String(overviewPx)}px` }}
                data-testid="time-line"
              >
                {pauses.map(({ fromMs, toMs }) => (
                  <div
                    key={fromMs}
                    className={styles.pause}
                    style={{ left: `${String(placeOf(fromMs, durationMs))}%`, width: `${String(placeOf(toMs - fromMs, durationMs))}%` }}
                  />
                ))}
                <div className={styles.base}>
                  <Wave {...wave} colour={tokens.colorNeutralStrokeAccessible} />
                </div>
                <div ref={played} className={styles.played}>
                  <Wave {...wave} colour={tokens.colorCompoundBrandForeground1} />
                </div>
                {chapters.map(({ atMs }) => (
                  <div key={atMs} className={styles.tick} style={{ left: `${String(placeOf(atMs, durationMs))}%` }} />
                ))}
                {markers.map(({ atMs, label }) => (
                  <div
                    key={`${String(atMs)} ${label}`}
                    className={styles.marker}
                    title={label}
                    style={{ left: `${String(placeOf(atMs, durationMs))}%` }}
                  />
                ))}
                <div ref={head} className={mergeClasses(styles.playhead, styles.knob)} />
              </div>
            )}
          </Slider>
        </div>
      </div>
      <div className={styles.row} aria-hidden>
        <span />
        <div className={styles.ruler}>
          {ticksOf(durationMs, width).map((atMs) => (
            <span key={atMs} className={styles.rulerText} style={{ left: `${String(placeOf(atMs, durationMs))}%` }}>
              {spanOf(atMs)}
            </span>
          ))}
        </div>
      </div>
    </>
  );
}

type SliderAria = {
  readonly role: 'slider';
  readonly tabIndex: 0;
  readonly 'aria-label': string;
  readonly 'aria-valuemin': number;
  readonly 'aria-valuemax': number;
  readonly 'aria-valuenow': number;
  readonly 'aria-valuetext': string;
};

type SliderProps = Pick<OverviewProps, 'detail' | 'playback'> & { readonly children: (aria: SliderAria) => ReactElement };

/** What a screen reader reads of it; told once a second. */
function Slider({ detail: { durationMs, chapters, pauses }, playback, children }: SliderProps): ReactElement {
  const seconds = usePlayedPart(playback, (atMs) => Math.floor(atMs / 1000));
  const chapter = chapters[chapterAt(chapters, seconds * 1000)];
  const where = `${spokenMoment(seconds * 1000)} of ${spokenMoment(durationMs)}`;
  return children({
    role: 'slider',
    tabIndex: 0,
    'aria-label': 'Position in the recording',
    'aria-valuemin': 0,
    'aria-valuemax': Math.floor(durationMs / 1000),
    'aria-valuenow': seconds,
    'aria-valuetext': [where, isPausedAt(pauses, seconds * 1000) && 'the recording is paused', chapter?.title].filter(Boolean).join(', '),
  });
}

/** Chapters over the time line, for the eye and the mouse; a list beside it is for everybody. */
function Chapters({ detail, playback, width }: Pick<OverviewProps, 'detail' | 'playback'> & { readonly width: number }): ReactElement {
  const styles = useTimeLineStyles();
  const { chapters, durationMs } = detail;
  const current = usePlayedPart(playback, (atMs) => chapterAt(chapters, atMs));
  return (
    <div className={styles.row} aria-hidden>
      <span />
      <div className={styles.chapters}>
        {stretchesOf(chapters, durationMs).map(({ atMs, toMs, title }, at) => (
          <div
            key={atMs}
            title={title}
            className={mergeClasses(styles.chapter, at === current && styles.current)}
            style={{ left: `${String(placeOf(atMs, durationMs))}%`, width: `${String(placeOf(toMs - atMs, durationMs))}%` }}
            onClick={() => playback.seek(atMs)}
          >
            {placeOf(toMs - atMs, durationMs) * width >= leastTitlePx * 100 && title}
          </div>
        ))}
      </div>
    </div>
  );
}
