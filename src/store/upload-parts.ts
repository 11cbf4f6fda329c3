/** Cuts a stream into parts that a cloud takes one by one, and sends a few of them at a time: memory stays bounded, however long it is. */

/** The smallest that S3 takes is 5 MiB (Amazon S3 user guide, "multipart upload limits"), with 10,000 of them: blobs of up to 78 GiB. */
export const PART_BYTES = 8_388_608;
/** On their way at once; one more is being filled. */
const PARTS_AT_ONCE = 2;

/** Parts of `PART_BYTES`, the last one shorter; none for an empty stream. Each is a copy: whoever gives the pieces may use theirs again. */
export async function* inParts(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(PART_BYTES);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + PART_BYTES - filled);
      part.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < PART_BYTES) continue;
      yield part;
      part = new Uint8Array(PART_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/**
 * Sends each part with its number, from 0 on. Rejects with the first that failed, or the reason why the stream broke off, and then nothing is
 * on its way any more: what has arrived can be taken back.
 */
export async function sendParts(
  parts: AsyncIterable<Uint8Array>,
  send: (part: Uint8Array, number: number) => Promise<void>,
): Promise<void> {
  const sending = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let number = 0;
  const start = (part: Uint8Array): void => {
    const sent: Promise<void> = send(part, number++)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => sending.delete(sent));
    sending.add(sent);
  };
  const checkFailures = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  try {
    for await (const part of parts) {
      checkFailures();
      start(part);
      if (sending.size >= PARTS_AT_ONCE) await Promise.race(sending);
      checkFailures();
    }
  } finally {
    await Promise.all(sending);
  }
  checkFailures();
}
