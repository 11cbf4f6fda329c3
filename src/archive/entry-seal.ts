/** Seals what the rooms above keep with a recording: under a key of its own for each purpose, and no longer than the recording is there. */
import { derivedKey, opened, sealed } from '../store/sealing.ts';
import { unknownRecording } from './errors.ts';
import { isGone, type Entry } from './shelf.ts';

export type EntrySeal = { seal(bytes: Uint8Array): Uint8Array; open(sealed: Uint8Array): Uint8Array };

/** Both throw `archive/unknown` from the moment in which deletion begins; `open` throws `store/sealed` where the bytes were changed. */
export function entrySeal(entry: Entry, key: Uint8Array, purpose: string): EntrySeal {
  const { recordingId } = entry;
  const derived = derivedKey(key, `rollcall entry 1 ${recordingId}/${purpose}`);
  const check = (): void => {
    if (isGone(entry.kept)) throw unknownRecording(recordingId);
  };
  return {
    seal(bytes) {
      check();
      return sealed(derived, bytes);
    },
    open(bytes) {
      check();
      return opened(derived, bytes, undefined, `${purpose} of the recording ${recordingId}`);
    },
  };
}
