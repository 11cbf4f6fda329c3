/** A shelf of recordings for tests: whatever is put on it; the bytes of each are the numbers 0 … 255 over and over. */
import { Facts } from '../../../../base/facts.ts';
import { fits, type RecordingShelf, type ShelvedRecording } from './recording-shelf.ts';

export const shelvedBytes: Uint8Array = Uint8Array.from({ length: 700_000 }, (_, i) => i & 0xff);

export type TestRecordings = RecordingShelf & {
  put(recording: Partial<ShelvedRecording> & { readonly recordingId: string }): void;
  /** Its bytes are gone. */
  lose(recordingId: string): void;
  /** `r1 by desk`. */
  readonly opened: readonly string[];
  /** Bytes read so far. */
  readonly read: () => number;
};

export function recordingShelf(): TestRecordings {
  const all: ShelvedRecording[] = [];
  const lost = new Set<string>();
  const opened: string[] = [];
  let bytes = 0;
  const facts = new Facts<{ saved: ShelvedRecording }>();
  return {
    facts,
    opened,
    read: () => bytes,
    list: (query) => Promise.resolve(all.filter((each) => fits(each, query))),
    open(recordingId, { appId }) {
      opened.push(`${recordingId} by ${appId}`);
      if (lost.has(recordingId)) return Promise.resolve(undefined);
      const read = (from: number, to: number): Promise<Uint8Array> => {
        bytes += to - from;
        return Promise.resolve(shelvedBytes.slice(from, to));
      };
      return Promise.resolve({ type: 'video/mp4', sizeBytes: shelvedBytes.length, read });
    },
    put(recording) {
      const startedMs = recording.startedMs ?? Date.UTC(2026, 0, 2);
      const plain = { tenantId: 'tenant-1', callId: 'c1', organizerId: 'ada', personIds: ['ada', 'grace'] };
      const whole = { ...plain, startedMs, endedMs: startedMs + 60_000, savedMs: startedMs + 61_000, ...recording };
      all.push(whole);
      facts.tell('saved', whole);
    },
    lose: (recordingId) => void lost.add(recordingId),
  };
}
