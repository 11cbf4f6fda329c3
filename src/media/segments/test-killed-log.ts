/** Aid for tests: what is recorded in each 20 ms of a log that is killed, known to the one who writes it and to the one who looks afterwards. */
import type { SegmentRecord } from './record.ts';

const VOICES = 4;

export function killedRecords(atMs: number): SegmentRecord[] {
  const records: SegmentRecord[] = [];
  for (let track = 0; track <= VOICES; track++) {
    records.push({ kind: 'sound', atMs, track, packet: known(60 + track, atMs + track), levelDb: -20 });
  }
  if (atMs % 100 === 0) {
    const isKeyFrame = atMs % 2_000 === 0;
    records.push({
      kind: 'picture',
      atMs,
      track: 9,
      data: known(isKeyFrame ? 90_000 : 9_000, atMs),
      isKeyFrame,
      width: 1_280,
      height: 720,
    });
  }
  return records;
}

/** Bytes that are those of this place alone. */
function known(length: number, from: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (from * 31 + i * (7 + (from % 13))) & 0xff);
}
