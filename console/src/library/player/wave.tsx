/** A waveform, drawn once for its size and colours: as many bars as there is room for. */
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import type { Theme } from '@fluentui/react-components';
import { barsOf } from './peaks.ts';

const barPx = 2;
const gapPx = 1;

type WaveProps = {
  readonly peaks: Uint8Array | undefined;
  /** How many peaks the whole time line would have. */
  readonly total: number;
  readonly width: number;
  readonly height: number;
  /** Drawn anew in the colours of the element when the look changes. */
  readonly theme: Theme;
  readonly className?: string | undefined;
  readonly colour: string;
};

export function Wave({ peaks, total, width, height, theme, className, colour }: WaveProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (element === null || !pen) return;
    const scale = Math.min(2, window.devicePixelRatio || 1);
    element.width = Math.round(width * scale);
    element.height = Math.round(height * scale);
    if (peaks === undefined || width <= 0) return;
    pen.scale(scale, scale);
    pen.fillStyle = getComputedStyle(element).color;
    const middle = height / 2;
    const bars = barsOf(peaks, Math.floor((width + gapPx) / (barPx + gapPx)), total);
    pen.beginPath();
    for (let bar = 0; bar < bars.length; bar++) {
      const share = bars[bar] ?? 0;
      if (share === 0) continue;
      const half = Math.max(0.75, share * (middle - 1));
      pen.roundRect(bar * (barPx + gapPx), middle - half, barPx, half * 2, 1);
    }
    pen.fill();
  }, [peaks, total, width, height, theme, colour]);
  return <canvas ref={canvas} aria-hidden className={className} style={{ width: `${String(width)}px`, height: `${String(height)}px`, color: colour, display: 'block' }} />; // prettier-ignore
}
