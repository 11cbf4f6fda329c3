/**
 * Fetches the files of a model: with progress, resumed after a break where the server allows it, and put in place only when each is what its
 * manifest says. What is half there stays as `….part`, and is gone on with the next time.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancel } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import { SpeechError } from '../../errors.ts';
import { reasonOf } from '../provider-host.ts';
import type { ModelFile, ModelManifest } from './manifest.ts';

export type FetchModelOptions = Cancel & {
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly folder: string;
  /** At each piece; `totalBytes` where the server tells. */
  readonly onProgress?: ((progress: ModelProgress) => void) | undefined;
  /** How often a connection that broke is made anew, for each file. */
  readonly attempts?: number | undefined;
};

export type ModelProgress = { readonly file: string; readonly doneBytes: number; readonly totalBytes: number | undefined };

const PAUSE_MS = 1_000;

/** Files that are there already are left alone. Rejects with `speech/model-failed`, which says what to do, or with the signal's reason. */
export async function fetchModel(manifest: ModelManifest, options: FetchModelOptions): Promise<void> {
  const { clock, folder, signal } = options;
  await clock.hold(() => mkdir(folder, { recursive: true }));
  for (const each of Object.values(manifest.files)) {
    signal?.throwIfAborted();
    if (await isThere(each, folder, clock)) continue;
    if (each.url === undefined || each.sha256 === undefined)
      throw new SpeechError(
        'speech/model-failed',
        `the model ${manifest.name} needs ${each.file}, and nothing says where it is; put it into ${folder}`,
      );
    await fetchFile({ ...each, url: each.url, sha256: each.sha256 }, options);
  }
}

/** The names of those that are not in the folder, or are of another size than they should be. */
export async function missingFiles(manifest: ModelManifest, folder: string, clock: Clock): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const each of Object.values(manifest.files)) if (!(await isThere(each, folder, clock))) missing.push(each.file);
  return missing;
}

async function isThere({ file, bytes }: ModelFile, folder: string, clock: Clock): Promise<boolean> {
  const found = await clock.hold(() => stat(join(folder, file)).catch(() => undefined));
  return found !== undefined && found.isFile() && (bytes === undefined || found.size === bytes);
}

type Source = ModelFile & { readonly url: string; readonly sha256: string };

async function fetchFile(source: Source, options: FetchModelOptions): Promise<void> {
  const { clock, folder, signal, attempts = 5 } = options;
  const part = join(folder, `${source.file}.part`);
  for (let attempt = 1; ; attempt++) {
    try {
      await fetchRest(source, part, options);
      break;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Broken)) throw error;
      if (attempt >= attempts)
        throw new SpeechError(
          'speech/model-failed',
          `${source.url} broke off ${String(attempts)} times (${error.message}); what is there already is kept: try again`,
          {
            isRecoverable: true,
            cause: error.cause,
          },
        );
      await clock.sleep(PAUSE_MS * attempt, { signal });
    }
  }
  const found = await clock.hold(() => sha256Of(part));
  if (found !== source.sha256) {
    // Going on with it would never make it right.
    await clock.hold(() => rm(part, { force: true }));
    throw new SpeechError(
      'speech/model-failed',
      `what came from ${source.url} is not what the manifest says: its sha256 is ${found}, not ${source.sha256}; nothing was put in place`,
    );
  }
  await clock.hold(() => rename(part, join(folder, source.file)));
}

/** A connection that broke: what came so far is kept. */
class Broken extends Error {}

async function fetchRest(source: Source, part: string, { clock, signal, onProgress, ...options }: FetchModelOptions): Promise<void> {
  const fetch = options.fetch ?? globalThis.fetch;
  const there = await clock.hold(() =>
    stat(part).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  const headers = there > 0 ? { range: `bytes=${String(there)}-` } : {};
  const response = await clock
    .hold(() => fetch(source.url, { headers, ...(signal && { signal }) }))
    .catch((cause: unknown) => {
      throw new Broken(reasonOf(cause), { cause });
    });
  // RFC 9110 §15.5.17: all of it is there; its hash will tell.
  const isWhole = response.status === 416;
  if (isWhole || !response.ok || !response.body) {
    await response.body?.cancel();
    if (isWhole) return;
    const said = `${source.url} answered with status ${String(response.status)}`;
    if (response.status >= 500 || response.status === 429) throw new Broken(said);
    throw new SpeechError('speech/model-failed', `${said}; check the address in the manifest`);
  }
  // A server that knows nothing of ranges sends all of it: then it is begun anew.
  const from = response.status === 206 ? there : 0;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const totalBytes = source.bytes ?? (Number.isNaN(length) ? undefined : from + length);
  const handle = await clock.hold(() => open(part, from === 0 ? 'w' : 'a')).catch((cause: unknown) => refuse(part, cause));
  try {
    await writeBody(response.body, handle, {
      clock,
      from,
      part,
      report: (doneBytes) => onProgress?.({ file: source.file, doneBytes, totalBytes }),
      totalBytes,
    });
  } finally {
    await clock.hold(() => handle.close());
  }
}

type Writing = {
  readonly clock: Clock;
  readonly from: number;
  readonly part: string;
  readonly totalBytes: number | undefined;
  readonly report: (doneBytes: number) => void;
};

async function writeBody(
  body: ReadableStream<Uint8Array>,
  handle: FileHandle,
  { clock, from, part, totalBytes, report }: Writing,
): Promise<void> {
  const reader = body.getReader();
  let done = from;
  try {
    for (;;) {
      const { value } = await clock
        .hold(() => reader.read())
        .catch((cause: unknown) => {
          throw new Broken(reasonOf(cause), { cause });
        });
      if (!value) break;
      await clock.hold(() => handle.writeFile(value)).catch((cause: unknown) => refuse(part, cause));
      done += value.length;
      report(done);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (totalBytes !== undefined && done < totalBytes) throw new Broken(`${String(done)} of ${String(totalBytes)} bytes came`);
}

function refuse(part: string, cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const why =
    code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full; make room, and try again: what is there already is kept' : reasonOf(cause);
  throw new SpeechError('speech/model-failed', `${part} could not be written: ${why}`, { cause });
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path);
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk as Uint8Array);
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}
