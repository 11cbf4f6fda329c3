/** A recording as a test looks at it: who is in it, what each lane sounds like, what was said to being recorded. */
import type { KeptRecording } from '../../archive/port.ts';
import { realClock } from '../../base/clock.ts';
import { makeFiles } from '../../media/files/make-files.ts';
import { readWav } from '../../media/wav.ts';
import { MIXED_TRACK, type TrackInfo } from '../../media/segments/record.ts';
import type { LedgerEntry } from '../../services/recording/port.ts';
import { LabError } from '../errors.ts';
import type { LabRecords } from './lab-archive.ts';

export type LabPicture = { readonly atMs: number; readonly data: Uint8Array; readonly isKeyFrame: boolean };

export type LabRecordingOptions = {
  readonly records: LabRecords;
  readonly ledger: () => Promise<readonly LedgerEntry[]>;
};

export class LabRecording {
  readonly #options: LabRecordingOptions;

  constructor(options: LabRecordingOptions) {
    this.#options = options;
  }

  /** As the library shows it now: state, subject, chapters, markers, pauses. */
  get kept(): KeptRecording {
    return this.#options.records.kept();
  }

  get isSaved(): boolean {
    return this.kept.state === 'saved';
  }

  /** The names of those who are in it beside the bot, in the order in which they came. */
  get people(): readonly string[] {
    const { people, madeBy } = this.kept;
    return people.filter(({ id }) => id !== madeBy.id).map(({ name }) => name);
  }

  /** All that was said of it to the policy, oldest first, as `Ada Lovelace agreed: key 1`. */
  async ledger(): Promise<readonly string[]> {
    const entries = await this.#options.ledger();
    return entries.map(({ person: { name, id }, what, how }) => `${name ?? id} ${what}: ${how}`);
  }

  /**
   * What one of them, or the bot, says in it: 16 kHz samples from its beginning to its end, silence where they said nothing. Rejects with a `LabError` for
   * somebody who has no lane.
   */
  async lane(name: string): Promise<Int16Array> {
    return this.#sound(this.#trackOf(name, 'voice'));
  }

  /** All of them together. */
  mix(): Promise<Int16Array> {
    return this.#sound(MIXED_TRACK);
  }

  /** Pictures of somebody, encoded as they came (VP8). */
  pictures(name: string, of: 'camera' | 'screen' = 'camera'): readonly LabPicture[] {
    const track = this.#trackOf(name, of);
    return this.#options.records.records.flatMap((record) => (record.kind === 'picture' && record.track === track ? [record] : []));
  }

  #trackOf(name: string, kind: Exclude<TrackInfo['kind'], 'mixed'>): number {
    const { tracks } = this.kept;
    const found = tracks.find(({ info }) => info.kind === kind && (info.name === name || info.name.startsWith(`${name} `)));
    if (found) return found.track;
    const there = tracks.flatMap(({ info }) => (info.kind === kind ? [info.name] : []));
    throw new LabError('testing/not-done', `${name} has no ${kind} in the recording; there is ${there.join(', ') || 'nobody'}.`);
  }

  async #sound(track: number): Promise<Int16Array> {
    const { records } = this.#options;
    const parts: { readonly bytes: Uint8Array; readonly position: number }[] = [];
    const sink = {
      write: (bytes: Uint8Array, position: number): Promise<void> => {
        parts.push({ bytes: bytes.slice(), position });
        return Promise.resolve();
      },
    };
    const all = records.records.filter((record) => record.kind !== 'picture');
    const content = track === MIXED_TRACK ? ({ kind: 'mixed' } as const) : ({ kind: 'track', track } as const);
    const [file] = await makeFiles(() => each(all), [{ content, format: 'wav', sink }], { clock: realClock() });
    const wav = new Uint8Array(file?.sizeBytes ?? 0);
    for (const { bytes, position } of parts) wav.set(bytes, position);
    return readWav(wav);
  }
}

async function* each<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}
