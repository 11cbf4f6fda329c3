/** How loud the chosen microphone is, before anybody hears it. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { MicRegular } from '@fluentui/react-icons/svg/mic';
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off';
import { useEffect, useRef, type ReactElement } from 'react';
import { usePreview } from '../use-meeting.ts';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr',
    alignItems: 'center',
    columnGap: '8px',
    fontSize: '18px',
    color: tokens.colorNeutralForeground2,
  },
  track: {
    height: '8px',
    borderRadius: '4px',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground5,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStrokeAccessible),
  },
  level: {
    height: '100%',
    transformOrigin: 'left',
    transform: 'scaleX(0)',
    transitionProperty: 'transform',
    transitionDuration: '80ms',
    backgroundColor: tokens.colorPaletteGreenBackground3,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
});

const tellEvery = 12;

/** Drawn past React, because it changes a dozen times a second. */
export function LevelBar(): ReactElement {
  const styles = useStyles();
  const level = usePreview((preview) => preview.level);
  const wantsMicrophone = usePreview((preview) => preview.wantsMicrophone);
  const track = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let changes = 0;
    const show = (): void => {
      const value = wantsMicrophone ? level.get() : 0;
      if (bar.current !== null) bar.current.style.transform = `scaleX(${value.toFixed(3)})`;
      changes += 1;
      if (changes % tellEvery === 1) track.current?.setAttribute('aria-valuenow', String(Math.round(value * 100)));
    };
    show();
    return level.watch(show);
  }, [level, wantsMicrophone]);
  return (
    <div className={styles.row}>
      {wantsMicrophone ? <MicRegular aria-hidden /> : <MicOffRegular aria-hidden />}
      <div
        ref={track}
        role="meter"
        aria-label="Loudness of your microphone"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
        className={styles.track}
      >
        <div ref={bar} className={styles.level} />
      </div>
    </div>
  );
}
