/** A lane for each who spoke: name, waveform, and who speaks now. Of many only those that can be seen are there. */
import { makeStyles, mergeClasses, tokens, type Theme } from '@fluentui/react-components';
import { useCallback, useRef, useState, type ReactElement } from 'react';
import type { LibraryLane } from '../../../../src/wire/live/library.ts';
import { Face } from '../../app/face.tsx';
import { spanOf } from '../../app/words.ts';
import { useSize } from '../../meeting/stage/use-size.ts';
import { laneColour } from './lane-colours.ts';
import type { Playback } from './playback.ts';
import { placeOf, windowOf } from './time-line.ts';
import { lanePx, lanesShown, useTimeLineStyles } from './time-line-styles.ts';
import { usePlayed } from './use-played.ts';
import { useScrub } from './use-scrub.ts';
import { Wave } from './wave.tsx';

/** Of a peak, 0 … 255: what is louder is speech. */
const speakingFrom = 12;

const useStyles = makeStyles({
  name: { position: 'absolute', left: 0, right: 0, height: `${String(lanePx)}px` },
  wave: { position: 'relative' },
  text: {
    '[data-speaking="true"] > &': { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  },
});

type LanesProps = {
  readonly lanes: readonly LibraryLane[];
  readonly peaks: ReadonlyMap<number, Uint8Array> | undefined;
  readonly durationMs: number;
  readonly playback: Playback;
  readonly theme: Theme;
};

export function Lanes({ lanes, peaks, durationMs, playback, theme }: LanesProps): ReactElement {
  const styles = useTimeLineStyles();
  const own = useStyles();
  const [time, names, head, hint] = [useRef<HTMLDivElement>(null), useRef<HTMLUListElement>(null), useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)]; // prettier-ignore
  const { width } = useSize(time);
  const [scrollTop, setScrollTop] = useState(0);
  const isLong = lanes.length > lanesShown;
  const { from, to } = isLong ? windowOf(scrollTop, lanesShown * 0.6 * lanePx, lanePx, lanes.length) : { from: 0, to: lanes.length };
  const wordsOf = useCallback((atMs: number) => spanOf(atMs), []);
  const scrub = useScrub(playback, durationMs, hint, wordsOf);
  const show = useCallback(
    (atMs: number) => {
      if (head.current !== null) head.current.style.left = `${placeOf(atMs, durationMs).toFixed(3)}%`;
      for (const name of names.current?.children ?? []) {
        const lane = peaks?.get(Number((name as HTMLElement).dataset['track']));
        const isSpeaking = (lane?.[Math.floor(atMs / 100)] ?? 0) > speakingFrom;
        if (name.getAttribute('data-speaking') !== String(isSpeaking)) name.setAttribute('data-speaking', String(isSpeaking));
      }
    },
    [durationMs, peaks, head, names],
  );
  usePlayed(playback, show);
  const height = `${String(lanes.length * lanePx)}px`;
  const total = Math.ceil(durationMs / 100);
  const shown = lanes.slice(from, to);
  const body = (
    <div className={styles.row}>
      <ul ref={names} className={mergeClasses(styles.names, styles.lanes, styles.floating)} style={{ height }} aria-label="Who spoke">
        {shown.map(({ track, name }, at) => (
          <li
            key={track}
            data-track={track}
            className={mergeClasses(styles.name, own.name)}
            style={{ top: `${String((from + at) * lanePx)}px` }}
            data-testid="lane"
          >
            <Face name={name} kind="person" size={24} />
            <span className={mergeClasses(styles.nameText, own.text)} title={name}>
              {name}
            </span>
          </li>
        ))}
      </ul>
      <div className={styles.lanes} style={{ height }}>
        <div ref={time} {...scrub} aria-hidden className={styles.time} style={{ height }}>
          {shown.map(({ track }, at) => (
            <div key={track} className={styles.lane} style={{ top: `${String((from + at) * lanePx)}px` }}>
              <span className={styles.hairline} />
              <Wave
                className={own.wave}
                peaks={peaks?.get(track)}
                total={total}
                width={width}
                height={lanePx - 12}
                theme={theme}
                colour={laneColour(from + at)}
              />
            </div>
          ))}
          <div ref={head} className={styles.playhead} />
        </div>
        <div ref={hint} className={styles.hint} hidden aria-hidden />
      </div>
    </div>
  );
  if (!isLong) return body;
  return (
    <div
      role="region"
      tabIndex={0}
      aria-label={`Lanes of ${String(lanes.length)} people`}
      className={styles.scroll}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
    >
      {body}
    </div>
  );
}
