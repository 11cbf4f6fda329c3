/** Finds a moment in an Ogg Opus file as players do that are given no index: its head, its tail, then guesses that come ever nearer (RFC 3533). */

/** Bytes from there on, as many as come with one answer. */
export type ReadOn = (from: number) => Promise<Uint8Array>;

/** Positions count samples at 48 kHz. */
const PER_MS = 48;
/** Looked through at each guess, and at the end of the file. */
const PROBE_BYTES = 32 * 1024;
const TAIL_BYTES = 64 * 1024;
const PAGE_HEAD_BYTES = 27;
const MOST_PROBES = 40;
const MAGIC = 'OggS';

type Page = { readonly at: number; /** Where its last packet ends. */ readonly granule: number };

/** Where the page begins that holds that moment; `read` is asked once more for what lies there. Throws where there is no such page. */
export async function seekTo(read: ReadOn, sizeBytes: number, targetMs: number): Promise<number> {
  await read(0);
  const tailAt = Math.max(0, sizeBytes - TAIL_BYTES);
  const last = pagesOf(await read(tailAt), tailAt, TAIL_BYTES).at(-1);
  if (!last) throw new Error('there is no page in the tail of the file');
  const target = targetMs * PER_MS;
  if (target > last.granule) throw new RangeError(`${String(targetMs)} ms lie behind the end of the file`);
  let [low, high]: Page[] = [{ at: 0, granule: 0 }, last];
  for (let probes = 0; low && high && probes < MOST_PROBES; probes++) {
    const share = (target - low.granule) / Math.max(1, high.granule - low.granule);
    // Half of what is looked through lies before the guess, so that the moment is in the middle of it.
    const from = Math.max(0, Math.floor(low.at + share * (high.at - low.at) - PROBE_BYTES / 2));
    const pages = pagesOf(await read(from), from, PROBE_BYTES);
    const before = pages.findLast(({ granule }) => granule <= target);
    const after = pages.find(({ granule }) => granule > target);
    if (after && (before || after.at === 0)) {
      await read(after.at);
      return after.at;
    }
    if (before) low = before;
    if (after) high = after;
    if (pages.length === 0) throw new Error(`there is no page at byte ${String(from)}`);
  }
  throw new Error(`${String(targetMs)} ms were not found`);
}

function pagesOf(bytes: Uint8Array, begin: number, atMost: number): readonly Page[] {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, atMost));
  const pages: Page[] = [];
  for (let at = part.indexOf(MAGIC); at >= 0 && at + PAGE_HEAD_BYTES <= part.length; at = part.indexOf(MAGIC, at + 4)) {
    pages.push({ at: begin + at, granule: Number(part.readBigInt64LE(at + 6)) });
  }
  return pages;
}
