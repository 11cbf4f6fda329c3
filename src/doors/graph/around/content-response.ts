/** Bytes as the answer of an HTTP request: whole, or the range that was asked for, read as fast as they are taken (RFC 9110 §14). */

/** Bytes that are there, or that are read when somebody takes them. */
export type Content =
  | { readonly type: string; readonly bytes: Uint8Array }
  /** Bytes `from` (inclusive) to `to` (exclusive). */
  | { readonly type: string; readonly sizeBytes: number; readonly read: (from: number, to: number) => Promise<Uint8Array> };

const PIECE_BYTES = 256 * 1024;

export function contentResponse(content: Content, status: number, range: string | null, headers: Record<string, string>): Response {
  const all = { ...headers, 'content-type': content.type };
  if ('bytes' in content) return new Response(new Uint8Array(content.bytes), { status, headers: all });
  const { sizeBytes } = content;
  const wanted = rangeOf(range, sizeBytes);
  if (wanted === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${String(sizeBytes)}` } });
  const { from, to } = wanted ?? { from: 0, to: sizeBytes };
  const part = wanted ? { 'content-range': `bytes ${String(from)}-${String(to - 1)}/${String(sizeBytes)}` } : {};
  const length = { 'accept-ranges': 'bytes', 'content-length': String(to - from) };
  return new Response(stream(content.read, from, to), { status: wanted ? 206 : status, headers: { ...all, ...length, ...part } });
}

/** One range; several, or what is no range, count as none (RFC 9110 §14.2). */
function rangeOf(text: string | null, sizeBytes: number): { readonly from: number; readonly to: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/i.exec(text?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return Number(last) === 0 ? 'unsatisfiable' : { from: Math.max(0, sizeBytes - Number(last)), to: sizeBytes };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= sizeBytes) return 'unsatisfiable';
  return { from: Number(first), to: last === '' ? sizeBytes : Math.min(sizeBytes, Number(last) + 1) };
}

function stream(read: (from: number, to: number) => Promise<Uint8Array>, from: number, to: number): ReadableStream<Uint8Array> {
  let at = from;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (at >= to) return controller.close();
        const end = Math.min(to, at + PIECE_BYTES);
        controller.enqueue(await read(at, end));
        at = end;
      },
    },
    { highWaterMark: 0 },
  );
}
