/** Prompts on their way to the engine: fetched with suspicion, checked, and kept for those who name them. */
import type { Cancel } from '../../../base/cancel.ts';
import { MediaError } from '../../../media/errors.ts';
import { readWav } from '../../../media/wav.ts';
import type { PromptSource, TaskProblem } from '../../../switchboard/media-task.ts';
import { GraphDoorError } from '../errors.ts';
import { guardedFetch, type FetchGuard } from './guarded-fetch.ts';

/** As many are fetched before they are asked for, of one call. */
const mostAhead = 100;

export type PromptResult =
  { readonly ok: true; readonly sounds: readonly Uint8Array[] } | { readonly ok: false; readonly problem: TaskProblem };

/** Fetches prompts, and keeps those that have a `resourceId` until there are too many bytes of them; the longest unused goes first. */
export class Prompts {
  readonly #guard: FetchGuard;
  readonly #cacheBytes: number;
  readonly #kept = new Map<string, Uint8Array>();
  #keptBytes = 0;

  constructor(guard: FetchGuard, { cacheBytes }: { readonly cacheBytes: number }) {
    this.#guard = guard;
    this.#cacheBytes = cacheBytes;
  }

  /** All of them, or why not. Rejects only with the signal's reason. */
  async load(
    sources: readonly PromptSource[],
    options: Cancel & { readonly appId: string; readonly isLocal: boolean },
  ): Promise<PromptResult> {
    try {
      const sounds = await Promise.all(sources.map((source) => this.#one(source, options)));
      const total = sounds.reduce((sum, { length }) => sum + length, 0);
      if (total <= this.#guard.limitBytes) return { ok: true, sounds };
      const megabytes = String(Math.round(this.#guard.limitBytes / 1024 / 1024));
      return { ok: false, problem: { kind: 'download', message: `the prompts are longer than ${megabytes} MB together` } };
    } catch (error) {
      if (options.signal?.aborted) throw error;
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, problem: { kind: error instanceof MediaError ? 'format' : 'download', message } };
    }
  }

  /** Fetches prompts that are to be named by their `resourceId` later, one after the other; gives what went wrong. Rejects only with the signal's reason. */
  async fetchAhead(
    sources: readonly PromptSource[],
    options: Cancel & { readonly appId: string; readonly isLocal: boolean },
  ): Promise<readonly string[]> {
    const named = sources.filter(({ resourceId }) => resourceId);
    const tooMany = named.length - mostAhead;
    const problems = tooMany > 0 ? [`${String(tooMany)} more than ${String(mostAhead)} are fetched when they are played`] : [];
    for (const source of named.slice(0, mostAhead)) {
      const result = await this.load([source], options);
      if (!result.ok) problems.push(result.problem.message);
    }
    return problems;
  }

  async #one(
    { uri, resourceId }: PromptSource,
    options: Cancel & { readonly appId: string; readonly isLocal: boolean },
  ): Promise<Uint8Array> {
    const name = resourceId && `${options.appId} ${resourceId}`;
    const kept = name && this.#kept.get(name);
    if (name && kept) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
      return kept;
    }
    const bytes = await guardedFetch(this.#guard, uri, options);
    check(bytes, uri);
    if (name) this.#keep(name, bytes);
    return bytes;
  }

  #keep(name: string, bytes: Uint8Array): void {
    if (bytes.length > this.#cacheBytes) return;
    this.#keptBytes += bytes.length - (this.#kept.get(name)?.length ?? 0);
    this.#kept.delete(name);
    this.#kept.set(name, bytes);
    for (const [oldest, { length }] of this.#kept) {
      if (this.#keptBytes <= this.#cacheBytes) return;
      this.#kept.delete(oldest);
      this.#keptBytes -= length;
    }
  }
}

function check(bytes: Uint8Array, uri: string): void {
  try {
    readWav(bytes);
  } catch (error) {
    if (error instanceof MediaError) throw new MediaError(error.code, `${uri}: ${error.message}`, { cause: error });
    throw new GraphDoorError('graph-door/prompt', `${uri} could not be read`, { cause: error });
  }
}
