/** Captions while it plays: over the foot of a film, or under the time line of what has sound alone. They look as those in meetings do. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMemo, useRef, type ReactElement } from 'react';
import type { TranscriptView } from '../../../../src/wire/live/library.ts';
import { directionOf, langOf } from '../../language/language-name.ts';
import { useStore } from '../../live/store.ts';
import { captionLook, captionSizes } from '../../meeting/captions/caption-look.ts';
import { useSize } from '../../meeting/stage/use-size.ts';
import { captionParts, lettersOn, partAt } from '../transcript/caption-parts.ts';
import { nameOf, saidAt } from '../transcript/segments.ts';
import type { Playback } from './playback.ts';
import { usePlayedPart } from './use-played.ts';

const useStyles = makeStyles({
  under: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    minHeight: '4.4em',
    margin: '4px 0 8px',
    padding: '6px 12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    textAlign: 'center',
  },
  over: {
    position: 'absolute',
    left: '4%',
    right: '4%',
    bottom: '5%',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    rowGap: '2px',
    pointerEvents: 'none',
    textAlign: 'center',
  },
  line: { margin: 0, lineHeight: 1.35, overflowWrap: 'anywhere' },
  box: { padding: '2px 10px', borderRadius: tokens.borderRadiusMedium, backgroundColor: 'rgba(0, 0, 0, 0.82)', color: '#fff' },
  contrast: { backgroundColor: '#000', color: '#ffee00' },
  speaker: { fontWeight: tokens.fontWeightSemibold },
});

type CaptionsOverProps = {
  readonly view: TranscriptView;
  readonly texts: ReadonlyMap<string, string>;
  readonly language: string | undefined;
  readonly playback: Playback;
  readonly isFilm: boolean;
};

/** In a small film letters are smaller, as long as they can be read. */
const [shareOfFilm, leastPx] = [0.055, 12];
const besidePx = 24;
/** More at once are not to be read. */
const shown = 2;

export function CaptionsOver({ view, texts, language, playback, isFilm }: CaptionsOverProps): ReactElement {
  const styles = useStyles();
  const { size, hasContrast } = useStore(captionLook, (look) => look);
  const { segments } = view;
  const places = usePlayedPart(playback, (atMs) => saidAt(segments, atMs).slice(-shown).join(' '));
  const said = places === '' ? [] : places.split(' ').flatMap((place) => segments[Number(place)] ?? []);
  const place = useRef<HTMLDivElement>(null);
  const { width } = useSize(place);
  const asked = captionSizes.find((one) => one.size === size)?.px ?? 20;
  const px = isFilm ? Math.min(asked, Math.max(leastPx, width * shareOfFilm)) : asked;
  return (
    <div
      ref={place}
      className={mergeClasses(isFilm ? styles.over : styles.under, !isFilm && hasContrast && styles.contrast)}
      style={{ fontSize: px }}
      data-testid="captions-over"
    >
      {said
        .filter(({ state, text }) => state !== 'unheard' && text !== '')
        .map((line) => {
          const translation = texts.get(line.segmentId);
          const text = translation ?? line.text;
          const tag = translation === undefined ? line.language : language;
          return (
            <p
              key={line.segmentId}
              className={mergeClasses(styles.line, isFilm && styles.box, isFilm && hasContrast && styles.contrast)}
              lang={langOf(tag)}
              dir={directionOf(tag)}
            >
              {/* In a line that is written from the right the name stands at the right, too. */}
              <span className={styles.speaker} dir="auto">
                {nameOf(view, line.speakerId)}:
              </span>{' '}
              <Part
                line={line}
                text={text}
                letters={lettersOn(width - besidePx, px, `${nameOf(view, line.speakerId)}:`)}
                playback={playback}
              />
            </p>
          );
        })}
    </div>
  );
}

type PartProps = {
  readonly line: TranscriptView['segments'][number];
  readonly text: string;
  readonly letters: number;
  readonly playback: Playback;
};

function Part({ line, text, letters, playback }: PartProps): ReactElement {
  const parts = useMemo(() => captionParts(line, text, letters), [line, text, letters]);
  const part = usePlayedPart(playback, (atMs) => partAt(parts, atMs)?.text);
  return <>{part}</>;
}
