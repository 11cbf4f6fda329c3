/** Chapters and markers as a list, in order of time; each leads to its moment. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { FlagFilled } from '@fluentui/react-icons/svg/flag';
import type { ReactElement } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Section } from '../../app/section.tsx';
import { spanOf } from '../../app/words.ts';
import { spokenMoment } from '../moment.ts';
import type { Playback } from '../player/playback.ts';
import { chapterAt } from '../player/time-line.ts';
import { usePlayedPart } from '../player/use-played.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '0 -8px', padding: 0, maxHeight: '420px', overflowY: 'auto' },
  item: {
    display: 'grid',
    gridTemplateColumns: '64px minmax(0, 1fr)',
    columnGap: '8px',
    alignItems: 'baseline',
    width: '100%',
    padding: '6px 8px',
    cursor: 'pointer',
    textAlign: 'left',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorNeutralBackground1Selected,
    '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  at: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular },
  marker: { display: 'flex', columnGap: '6px', alignItems: 'baseline', overflowWrap: 'anywhere' },
  flag: { color: tokens.colorPaletteMarigoldBorderActive, flexShrink: 0, alignSelf: 'center' },
});

type ChaptersProps = { readonly detail: Pick<RecordingDetail, 'chapters' | 'markers'>; readonly playback: Playback };

export function Chapters({ detail: { chapters, markers }, playback }: ChaptersProps): ReactElement {
  const styles = useStyles();
  const current = usePlayedPart(playback, (atMs) => chapterAt(chapters, atMs));
  const all = [
    ...chapters.map(({ atMs, title }, at) => ({ atMs, words: title, isMarker: false, isCurrent: at === current })),
    ...markers.map(({ atMs, label }) => ({ atMs, words: label, isMarker: true, isCurrent: false })),
  ].sort((a, b) => a.atMs - b.atMs);
  return (
    <Section title={markers.length === 0 ? 'Chapters' : chapters.length === 0 ? 'Markers' : 'Chapters and markers'}>
      <ol className={styles.list}>
        {all.map(({ atMs, words, isMarker, isCurrent }) => (
          <li key={`${String(atMs)} ${words}`}>
            <button
              type="button"
              data-testid={isMarker ? 'marker' : 'chapter'}
              className={mergeClasses(styles.item, isCurrent && styles.current)}
              aria-current={isCurrent ? 'true' : undefined}
              onClick={() => playback.seek(atMs)}
            >
              <span className={styles.at}>
                <span aria-hidden>{spanOf(atMs)}</span>
                <span className="sr-only">{spokenMoment(atMs)}: </span>
              </span>
              <span className={styles.marker}>
                {isMarker && <FlagFilled className={styles.flag} aria-label="Marker" />}
                {words}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}
