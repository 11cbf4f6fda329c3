/** A long transcript in stretches, of which only those near what is read are laid out: how they are cut, and how high each will be. */
import type { TranscriptLine } from '../../../../src/wire/live/library.ts';

const rowsEach = 40;
/** Up to that many all are there, so that the browser's own search finds everything. */
const allUpTo = 240;

export type Stretch = { readonly from: number; readonly to: number };

export function stretchesOf(rows: number): readonly Stretch[] {
  const each = rows <= allUpTo ? Math.max(1, rows) : rowsEach;
  return Array.from({ length: Math.ceil(rows / each) }, (_, at) => ({ from: at * each, to: Math.min(rows, (at + 1) * each) }));
}

export function isWhole(rows: number): boolean {
  return rows <= allUpTo;
}

const [linePx, marginPx, speakerPx, notesPx, letterPx, besidePx] = [22, 6, 30, 22, 7.2, 100];

/** About how high these rows will be in a list that wide, in pixels; near enough that nothing jumps much when they come. */
export function heightOf(lines: readonly TranscriptLine[], { from, to }: Stretch, width: number): number {
  const letters = Math.max(12, (width - besidePx) / letterPx);
  let height = 0;
  for (let at = from; at < to; at += 1) {
    const line = lines[at];
    if (line === undefined) continue;
    const hasNotes = line.isRedacted || line.correctedBy !== undefined;
    height += Math.max(1, Math.ceil(line.text.length / letters)) * linePx + marginPx + (hasNotes ? notesPx : 0);
    if (lines[at - 1]?.speakerId !== line.speakerId) height += speakerPx;
  }
  return height;
}
