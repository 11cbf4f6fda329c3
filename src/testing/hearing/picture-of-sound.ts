/** What was heard, drawn for a terminal: a curve of its level, a scale of seconds, and the words where they were heard. */
import type { Ear } from './ear.ts';
import type { Heard, HeardKey } from './heard.ts';

export type PictureOptions = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly heard?: readonly Heard[] | undefined;
  readonly keys?: readonly HeardKey[] | undefined;
  /** Columns: 72. */
  readonly width?: number | undefined;
};

const BLOCKS = '▁▂▃▄▅▆▇█';
/** The lowest block; below is nothing. */
const FLOOR_DB = -60;
const STEP_DB = 6;
/** Between the numbers of the scale, whichever leaves 8 columns for each. */
const SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600];
const LEAST_COLUMNS = 8;
/** What begins at the very right is moved, so that so much of it is seen. */
const LEAST_LABEL = 3;

/**
 * A line for the level, one for the time, and as many as the words need. `|` is where a text begins, `[4]` a key,
 * `✂` the end of one that was cut off, `×` places that were lost.
 */
export function pictureOf(ear: Ear, { fromMs, toMs, heard = [], keys = [], width = 72 }: PictureOptions): string {
  const span = Math.max(1, toMs - fromMs);
  const column = (ms: number): number => Math.floor(((ms - fromMs) * width) / span);
  const isSeen = (piece: { readonly fromMs: number; readonly toMs: number }): boolean => piece.toMs > fromMs && piece.fromMs < toMs;
  const labels = [
    ...heard.filter(isSeen).map((piece) => labelOf(piece, column)),
    ...keys.filter(isSeen).map((key) => ({ at: Math.max(0, column(key.fromMs)), text: `[${key.key}]` })),
  ];
  const lines = [levels(ear, fromMs, span, width), scale(fromMs, span, width), ...laidOut(labels, width)];
  return lines.map((line) => line.trimEnd()).join('\n');
}

type Label = { readonly at: number; readonly text: string };

function levels(ear: Ear, fromMs: number, span: number, width: number): string {
  return Array.from({ length: width }, (_, i) => {
    const level = ear.levelDb(fromMs + (span * i) / width, fromMs + (span * (i + 1)) / width);
    return level < FLOOR_DB ? ' ' : (BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((level - FLOOR_DB) / STEP_DB))] ?? ' ');
  }).join('');
}

function scale(fromMs: number, span: number, width: number): string {
  const step = (SECONDS.find((seconds) => (seconds * 1_000 * width) / span >= LEAST_COLUMNS) ?? SECONDS.at(-1) ?? 1) * 1_000;
  let line = '';
  for (let ms = Math.ceil(fromMs / step) * step; ms < fromMs + span; ms += step) {
    const at = Math.floor(((ms - fromMs) * width) / span);
    if (at < line.length) continue;
    line = `${line.padEnd(at, '·')}${String(Math.round(ms / 100) / 10)}s`;
  }
  return line.padEnd(width, '·').slice(0, width);
}

/** As wide as it was heard: its first words, and at its end how it ended. */
function labelOf(piece: Heard, column: (ms: number) => number): Label {
  const at = Math.max(0, column(piece.fromMs));
  const room = Math.max(4, column(piece.toMs) - at);
  const end = piece.isOver ? (piece.isWhole ? '' : '✂') : '…';
  const marks = `${piece.gaps.length > 0 ? '×' : ''}${end}`;
  const words = Array.from(`|${piece.text.replace(/…$/, '')}`);
  const fits = words.length + marks.length <= room;
  const shown = fits ? words.join('') : `${words.slice(0, Math.max(2, room - marks.length - 1)).join('')}…`;
  return { at, text: `${marks === '' ? shown : shown.padEnd(room - marks.length)}${marks}` };
}

/** Each in the first line that has room for it. */
function laidOut(labels: readonly Label[], width: number): string[] {
  const lines: string[] = [];
  for (const label of labels.toSorted((a, b) => a.at - b.at)) {
    const at = Math.max(0, Math.min(label.at, width - LEAST_LABEL));
    const free = lines.findIndex((line) => line.length <= at);
    const shown = Array.from(label.text)
      .slice(0, width - at)
      .join('');
    const line = `${(lines[free] ?? '').padEnd(at)}${shown}`;
    if (free < 0) lines.push(line);
    else lines[free] = line;
  }
  return lines;
}
