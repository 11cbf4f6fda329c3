/** Live sound into a call: samples, or a stream of them, said as they come. */
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import type { CarrierMedia, SoundFrame } from '../../call/media.ts';

/** 16 kHz, 16 bit, mono; in a stream of any lengths. */
export type LiveSound = Int16Array | AsyncIterable<Int16Array | SoundFrame>;

/**
 * Resolves when all has been heard. Aborting throws away what has not been heard yet, leaves the stream, and rejects with the
 * signal's reason. `life` ends it likewise, at the call's end: a source may have no end of its own. Silence that was made up for a gap is passed over, so that what is heard can be said at once.
 */
export async function speak(
  media: CarrierMedia,
  sound: LiveSound,
  { signal, life }: Cancel & { readonly life?: AbortSignal | undefined } = {},
): Promise<void> {
  signal?.throwIfAborted();
  const stop = anyOf(signal, life);
  if (sound instanceof Int16Array) await media.speak(sound, { signal });
  else for await (const part of untilAborted(sound, stop)) await sayPart(media, part, signal);
  await media.said({ signal });
}

async function sayPart(media: CarrierMedia, part: Int16Array | SoundFrame, signal: AbortSignal | undefined): Promise<void> {
  if (part instanceof Int16Array) return media.speak(part, { signal });
  if (!part.isGap) await media.speak(part.samples, { signal });
}

/** A source that does not heed the signal must not delay silence. */
async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  const parts = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const part = await orAborted(parts.next(), signal);
      if (part.done) return;
      yield part.value;
    }
  } finally {
    void parts.return?.()?.catch(() => undefined);
  }
}
