/**
 * Second passes that are made by themselves: one after the other, when the sound is saved and the words are done, in whatever order that comes.
 * What is owed lies on disk from the moment at which a transcript begins, so that one that a kill has cut off is made at the next start.
 */
import type { Archive } from '../../archive/archive.ts';
import type { Viewer } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Scope } from '../../base/scope.ts';
import type { Segment } from '../../speech/segment.ts';
import type { Transcripts } from '../../transcripts/transcripts.ts';

export type Half = { readonly archive: Archive; readonly transcripts: Transcripts };

/** As pages show it; `problem`: it failed, and whether it is tried again. */
export type PassNews = { readonly recordingId: string; readonly done: number; readonly problem?: string | undefined };

export type SecondPassesOptions = {
  readonly halves: readonly Half[];
  /** Rejects where it could not be made; everything is as it was then. */
  readonly make: (half: Half, viewer: Viewer, recordingId: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly scope: Scope;
};

const house: Viewer = { kind: 'operator', name: 'second pass' };
const MOST_TRIES = 3;
/** Before the second try, and before the third. */
const RETRY_MS = [5 * 60_000, 60 * 60_000] as const;

export class SecondPasses {
  readonly #options: SecondPassesOptions;
  readonly #facts: Facts<{ changed: PassNews }>;
  readonly #making = new Map<string, Promise<void>>();
  /** By recording, the oldest first. */
  readonly #waiting = new Map<string, Half>();
  #isRunning = false;

  constructor(options: SecondPassesOptions) {
    const { log } = options;
    this.#options = options;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of second passes failed', { error: String(error) }) });
  }

  /** What goes on by itself, how it ends, and why it failed. */
  get facts(): FactSource<{ changed: PassNews }> {
    return this.#facts;
  }

  /** Those that failed so often that they are not tried again by themselves. */
  get givenUp(): number {
    return this.#options.halves.reduce((sum, half) => sum + half.transcripts.passes.owed().filter((id) => isGivenUp(half, id)).length, 0);
  }

  /** Makes one now, for whoever asks; asked for again meanwhile it is the same. Rejects as the archive does. */
  again(recordingId: string, viewer: Viewer): Promise<void> {
    const { halves } = this.#options;
    const half = halves.find(({ archive }) => archive.standingOf(recordingId) === 'kept') ?? halves[0];
    if (!half) return Promise.reject(new TypeError('there is no archive'));
    const known = this.#making.get(recordingId);
    if (known) return known;
    const making = this.#make(half, viewer, recordingId).finally(() => this.#making.delete(recordingId));
    this.#making.set(recordingId, making);
    return making;
  }

  /** From now on by itself; what an earlier run was cut off in, or did not come to, first. */
  begin(): void {
    const { halves, scope } = this.#options;
    const { signal } = scope;
    for (const half of halves) {
      const { archive, transcripts } = half;
      archive.facts.on('recordingSaved', ({ recording: { recordingId } }) => this.#want(half, recordingId), { signal });
      transcripts.facts.on('done', ({ recordingId }) => this.#want(half, recordingId), { signal });
      for (const recordingId of transcripts.passes.owed()) {
        if (isGivenUp(half, recordingId)) this.#tellGivenUp(half, recordingId);
        else this.#want(half, recordingId);
      }
    }
  }

  async #make(half: Half, viewer: Viewer, recordingId: string): Promise<void> {
    await this.#options.make(half, viewer, recordingId);
    await half.transcripts.passes.note(recordingId, 'done');
  }

  #want(half: Half, recordingId: string): void {
    this.#waiting.set(recordingId, half);
    if (this.#isRunning) return;
    const { scope, log } = this.#options;
    this.#isRunning = true;
    scope.run(() => this.#goOn(), (error) => log.error('no second pass is made any more', { error: String(error) })); // prettier-ignore
  }

  async #goOn(): Promise<void> {
    const { scope, log } = this.#options;
    for (;;) {
      const [next] = this.#waiting;
      if (!next || scope.signal.aborted) break;
      const [recordingId, half] = next;
      this.#waiting.delete(recordingId);
      try {
        if (await this.#isDue(half, recordingId)) await this.#try(half, recordingId);
      } catch (error) {
        // The disk, or the key of the entry: what is owed is looked at again at the next start.
        if (!scope.signal.aborted) log.warn('a second pass could not be begun', { recordingId, error: String(error) });
      }
    }
    this.#isRunning = false;
  }

  /** Where the sound is not saved, or the words are not done, that is told later. */
  async #isDue({ archive, transcripts }: Half, recordingId: string): Promise<boolean> {
    await this.#making.get(recordingId)?.catch(() => undefined);
    const { passes } = transcripts;
    const isLeft = (): boolean => transcripts.has(recordingId) && passes.of(recordingId)?.isOver !== true;
    if (!isLeft() || (passes.of(recordingId)?.tries ?? 0) >= MOST_TRIES) return false;
    const [kept, transcript] = await Promise.all([archive.get(house, recordingId), transcripts.get(house, recordingId)]);
    if (kept.state !== 'saved' || kept.kind === 'transcript' || transcript?.state !== 'done' || !isLeft()) return false;
    // All of it was kept, and it was cut off before that was noted; or it is of a program that noted nothing.
    const isMade = transcript.segments.some(isOfSecondPass);
    if (isMade) await passes.note(recordingId, 'done');
    return !isMade;
  }

  /** On disk it has begun before anything else is done: what kills the program is not tried for ever. */
  async #try(half: Half, recordingId: string): Promise<void> {
    const { scope, log } = this.#options;
    const { passes } = half.transcripts;
    await passes.note(recordingId, 'began');
    this.#facts.tell('changed', { recordingId, done: 0 });
    try {
      await this.again(recordingId, house);
      this.#facts.tell('changed', { recordingId, done: 1 });
    } catch (error) {
      if (scope.signal.aborted) return passes.note(recordingId, 'putOff');
      if (half.archive.standingOf(recordingId) !== 'kept') return;
      await passes.note(recordingId, 'failed', codeOf(error));
      const tries = passes.of(recordingId)?.tries ?? MOST_TRIES;
      const isLast = tries >= MOST_TRIES;
      const again = isLast ? 'it is not tried again by itself' : 'it is tried again later, or at the next start';
      const why = error instanceof Error ? error.message : String(error);
      const problem = `The second pass failed (${String(tries)} of ${String(MOST_TRIES)} tries), and ${again}: ${why}`;
      this.#facts.tell('changed', { recordingId, done: 0, problem });
      log[isLast ? 'error' : 'warn']('a recording could not be transcribed again', { recordingId, tries, error });
      if (!isLast) this.#retry(half, recordingId, RETRY_MS[tries - 1] ?? RETRY_MS[1]);
    }
  }

  #retry(half: Half, recordingId: string, afterMs: number): void {
    const { clock, scope } = this.#options;
    const timer = clock.after(afterMs, () => {
      scope.signal.removeEventListener('abort', stop);
      this.#want(half, recordingId);
    });
    const stop = (): void => timer[Symbol.dispose]();
    scope.signal.addEventListener('abort', stop, { once: true });
  }

  #tellGivenUp({ transcripts }: Half, recordingId: string): void {
    const { tries, code } = transcripts.passes.of(recordingId) ?? { tries: MOST_TRIES, code: undefined };
    const why = code === undefined ? 'the program ended in the middle of it' : `the last time by ${code}, the log says more`;
    const problem = `The second pass failed (${String(tries)} of ${String(MOST_TRIES)} tries), and it is not tried again by itself: ${why}.`;
    this.#facts.tell('changed', { recordingId, done: 0, problem });
  }
}

function isGivenUp({ transcripts }: Half, recordingId: string): boolean {
  return transcripts.has(recordingId) && (transcripts.passes.of(recordingId)?.tries ?? 0) >= MOST_TRIES;
}

function isOfSecondPass({ made }: Segment): boolean {
  return made.by === 'recogniser' && made.pass === 'second';
}

/** Words of an error may quote what was said, and the register is sealed by nobody. */
function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[\w/-]{1,60}$/.test(code) ? code : 'unknown';
}
