/** Where things stand on a time line, and what is there at a moment: pure geometry and order. */

type Pause = { readonly fromMs: number; readonly toMs: number };
type Chapter = { readonly atMs: number; readonly title: string };

/** In percent of the width. */
export function placeOf(atMs: number, durationMs: number): number {
  return durationMs <= 0 ? 0 : Math.min(100, Math.max(0, (atMs / durationMs) * 100));
}

/** The moment under a pointer, `x` pixels from the left edge. */
export function momentAt(x: number, width: number, durationMs: number): number {
  return width <= 0 ? 0 : Math.min(durationMs, Math.max(0, (x / width) * durationMs));
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400].map((seconds) => seconds * 1000);

/** Round moments to be written under it, none nearer to another than `apartPx`, nor to the end. */
export function ticksOf(durationMs: number, width: number, apartPx = 72): readonly number[] {
  if (width <= 0 || durationMs <= 0) return [];
  const least = (durationMs * apartPx) / width;
  const step = steps.find((each) => each >= least) ?? Math.ceil(least / 3_600_000) * 3_600_000;
  const count = Math.floor((durationMs - least * 0.35) / step);
  return Array.from({ length: Math.max(0, count) + 1 }, (_, at) => at * step);
}

/** Where playing goes on from a moment within a pause; undefined outside of pauses. */
export function afterPause(pauses: readonly Pause[], atMs: number): number | undefined {
  return pauses.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs - 250)?.toMs;
}

/** Whether the recording was paused at that moment. */
export function isPausedAt(pauses: readonly Pause[], atMs: number): boolean {
  return pauses.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
}

/** For how long it was paused, of all pauses that began after one moment and not after another. */
export function pausedSince(pauses: readonly Pause[], afterMs: number, untilMs: number): number {
  const begun = pauses.filter(({ fromMs }) => fromMs > afterMs && fromMs <= untilMs);
  return begun.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

/** The place in the list of the chapter that a moment is in; −1 before the first. */
export function chapterAt(chapters: readonly Chapter[], atMs: number): number {
  return chapters.findLastIndex((chapter) => chapter.atMs <= atMs);
}

/** Chapters with their ends; the time before the first has none. */
export function stretchesOf(chapters: readonly Chapter[], durationMs: number): readonly (Chapter & { readonly toMs: number })[] {
  return chapters.map((chapter, at) => ({ ...chapter, toMs: chapters[at + 1]?.atMs ?? durationMs }));
}

/** Which rows of many are to be seen, and a few beside them. */
export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  rows: number,
  beside = 4,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(rows, Math.floor(scrollTop / rowHeight) - beside));
  return { from, to: Math.min(rows, Math.max(from, Math.ceil((scrollTop + height) / rowHeight) + beside)) };
}
