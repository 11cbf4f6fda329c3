/** A file of a recording as it is served: ranges, piece by piece, under a name that says what it is. */
import { createHash } from 'node:crypto';
import type { KeptRecording, OpenFile, Viewer } from '../../archive/port.ts';
import type { Log } from '../../base/log.ts';
import { fileOfName, partOfFile, type KeptFile } from '../../views/library-files.ts';
import type { Found } from './both-archives.ts';
import { rangeOf } from './byte-range.ts';
import { privately, refused, unknown } from './library-answers.ts';

/** So much is in memory for each who listens. */
const PIECE_BYTES = 256 * 1024;

export async function fileAnswer(request: Request, { archive, kept }: Found, viewer: Viewer, name: string, log: Log): Promise<Response> {
  const file = fileOfName(name);
  if (file === undefined || !kept.files.some((each) => isSame(each, file))) return unknown();
  const open = await archive.openFile(viewer, kept.recordingId, file.content, file.format);
  const { sizeBytes } = open;
  const etag = etagOf(kept, name, open);
  const isSaved = new URL(request.url).searchParams.has('download');
  const headers = {
    ...privately,
    'content-type': open.mime,
    'accept-ranges': 'bytes',
    etag,
    'content-disposition': dispositionOf(isSaved ? 'attachment' : 'inline', savedName(kept, file)),
  };
  // A range means something with GET alone (RFC 9110 §14.2).
  if (request.method === 'HEAD') return new Response(null, { headers: { ...headers, 'content-length': String(sizeBytes) } });
  const wanted = rangeOf(request.headers, sizeBytes, etag);
  if (wanted.kind === 'none') {
    return refused(416, 'There is nothing of this file at that place.', { 'content-range': `bytes */${String(sizeBytes)}` });
  }
  const { from, to } = wanted.kind === 'part' ? wanted : { from: 0, to: sizeBytes };
  const body = await streamOf(open, from, to, (error) =>
    log.warn('a file of a recording broke off while it was served', { recordingId: kept.recordingId, file: name, error }),
  );
  const length = { 'content-length': String(to - from) };
  if (wanted.kind === 'whole') return new Response(body, { headers: { ...headers, ...length } });
  const contentRange = `bytes ${String(from)}-${String(to - 1)}/${String(sizeBytes)}`;
  return new Response(body, { status: 206, headers: { ...headers, ...length, 'content-range': contentRange } });
}

/** The first piece is read before anything is answered, so that a file that cannot be opened is refused in words. */
async function streamOf(open: OpenFile, from: number, to: number, onError: (error: unknown) => void): Promise<ReadableStream<Uint8Array>> {
  const pieceAt = (at: number): Promise<Uint8Array> => open.read(at, Math.min(at + PIECE_BYTES, to));
  let ready: Uint8Array | undefined = from < to ? await pieceAt(from) : undefined;
  let at = from;
  let isLeft = false;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          if (at >= to) return controller.close();
          const piece = ready ?? (await pieceAt(at));
          ready = undefined;
          // Whoever played it has gone elsewhere meanwhile.
          if (isLeft) return;
          if (piece.length === 0) throw new RangeError(`the file ended at byte ${String(at)} instead of ${String(to)}`);
          at += piece.length;
          controller.enqueue(piece);
          if (at >= to) controller.close();
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      cancel() {
        isLeft = true;
      },
    },
    { highWaterMark: 0 },
  );
}

function isSame(a: KeptFile, b: KeptFile): boolean {
  return a.format === b.format && JSON.stringify(placeOf(a)) === JSON.stringify(placeOf(b));
}

function placeOf({ content }: KeptFile): readonly unknown[] {
  if (content.kind === 'track') return ['track', content.track];
  return content.kind === 'mixed' ? ['mixed'] : [content.layout];
}

/** Files are made once, whole; one that is made anew has another length or end. */
function etagOf(kept: KeptRecording, name: string, { sizeBytes, durationMs }: OpenFile): string {
  const what = [kept.recordingId, name, sizeBytes, durationMs, kept.endedMs ?? 0].join('\n');
  return `"${createHash('sha256').update(what).digest('base64url').slice(0, 22)}"`;
}

/** "Weekly sync 2026-11-23 Ada Lovelace alone.wav" */
function savedName(kept: KeptRecording, file: KeptFile): string {
  return `${savedTitle(kept, partOfFile(file.content, kept.tracks))}.${file.format}`;
}

/** What a file of a recording is called when it is saved, without its ending; `part` says which of it. */
export function savedTitle({ startedMs, subject }: KeptRecording, part: string): string {
  const words = `${subject} ${new Date(startedMs).toISOString().slice(0, 10)} ${part}`;
  // What no file system takes, and what would hide the ending or turn the name around.
  const plain = words
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[. ]+/, '');
  return Array.from(plain).slice(0, 120).join('').trim() || 'recording';
}

/** RFC 6266 §4.3: the name in ASCII for old clients, and as it is (RFC 8187). */
export function dispositionOf(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7E]/gu, '_')
    .replaceAll(/["\\%]/g, '_');
  const exact = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
