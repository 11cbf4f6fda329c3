/** Fetches a model of sherpa-onnx that somebody has a manifest of, to where the recogniser looks for it, and says what to configure then. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { anyOf, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { fetchModel, missingFiles, type ModelProgress } from '../../speech/recognition/models/fetch-model.ts';
import { modelManifestSchema, readManifest, type ModelFile, type ModelManifest } from '../../speech/recognition/models/manifest.ts';
import { providerHost, reasonOf } from '../../speech/recognition/provider-host.ts';
import { mistakesIn } from '../apps/admin-route.ts';
import { ServerError } from '../errors.ts';
import type { FullConfig } from '../config.ts';

export type FetchSpeechModelOptions = Cancel & {
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The path of a manifest, or its address. */
  readonly source: string;
  /** Instead of where it would go. */
  readonly folder?: string | undefined;
  /** Once, before anything is fetched. */
  readonly onBegin?: ((plan: FetchPlan) => void) | undefined;
  readonly onProgress?: ((progress: ModelProgress) => void) | undefined;
};

export type FetchPlan = {
  readonly name: string;
  readonly folder: string;
  /** `bytes`: how much of it is there already. */
  readonly files: readonly { readonly file: string; readonly bytes: number; readonly isThere: boolean }[];
};

export type FetchedModel = {
  readonly name: string;
  readonly languages: readonly string[] | 'any';
  /** Paths from the working directory, as a configuration has them. */
  readonly manifest: string;
  readonly folder: string;
  /** Whether the files are beside the manifest, so that the folder need not be configured. */
  readonly isBeside: boolean;
  readonly isConfigured: boolean;
  readonly bytes: number;
  /** Of what was fetched or looked at, those of which the manifest has no hash. */
  readonly unchecked: readonly string[];
};

type Place = { readonly manifest: ModelManifest; readonly path: string; readonly folder: string; readonly text?: string | undefined };

const LONGEST_MANIFEST = 1_000_000;
const MANIFEST_WITHIN_MS = 30_000;

/**
 * A manifest on this machine: its files go where the configuration says, else beside it. One from an address goes to a folder of its own under
 * `models/` of the data folder, its files with it. Rejects with `server/not-done` or `speech/model-failed`; what has come until then stays, and
 * the next time goes on from there.
 */
export async function fetchSpeechModel(config: FullConfig, options: FetchSpeechModelOptions): Promise<FetchedModel> {
  const { clock, fetch, signal, onProgress, onBegin } = options;
  const { manifest, path, folder, text } = await placeOf(config, options);
  await clock.hold(() => mkdir(folder, { recursive: true })).catch((cause: unknown) => refuse(folder, cause));
  const missing = new Set(await missingFiles(manifest, folder, clock));
  const files = await Promise.all(
    Object.values(manifest.files).map(async ({ file }) => {
      const isThere = !missing.has(file);
      return { file, isThere, bytes: await sizeOf(join(folder, isThere ? file : `${file}.part`), clock) };
    }),
  );
  onBegin?.({ name: manifest.name, folder, files });
  // Those that are fetched now are looked at as they come.
  for (const each of Object.values(manifest.files)) if (!missing.has(each.file)) await checkFile(each, folder, { clock, signal });
  await fetchModel(manifest, { clock, fetch, folder, signal, onProgress });
  if (text !== undefined) await writeManifest(path, text, clock);
  const sizes = await Promise.all(files.map(({ file }) => sizeOf(join(folder, file), clock)));
  return {
    name: manifest.name,
    languages: manifest.languages,
    manifest: fromHere(path),
    folder: fromHere(folder),
    isBeside: folder === dirname(path),
    isConfigured: configured(config, path) !== undefined,
    bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
    unchecked: Object.values(manifest.files).flatMap(({ file, sha256 }) => (sha256 === undefined ? [file] : [])),
  };
}

async function placeOf(config: FullConfig, options: FetchSpeechModelOptions): Promise<Place> {
  const { source, clock } = options;
  if (/^[a-z][a-z\d+.-]+:\/\//iu.test(source)) {
    const { manifest, text } = await manifestAt(source, options);
    const folder = resolve(options.folder ?? join(config.data, 'models', folderName(manifest.name)));
    return { manifest, folder, path: join(folder, 'manifest.json'), text };
  }
  const path = resolve(source);
  if (!(await clock.hold(() => stat(path).catch(() => undefined))))
    throw new ServerError('server/not-done', `There is no ${source}.`, 'Name the file of a manifest, or its address: https://….');
  const { manifest } = readManifest(path);
  return { manifest, path, folder: resolve(options.folder ?? configured(config, path)?.folder ?? dirname(path)) };
}

/** What was hashed for one's own machine must not be changed on its way here. */
async function manifestAt(address: string, options: FetchSpeechModelOptions): Promise<{ manifest: ModelManifest; text: string }> {
  const { clock, fetch = globalThis.fetch, signal } = options;
  const failed = (why: string, cause?: unknown): never => {
    throw new ServerError('server/not-done', `The manifest ${address} cannot be used: ${why}.`, 'Check the address, then try again.', {
      cause,
    });
  };
  if (!isTrusted(address)) return failed('its address is not https, so anybody on the way could change it');
  const either = anyOf(clock.deadline(MANIFEST_WITHIN_MS), signal);
  let text = '';
  try {
    const response = await clock.hold(() => fetch(address, { signal: either }));
    if (!response.ok) failed(`it answered with status ${String(response.status)}`);
    if (response.url !== '' && !isTrusted(response.url)) failed(`it leads on to ${response.url}, which is not https`);
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      if (text.length > LONGEST_MANIFEST) failed('it is far too long for a manifest');
    }
  } catch (error) {
    if (error instanceof ServerError) throw error;
    signal?.throwIfAborted();
    failed(reasonOf(error), error);
  }
  const parsed = modelManifestSchema.safeParse(jsonOf(text));
  return parsed.success ? { manifest: parsed.data, text } : failed(`it is none of a model: ${mistakesIn(parsed.error)}`);
}

function isTrusted(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && !providerHost(url).leavesMachine));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Files that are there may be of another version of the model, or broken. */
async function checkFile(
  { file, sha256 }: ModelFile,
  folder: string,
  { clock, signal }: Cancel & { readonly clock: Clock },
): Promise<void> {
  if (sha256 === undefined) return;
  const path = join(folder, file);
  const found = await clock
    .hold(async () => {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path, signal && { signal })) hash.update(chunk as Uint8Array);
      return hash.digest('hex');
    })
    .catch((cause: unknown) => {
      signal?.throwIfAborted();
      return refuse(path, cause);
    });
  if (found === sha256) return;
  throw new ServerError(
    'server/not-done',
    `${path} is there, but is not what the manifest says: its sha256 is ${found}, not ${sha256}.`,
    'Delete it if it is of no use, then fetch again.',
  );
}

/** Only when the whole model is there. */
async function writeManifest(path: string, text: string, clock: Clock): Promise<void> {
  const before = await clock.hold(() => readFile(path, 'utf8').catch(() => undefined));
  if (before === text) return;
  await clock
    .hold(async () => {
      await writeFile(`${path}.part`, text);
      await rename(`${path}.part`, path);
    })
    .catch((cause: unknown) => refuse(path, cause));
}

function configured({ transcription }: FullConfig, path: string): { readonly folder: string | undefined } | undefined {
  const all = [...(transcription.recognisers ?? []), ...(transcription.secondPass ?? [])];
  for (const each of all) if (each.kind === 'sherpa' && resolve(each.manifest) === path) return { folder: each.folder };
  return undefined;
}

/** A name that every file system takes, and that leads nowhere else. */
function folderName(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9.-]+/gu, '-');
  return plain.replaceAll(/^[.-]+|[.-]+$/gu, '') || 'model';
}

function fromHere(path: string): string {
  const short = relative('.', path).replaceAll('\\', '/');
  return short.startsWith('..') ? path : short || '.';
}

function sizeOf(path: string, clock: Clock): Promise<number> {
  return clock.hold(() =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    ),
  );
}

function refuse(path: string, cause: unknown): never {
  throw new ServerError('server/not-done', `${path} cannot be used: ${reasonOf(cause)}.`, 'Make room or allow it, then try again.', {
    cause,
  });
}
