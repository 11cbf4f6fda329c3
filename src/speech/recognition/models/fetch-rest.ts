/** Asks a server once for what is missing of a file, and puts it behind what is there; whatever else the server answers spoils nothing. */
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { orAborted, type Cancel } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import { SpeechError } from '../../errors.ts';
import { reasonOf } from '../provider-host.ts';
import type { ModelFile } from './manifest.ts';

export type FetchRestOptions = Cancel & {
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** `totalBytes` where the server or the manifest tells. */
  readonly report: (doneBytes: number, totalBytes: number | undefined) => void;
};

export type Source = ModelFile & { readonly url: string; readonly sha256: string };

/** A connection that broke, or an answer that is of no use: what came so far is kept, and asking again may help. */
export class Broken extends Error {}

/** Resolves when all has come, with whether part of it was there before. Rejects with `Broken`, or with `speech/model-failed`. */
export async function fetchRest(source: Source, part: string, options: FetchRestOptions): Promise<{ readonly hadBegun: boolean }> {
  const { clock, signal, fetch = globalThis.fetch } = options;
  const { url, bytes } = source;
  const size = await clock.hold(() => sizeOf(part));
  if (size > 0 && size === bytes) return { hadBegun: true };
  const there = bytes !== undefined && size > bytes ? 0 : size;
  // Packed, neither ranges nor lengths would be those of the file.
  const headers = { 'accept-encoding': 'identity', ...(there > 0 && { range: `bytes=${String(there)}-` }) };
  const response = await clock
    .hold(() => fetch(url, { headers, ...(signal && { signal }) }))
    .catch((cause: unknown) => {
      throw new Broken(reasonOf(cause), { cause });
    });
  const { body } = response;
  try {
    const span = spanOf(response);
    // RFC 9110 §15.5.17: all of it is there; its hash will tell.
    if (there > 0 && response.status === 416) return { hadBegun: true };
    if (there > 0 && response.status === 206 && (span.from !== there || span.isPacked)) {
      // To have it, all of it is asked for the next time.
      await clock.hold(() => rm(part, { force: true }));
      throw new Broken(`asked for what follows ${String(there)} bytes, it answered with something else`);
    }
    if (!response.ok || !body || (response.status === 206 && span.from !== there)) throw refusalBy(url, response.status);
    // A server that knows nothing of ranges sends all of it: then it is begun anew.
    const from = response.status === 206 ? there : 0;
    if (bytes !== undefined && span.total !== undefined && span.total !== bytes) throw otherLength(url, bytes, span.total, response);
    const handle = await clock.hold(() => open(part, from === 0 ? 'w' : 'a')).catch((cause: unknown) => notWritten(part, cause));
    try {
      await writeBody(body, handle, { source, part, from, totalBytes: bytes ?? span.total, options });
      // What is put in place is on disk, whatever happens then.
      await clock.hold(() => handle.datasync()).catch((cause: unknown) => notWritten(part, cause));
    } finally {
      await clock.hold(() => handle.close());
    }
    return { hadBegun: from > 0 };
  } finally {
    if (body && !body.locked) await body.cancel().catch(() => undefined);
  }
}

/** What of the file an answer has, as far as it tells (RFC 9110 §14.4). */
function spanOf({ status, headers }: Response): {
  readonly from?: number;
  readonly total?: number | undefined;
  readonly isPacked: boolean;
} {
  const isPacked = !/^(?:identity)?$/iu.test(headers.get('content-encoding') ?? '');
  if (status !== 200) {
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/u.exec(headers.get('content-range') ?? '') ?? [];
    return { isPacked, ...(from !== undefined && { from: Number(from) }), total: numberOf(total) };
  }
  return { isPacked, from: 0, total: isPacked ? undefined : numberOf(headers.get('content-length')) };
}

function numberOf(text: string | null | undefined): number | undefined {
  return /^\d+$/u.test(text ?? '') ? Number(text) : undefined;
}

type Writing = {
  readonly source: Source;
  readonly part: string;
  readonly from: number;
  readonly totalBytes: number | undefined;
  readonly options: FetchRestOptions;
};

async function writeBody(body: ReadableStream<Uint8Array>, handle: FileHandle, writing: Writing): Promise<void> {
  const { source, part, from, totalBytes, options } = writing;
  const { clock, report, signal } = options;
  const reader = body.getReader();
  let done = from;
  try {
    for (;;) {
      // Node 20 never ends a read when the signal comes with the last piece.
      const { value } = await clock
        .hold(() => orAborted(reader.read(), signal))
        .catch((cause: unknown) => {
          throw new Broken(reasonOf(cause), { cause });
        });
      if (!value) break;
      if (totalBytes !== undefined && done + value.length > totalBytes) {
        await clock.hold(() => rm(part, { force: true }));
        throw new SpeechError(
          'speech/model-failed',
          `${source.url} sends more than the ${String(totalBytes)} bytes that it should be; check the address; nothing was put in place`,
        );
      }
      const { size } = await clock.hold(() => handle.stat());
      if (size !== done) throw notAlone(part);
      await clock.hold(() => handle.writeFile(value)).catch((cause: unknown) => notWritten(part, cause));
      done += value.length;
      report(done, totalBytes);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (totalBytes !== undefined && done < totalBytes) throw new Broken(`${String(done)} of ${String(totalBytes)} bytes came`);
}

function refusalBy(url: string, status: number): Error {
  const said = `${url} answered with status ${String(status)}`;
  if (status >= 500 || status === 429) return new Broken(said);
  return new SpeechError('speech/model-failed', `${said}; check the address in the manifest`);
}

function otherLength(url: string, bytes: number, total: number, { headers }: Response): SpeechError {
  const kind = headers.get('content-type');
  return new SpeechError(
    'speech/model-failed',
    `${url} is ${String(total)} bytes long${kind ? ` (${kind})` : ''}, and the manifest says ${String(bytes)}; check the address, and whether something on the way answers in its place`,
  );
}

function notAlone(part: string): SpeechError {
  return new SpeechError('speech/model-failed', `${part} is written by somebody else as well; wait until that is done, then try again`, {
    isRecoverable: true,
  });
}

export function notWritten(path: string, cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  throw new SpeechError('speech/model-failed', `${path} could not be written: ${whyNotWritten(code) ?? reasonOf(cause)}`, { cause });
}

function whyNotWritten(code: unknown): string | undefined {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full; make room, and try again: what is there already is kept';
  return code === 'ENOENT' ? 'it is gone; somebody else may fetch it as well: try again when that is done' : undefined;
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
