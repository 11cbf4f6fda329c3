/**
 * Fetches the files of a model: with progress, resumed after a break where the server allows it, and put in place only when each is what its
 * manifest says. What is half there stays as `….part`, and is gone on with the next time.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancel } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import { SpeechError } from '../../errors.ts';
import { Broken, fetchRest, notWritten, type Source } from './fetch-rest.ts';
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
  await clock.hold(() => mkdir(folder, { recursive: true })).catch((cause: unknown) => notWritten(folder, cause));
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

async function fetchFile(source: Source, options: FetchModelOptions): Promise<void> {
  const { clock, folder } = options;
  const part = join(folder, `${source.file}.part`);
  const place = join(folder, source.file);
  for (let isFirst = true; ; isFirst = false) {
    const hadBegun = await fetchWhole(source, part, options);
    const found = await clock.hold(() => lookedAt(part)).catch((cause: unknown) => notWritten(part, cause));
    if (found.sha256 === source.sha256) {
      if (source.bytes !== undefined && found.bytes !== source.bytes) throw contradiction(source, source.bytes, found.bytes);
      break;
    }
    // Going on with it would never make it right.
    await clock.hold(() => rm(part, { force: true })).catch((cause: unknown) => notWritten(part, cause));
    // What was there before may have been of another version.
    if (!hadBegun || !isFirst)
      throw new SpeechError(
        'speech/model-failed',
        `what came from ${source.url} is not what the manifest says: its sha256 is ${found.sha256}, not ${source.sha256}; nothing was put in place`,
      );
  }
  await clock.hold(() => rename(part, place)).catch((cause: unknown) => notWritten(place, cause));
}

/** Until all has come, over breaks. Resolves with whether any of it was put behind what was there before. */
async function fetchWhole(source: Source, part: string, options: FetchModelOptions): Promise<boolean> {
  const { clock, signal, fetch, onProgress, attempts = 5 } = options;
  const report = (doneBytes: number, totalBytes: number | undefined): void => onProgress?.({ file: source.file, doneBytes, totalBytes });
  for (let attempt = 1; ; attempt++) {
    try {
      const { hadBegun } = await fetchRest(source, part, { clock, fetch, signal, report });
      return hadBegun;
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
}

function contradiction({ file }: Source, said: number, found: number): SpeechError {
  return new SpeechError(
    'speech/model-failed',
    `${file} came: its sha256 is what the manifest says, but it is ${String(found)} bytes long, not ${String(said)}; correct the manifest, and nothing is fetched again`,
  );
}

async function lookedAt(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(path);
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      hash.update(chunk as Uint8Array);
      bytes += (chunk as Uint8Array).length;
    }
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}
