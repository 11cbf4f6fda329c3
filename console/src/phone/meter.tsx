/** A level meter: shows at a glance whether I, or the other, can be heard. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { every } from '../app/time.ts';
import { listen } from './level.ts';

type MeterProps = { readonly name: string; readonly stream: MediaStream | undefined; readonly icon?: ReactNode; readonly isOff?: boolean };

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: '20px 88px 1fr', alignItems: 'center', columnGap: '8px', fontSize: tokens.fontSizeBase200 },
  icon: { display: 'flex', fontSize: '18px', color: tokens.colorNeutralForeground2 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: tokens.colorNeutralForeground2 },
  track: {
    height: '8px',
    borderRadius: '4px',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground5,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStrokeAccessible),
  },
  level: {
    height: '100%',
    width: '100%',
    transformOrigin: 'left',
    transform: 'scaleX(0)',
    transitionProperty: 'transform',
    transitionDuration: '80ms',
    backgroundColor: tokens.colorPaletteGreenBackground3,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
});

const readEveryMs = 80;
const tellEvery = 12;

export function Meter({ name, stream, icon, isOff = false }: MeterProps): ReactElement {
  const styles = useStyles();
  const track = useRef<HTMLDivElement>(null);
  const level = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (value: number): void => {
      if (level.current !== null) level.current.style.transform = `scaleX(${value.toFixed(3)})`;
    };
    show(0);
    if (stream === undefined || isOff) return undefined;
    let ear: ReturnType<typeof listen> | undefined;
    let reads = 0;
    const stop = every(readEveryMs, () => {
      // The other side's track comes a moment after the call.
      if (ear === undefined && stream.getAudioTracks().length > 0) ear = listen(stream);
      const value = ear?.read() ?? 0;
      show(value);
      reads += 1;
      if (reads % tellEvery === 0) track.current?.setAttribute('aria-valuenow', String(Math.round(value * 100)));
    });
    return () => {
      stop();
      ear?.stop();
    };
  }, [stream, isOff]);
  return (
    <div className={styles.row}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <span className={styles.name} title={name}>
        {name}
      </span>
      <div
        ref={track}
        role="meter"
        aria-label={`Loudness: ${name}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
        className={styles.track}
      >
        <div ref={level} className={styles.level} />
      </div>
    </div>
  );
}
