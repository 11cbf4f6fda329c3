/** Reads the sound of an utterance to its end, for whoever recognises it. */
import type { Cancel } from '../../base/cancel.ts';
import { SpeechError } from '../errors.ts';

/**
 * Gives each piece to `take`, one after the other, as a view that holds until that has settled. Rejects with the signal's reason at once, also
 * while nothing comes, and lets go of the sound.
 */
export function eachPiece(
  sound: AsyncIterable<Int16Array>,
  take: (samples: Int16Array) => void | Promise<void>,
  { signal }: Cancel = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const pieces = sound[Symbol.asyncIterator]();
    let isOver = false;
    // A source that is waiting for its next piece lets go when that comes: nobody waits for it.
    const letGo = (): void => void pieces.return?.().catch(() => undefined);
    const stop = (): void => {
      isOver = true;
      letGo();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const read = async (): Promise<void> => {
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
        if (isOver) return;
        try {
          await take(next.value);
        } catch (error) {
          letGo();
          throw error;
        }
      }
    };
    read()
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', stop));
  });
}

/** The whole utterance. Rejects with `speech/sound-too-long` as soon as it is longer than `mostSamples`. */
export async function wholeSound(
  sound: AsyncIterable<Int16Array>,
  { signal, mostSamples, name }: Cancel & { readonly mostSamples: number; readonly name: string },
): Promise<Int16Array> {
  let all = new Int16Array(16_384);
  let length = 0;
  const take = (samples: Int16Array): void => {
    if (length + samples.length > mostSamples)
      throw new SpeechError(
        'speech/sound-too-long',
        `${name} takes no utterance of more than ${String(Math.floor(mostSamples / 16_000))} s; cut it`,
      );
    if (length + samples.length > all.length) {
      const larger = new Int16Array(Math.max(all.length * 2, length + samples.length));
      larger.set(all.subarray(0, length));
      all = larger;
    }
    all.set(samples, length);
    length += samples.length;
  };
  await eachPiece(sound, take, { signal });
  return all.subarray(0, length);
}
