/** Logs in memory for tests of keepers: what was written, and how it sounds. */
import { opusDecoder } from '../../media/opus.ts';
import { toneDb } from '../../media/goertzel.ts';
import { FRAME_SAMPLES } from '../../media/frame.ts';
import type { SegmentRecord, TrackInfo } from '../../media/segments/record.ts';
import type { KeptLog, OpenKeptLog } from './kept-log.ts';

type Written = { readonly records: SegmentRecord[]; readonly full: AbortController; isClosed: boolean };

export class TestLogs {
  readonly #logs = new Map<string, Written>();
  refuse: Error | undefined;
  /** Pictures are dropped. */
  isBehind = false;

  readonly open: OpenKeptLog = ({ folder }): KeptLog => {
    if (this.refuse) throw this.refuse;
    const written: Written = { records: [], full: new AbortController(), isClosed: false };
    this.#logs.set(folder, written);
    return {
      signal: written.full.signal,
      write: (record) => {
        if (written.isClosed) throw new Error('nothing is written after the end');
        if (record.kind === 'picture' && this.isBehind) return false;
        written.records.push(structuredClone(record));
        return true;
      },
      close: () => {
        written.isClosed = true;
        return Promise.resolve();
      },
    };
  };

  records(recordingId: string): readonly SegmentRecord[] {
    return this.#logs.get(recordingId)?.records ?? [];
  }

  isClosed(recordingId: string): boolean {
    return this.#logs.get(recordingId)?.isClosed ?? false;
  }

  fill(recordingId: string, reason: Error): void {
    this.#logs.get(recordingId)?.full.abort(reason);
  }

  /** In their order, each with what it says. */
  notes(recordingId: string): readonly string[] {
    return this.records(recordingId).flatMap((record) => {
      if (record.kind !== 'note') return [];
      const { note } = record;
      return ['personId' in note ? `${note.kind} ${String(note.personId)}` : note.kind === 'ended' ? `ended ${note.why}` : note.kind];
    });
  }

  tracks(recordingId: string): readonly string[] {
    return this.records(recordingId).flatMap((record) => (record.kind === 'track' ? [nameOf(record.info)] : []));
  }

  times(recordingId: string, name: string): readonly number[] {
    const track = this.tracks(recordingId).indexOf(name);
    return this.records(recordingId).flatMap((record) => (record.kind === 'sound' && record.track === track ? [record.atMs] : []));
  }

  /** How each lane with sound sounds, from its first packet to its last; gaps are silent. */
  async decoded(recordingId: string): Promise<ReadonlyMap<string, Int16Array>> {
    const heard = new Map<string, Int16Array>();
    for (const [track, name] of this.tracks(recordingId).entries()) {
      const packets = this.records(recordingId)
        .filter((record) => record.kind === 'sound')
        .filter((record) => record.track === track);
      if (packets.length === 0) continue;
      const decoder = await opusDecoder();
      const firstMs = packets[0]?.atMs ?? 0;
      const sound = new Int16Array((((packets.at(-1)?.atMs ?? 0) - firstMs) / 20 + 1) * FRAME_SAMPLES);
      const frame = new Int16Array(FRAME_SAMPLES);
      for (const { atMs, packet } of packets) {
        decoder.decode(packet, frame);
        sound.set(frame, ((atMs - firstMs) / 20) * FRAME_SAMPLES);
      }
      decoder.free();
      heard.set(name, sound);
    }
    return heard;
  }

  /** How loud a pitch is where it is loudest, in tenths of a second. */
  static loudest(sound: Int16Array, pitch: number): number {
    let loudest = -100;
    for (let at = 0; at + 1_600 <= sound.length; at += 1_600) loudest = Math.max(loudest, toneDb(sound.subarray(at, at + 1_600), pitch));
    return loudest;
  }
}

function nameOf(info: TrackInfo): string {
  return info.kind === 'mixed' ? 'mixed' : info.kind === 'voice' ? info.name : `${info.kind} of ${info.name}`;
}
