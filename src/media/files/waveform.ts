/** Levels to draw tracks by, from what each packet says of itself: nothing is decoded. */
import type { LogSummary } from '../segments/log-summary.ts';
import { MIXED_TRACK, type SegmentRecord } from '../segments/record.ts';
import type { Waveform } from './recording-file.ts';
import { Withdrawals } from './withdrawals.ts';

const PER_SECOND = 10;
const STEP_MS = 1_000 / PER_SECOND;
/** Drawn as nothing; full scale is 255, and what lies between is even in decibels, as the ear has it. */
const QUIETEST_DB = -60;

/** Feed it all records, then ask. */
export class Waveforms {
  readonly #peaks = new Map<number, Uint8Array>();

  take(record: SegmentRecord): void {
    if (record.kind !== 'sound' || record.levelDb <= QUIETEST_DB) return;
    const at = Math.floor(record.atMs / STEP_MS);
    let peaks = this.#peaks.get(record.track) ?? new Uint8Array(600);
    if (at >= peaks.length) {
      const longer = new Uint8Array(Math.max(at + 1, peaks.length * 2));
      longer.set(peaks);
      peaks = longer;
    }
    this.#peaks.set(record.track, peaks);
    const level = Math.min(255, Math.round(255 * (1 - record.levelDb / QUIETEST_DB)));
    if (level > (peaks[at] ?? 0)) peaks[at] = level;
  }

  /**
   * One for each track of sound that ever was above −60 dB, as long as the recording. Of who took consent back nothing is drawn that lies before,
   * and the mix is drawn by those who are left, as it is mixed anew.
   */
  waveforms(summary: Pick<LogSummary, 'durationMs' | 'tracks' | 'withdrawn'>): readonly Waveform[] {
    const withdrawals = new Withdrawals(summary);
    const length = Math.ceil(summary.durationMs / STEP_MS);
    const drawn = new Map<number, Uint8Array>();
    for (const [track, found] of this.#peaks) {
      const peaks = new Uint8Array(length);
      peaks.set(found.subarray(0, length));
      peaks.fill(0, 0, Math.ceil(withdrawals.untilMs(track) / STEP_MS));
      if (peaks.some((peak) => peak > 0)) drawn.set(track, peaks);
    }
    if (withdrawals.any && drawn.has(MIXED_TRACK)) drawn.set(MIXED_TRACK, loudest(drawn, length));
    return [...drawn].sort(([a], [b]) => a - b).map(([track, peaks]) => ({ track, perSecond: PER_SECOND, peaks }));
  }
}

function loudest(drawn: ReadonlyMap<number, Uint8Array>, length: number): Uint8Array {
  const peaks = new Uint8Array(length);
  for (const [track, voice] of drawn) {
    if (track !== MIXED_TRACK) for (let i = 0; i < length; i++) peaks[i] = Math.max(peaks[i] ?? 0, voice[i] ?? 0);
  }
  return peaks;
}
