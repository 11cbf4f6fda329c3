/** Speaks a text piece by piece, with the next piece being made while one is heard: what every local provider is built on. */
import { anyOf, type Cancel } from '../base/cancel.ts';
import { SpeechError } from './errors.ts';

/** Makes the sound of one piece; ends its work at once when the signal aborts. */
export type SpeakPiece = (piece: string, options: { readonly signal: AbortSignal }) => AsyncIterable<Int16Array>;

/** At most one piece is ahead of what is heard. A failure says what was still to be spoken. */
export async function* inSentences(
  pieces: readonly string[],
  speakPiece: SpeakPiece,
  { signal }: Cancel,
): AsyncGenerator<Int16Array, void, undefined> {
  const own = new AbortController();
  const either = anyOf(signal, own.signal);
  let ahead: Promise<readonly Int16Array[]> | undefined;
  try {
    for (const [index, piece] of pieces.entries()) {
      const following = pieces[index + 1];
      let isFirstChunk = true;
      const sound: AsyncIterable<Int16Array> | readonly Int16Array[] = ahead
        ? await failing(ahead, pieces, index, signal)
        : speakPiece(piece, { signal: either });
      ahead = undefined;
      for await (const chunk of failingIn(sound, pieces, index, signal)) {
        // Not before the first sound: the two would share the processor.
        if (isFirstChunk && following !== undefined) ahead = gathered(speakPiece(following, { signal: either }));
        isFirstChunk = false;
        yield chunk;
        signal?.throwIfAborted();
      }
    }
  } finally {
    own.abort();
    await ahead?.catch(() => undefined);
  }
}

function gathered(sound: AsyncIterable<Int16Array>): Promise<readonly Int16Array[]> {
  const all = (async () => {
    const chunks: Int16Array[] = [];
    for await (const chunk of sound) chunks.push(chunk);
    return chunks;
  })();
  // Its failure is told when its turn comes.
  all.catch(() => undefined);
  return all;
}

async function failing<T>(work: Promise<T>, pieces: readonly string[], index: number, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw withRest(error, pieces, index, signal);
  }
}

async function* failingIn(
  sound: AsyncIterable<Int16Array> | readonly Int16Array[],
  pieces: readonly string[],
  index: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Int16Array, void, undefined> {
  try {
    for await (const chunk of sound) if (chunk.length > 0) yield chunk;
  } catch (error) {
    throw withRest(error, pieces, index, signal);
  }
}

function withRest(error: unknown, pieces: readonly string[], index: number, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  const rest = pieces.slice(index).join(' ');
  if (error instanceof SpeechError) return new SpeechError(error.code, error.message, { cause: error.cause, rest });
  return new SpeechError('speech/provider-failed', 'a provider of speech failed', { cause: error, rest });
}
