/** Reads a body to its end, or to where it becomes too long. */
import { orAborted } from '../../base/cancel.ts';

/** The bytes, or undefined when there are more than `limitBytes`; the rest is then left alone. Rejects as the stream does, or with the signal's reason. */
export async function readBody(
  stream: ReadableStream<Uint8Array> | null,
  { limitBytes, signal }: { readonly limitBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<Uint8Array | undefined> {
  if (!stream) return new Uint8Array(0);
  const reader = stream.getReader();
  const read = (): ReturnType<typeof reader.read> => orAborted(reader.read(), signal);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let chunk = await read(); !chunk.done; chunk = await read()) {
      length += chunk.value.length;
      if (length > limitBytes) {
        void reader.cancel().catch(() => undefined);
        return undefined;
      }
      chunks.push(chunk.value);
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error;
  }
  return new Uint8Array(Buffer.concat(chunks));
}
