/** Aids for tests of films: cameras of one colour, what is to be seen in a film at a moment, and which children are alive. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IvfReader, type IvfFrame } from '../ivf.ts';
import type { SegmentNote, SegmentRecord } from '../segments/record.ts';
import { onDisk } from '../files/test-recording.ts';
import type { Box } from './layout.ts';

export const SMALL = { width: 640, height: 360 } as const;

export type Shown = {
  readonly track: number;
  readonly personId: string;
  readonly name?: string;
  readonly kind?: 'camera' | 'screen';
  readonly colour: string;
  readonly fromMs?: number;
  readonly toMs: number;
  readonly size?: string;
};

const made = new Map<string, readonly IvfFrame[]>();

/** VP8 of what ffmpeg's `source` shows, with a key frame every second. */
function vp8(source: string, ms: number): readonly IvfFrame[] {
  const key = `${source} ${String(ms)}`;
  let frames = made.get(key);
  if (!frames) {
    const codec = '-c:v libvpx -deadline realtime -cpu-used 8 -b:v 500k -g 10 -auto-alt-ref 0 -lag-in-frames 0 -f ivf pipe:1';
    const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-t', String(ms / 1_000), ...codec.split(' ')];
    frames = new IvfReader().push(execFileSync('ffmpeg', args, { maxBuffer: 1 << 28 }));
    made.set(key, frames);
  }
  return frames;
}

/** A camera or screen of one colour: its name, then ten pictures a second. */
export function shown({
  track,
  personId,
  name = personId,
  kind = 'camera',
  colour,
  fromMs = 0,
  toMs,
  size = '160x90',
}: Shown): SegmentRecord[] {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return [
    { kind: 'track', atMs: fromMs, track, info: { kind, personId, name } },
    ...vp8(`color=${colour}:s=${size}:r=10`, toMs - fromMs).map(({ data, atMs, isKeyFrame }): SegmentRecord => ({
      kind: 'picture',
      atMs: fromMs + Math.round(atMs),
      track,
      data,
      isKeyFrame,
      width,
      height,
    })),
  ];
}

export function notes(...all: readonly (readonly [atMs: number, note: SegmentNote])[]): SegmentRecord[] {
  return all.map(([atMs, note]) => ({ kind: 'note', atMs, note }));
}

export function joined(...people: readonly string[]): SegmentRecord[] {
  return notes(...people.map((personId) => [0, { kind: 'joined', personId, name: personId }] as const));
}

/** What is to be seen in a film, twenty times a second: a picture that began before a moment is seen at it, and the last one for a second. */
export class Screening {
  readonly #rgb: Uint8Array;
  readonly #width: number;
  readonly #height: number;

  constructor(bytes: Uint8Array, { width, height }: { readonly width: number; readonly height: number } = { width: 160, height: 90 }) {
    const scale = `fps=20,tpad=stop=20:stop_mode=clone,scale=${String(width)}:${String(height)}`;
    const args = ['-v', 'error', '-i', onDisk(bytes, 'film'), '-vf', scale, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
    this.#rgb = execFileSync('ffmpeg', args, { maxBuffer: 1 << 29 });
    this.#width = width;
    this.#height = height;
  }

  /** The words for the colours at places, given in shares of the width and the height. */
  at(atMs: number, ...places: readonly (readonly [x: number, y: number])[]): readonly string[] {
    return places.map(([x, y]) => wordOf(this.#pixel(atMs, Math.round(x * this.#width), Math.round(y * this.#height))));
  }

  /** Brightness of a box in pixels, row by row. */
  grey(atMs: number, { x, y, width, height }: Box): readonly number[] {
    return Array.from({ length: width * height }, (_, i) => {
      const [r = 0, g = 0, b = 0] = this.#pixel(atMs, x + (i % width), y + Math.floor(i / width));
      return (r + g + b) / 3;
    });
  }

  #pixel(atMs: number, x: number, y: number): Uint8Array {
    const place = ((Math.floor(atMs / 50) * this.#height + y) * this.#width + x) * 3;
    if (place + 3 > this.#rgb.length) throw new Error(`the film is over at ${String(atMs)} ms`);
    return this.#rgb.subarray(place, place + 3);
  }
}

function wordOf([r = 0, g = 0, b = 0]: Uint8Array): string {
  const words = [
    [r > 150 && g > 150 && b > 150, 'white'],
    [r < 60 && g < 60 && b < 60, 'dark'],
    [r > 150 && g > 150, 'yellow'],
    [r > 150 && g < 100 && b < 100, 'red'],
    [g > 115 && r < 80 && b < 80, 'green'],
    [b > 150 && r < 90, 'blue'],
  ] as const;
  return words.find(([is]) => is)?.[1] ?? 'other';
}

/** The processes that this one has begun and that go on; Linux tells them. */
export function children(): readonly number[] {
  const tasks = `/proc/${String(process.pid)}/task`;
  return readdirSync(tasks)
    .flatMap((task) =>
      readFileSync(join(tasks, task, 'children'), 'utf8')
        .trim()
        .split(' '),
    )
    .filter((id) => id !== '')
    .map(Number);
}
