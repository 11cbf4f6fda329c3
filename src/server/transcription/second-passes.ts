/**
 * Second passes: those that somebody asks for, at once, and those that are made by themselves, one after the other, when the sound is saved and the
 * words are done, in whatever order that comes. What is owed lies on disk from the moment at which it is asked for, or a transcript begins, so that
 * one that a kill has cut off is made at the next start.
 */
import type { Archive } from '../../archive/archive.ts';
import type { Viewer } from '../../archive/port.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Scope } from '../../base/scope.ts';
import type { Segment } from '../../speech/segment.ts';
import type { PassFailure } from '../../transcripts/pass-register.ts';
import type { Transcripts } from '../../transcripts/transcripts.ts';
import { failureOf, unsayableOf } from './pass-failure.ts';

export type Half = { readonly archive: Archive; readonly transcripts: Transcripts };

/** As pages show it; `problem`: it failed, and whether it is tried again. */
export type PassNews = { readonly recordingId: string; readonly done: number; readonly problem?: string | undefined };

/** `why` it makes no sense, as a sentence for whoever asked. */
export type PassAnswer = { readonly isOwed: true } | { readonly isOwed: false; readonly why: string };

export type SecondPassesOptions = {
  readonly halves: readonly Half[];
  /** Rejects where it could not be made; everything is as it was then. */
  readonly make: (half: Half, viewer: Viewer, recordingId: string) => Promise<void>;
  /** Whatever is owed is made; otherwise what was asked for alone. */
  readonly isByItself: boolean;
  /** Why nobody could listen again now; undefined where somebody can. */
  readonly missing: () => Promise<string | undefined>;
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
  /** What is gone on with, or is just being asked for. */
  readonly #making = new Map<string, Promise<unknown>>();
  /** By recording, the oldest first. */
  readonly #waiting = new Map<string, Half>();
  /** Those that failed, until they are tried again. */
  readonly #later = new Map<string, Timer>();
  /** Owed, of recordings that stay as they are until an operator lets go of them. */
  readonly #held = new Set<string>();
  #isRunning = false;

  constructor(options: SecondPassesOptions) {
    const { log, scope } = options;
    this.#options = options;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of second passes failed', { error: String(error) }) });
    const stop = (): void => [...this.#later.values()].forEach((timer) => timer[Symbol.dispose]());
    scope.signal.addEventListener('abort', stop, { once: true });
  }

  /** What goes on by itself, how it ends, and why it failed. */
  get facts(): FactSource<{ changed: PassNews }> {
    return this.#facts;
  }

  /** Those that failed so often that they are not tried again by themselves, and why the newest of them did. */
  get givenUp(): { readonly count: number; readonly why: string | undefined } {
    const failures = this.#options.halves.flatMap((half) =>
      half.transcripts.passes.owed().flatMap((id) => (isGivenUp(half, id) ? [whyOf(half, id)] : [])),
    );
    return { count: failures.length, why: failures.at(-1) };
  }

  /** Somebody wants one now, whether there was one or not; the viewer may. It is owed when this resolves; how it goes on is told. */
  async ask(recordingId: string, viewer: Viewer): Promise<PassAnswer> {
    const half = this.#options.halves.find(({ archive }) => archive.standingOf(recordingId) === 'kept');
    if (!half) return { isOwed: false, why: 'This recording is gone: it was deleted.' };
    if (this.#making.has(recordingId)) return { isOwed: false, why: 'This recording is being listened to already.' };
    const owing = this.#owe(half, recordingId);
    this.#making.set(recordingId, owing);
    const why = await owing.finally(() => this.#making.delete(recordingId));
    if (why !== undefined) return { isOwed: false, why };
    const { scope, log } = this.#options;
    this.#facts.tell('changed', { recordingId, done: 0 });
    scope.run(() => this.#try(half, recordingId, viewer), (error) => log.warn('a second pass could not be begun', { recordingId, error: String(error) })); // prettier-ignore
    return { isOwed: true };
  }

  /** From now on by itself; what an earlier run was cut off in, or did not come to, first. */
  begin(): void {
    const { halves, scope } = this.#options;
    const { signal } = scope;
    for (const half of halves) {
      const { archive, transcripts } = half;
      archive.facts.on('recordingSaved', ({ recording: { recordingId } }) => this.#want(half, recordingId), { signal });
      transcripts.facts.on('done', ({ recordingId }) => this.#want(half, recordingId), { signal });
      archive.facts.on('changed', ({ recording: { recordingId, hold } }) => void (!hold && this.#held.delete(recordingId) && this.#want(half, recordingId)), { signal }); // prettier-ignore
      for (const recordingId of transcripts.passes.owed()) {
        if (archive.standingOf(recordingId) === 'gone') transcripts.passes.forget(recordingId);
        else if (isGivenUp(half, recordingId)) this.#tellFailed(half, recordingId);
        else this.#goOnWith(half, recordingId);
      }
    }
  }

  /** Whoever asked for it sees that it is not forgotten, also while others are made before it. */
  #goOnWith(half: Half, recordingId: string): void {
    if (half.transcripts.passes.of(recordingId)?.isAsked === true) this.#facts.tell('changed', { recordingId, done: 0 });
    this.#want(half, recordingId);
  }

  /** Gives why not. */
  async #owe({ archive, transcripts }: Half, recordingId: string): Promise<string | undefined> {
    const [kept, transcript] = await Promise.all([archive.get(house, recordingId), transcripts.get(house, recordingId)]);
    if (kept.kind === 'transcript' || kept.state !== 'saved') return 'There is no saved sound that could be listened to again.';
    if (kept.hold) return 'This recording is held: its transcript stays as it is until an operator lets go of it.';
    if (transcript?.state === 'open') return 'What is said is still being written down: ask again when that is over.';
    const missing = await this.#options.missing();
    if (missing !== undefined) return `Nobody here can listen to it at the moment: ${missing}`;
    await transcripts.passes.note(recordingId, 'asked');
    return undefined;
  }

  #want(half: Half, recordingId: string): void {
    const { passes } = half.transcripts;
    const { isAsked = false, isOver = false } = passes.of(recordingId) ?? {};
    if (isOver || !(isAsked || this.#options.isByItself)) return;
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
        if (await this.#isDue(half, recordingId)) await this.#try(half, recordingId, house);
      } catch (error) {
        // The disk, or the key of the entry: what is owed is looked at again at the next start.
        if (!scope.signal.aborted) log.warn('a second pass could not be begun', { recordingId, error: String(error) });
      }
    }
    this.#isRunning = false;
  }

  /** Where the sound is not saved, or the words are not done, that is told later. */
  async #isDue({ archive, transcripts }: Half, recordingId: string): Promise<boolean> {
    const { passes } = transcripts;
    const isAsked = (): boolean => passes.of(recordingId)?.isAsked === true;
    const making = this.#making.get(recordingId);
    await making?.catch(() => undefined);
    // That it failed just now has its own next try.
    if (making && isAsked()) return false;
    const isLeft = (): boolean => (transcripts.has(recordingId) || isAsked()) && passes.of(recordingId)?.isOver !== true;
    if (archive.standingOf(recordingId) !== 'kept' || !isLeft() || (passes.of(recordingId)?.tries ?? 0) >= MOST_TRIES) return false;
    const [kept, transcript] = await Promise.all([archive.get(house, recordingId), transcripts.get(house, recordingId)]);
    const areWordsDone = transcript === undefined ? isAsked() : transcript.state === 'done';
    if (kept.state !== 'saved' || kept.kind === 'transcript' || !areWordsDone || !isLeft()) return false;
    if (kept.hold) {
      this.#held.add(recordingId);
      this.#facts.tell('changed', { recordingId, done: 0, problem: 'This recording is held: it is listened to when an operator lets go of it.' }); // prettier-ignore
      return false;
    }
    if (isAsked()) return true;
    // All of it was kept, and it was cut off before that was noted; or it is of a program that noted nothing.
    const isMade = transcript?.segments.some(isOfSecondPass) === true;
    if (isMade) await passes.note(recordingId, 'done');
    return !isMade;
  }

  #try(half: Half, recordingId: string, viewer: Viewer): Promise<void> {
    this.#later.get(recordingId)?.[Symbol.dispose]();
    const trying = this.#tried(half, recordingId, viewer).finally(() => this.#making.delete(recordingId));
    this.#making.set(recordingId, trying);
    return trying;
  }

  /** On disk it has begun before anything else is done: what kills the program is not tried for ever. */
  async #tried(half: Half, recordingId: string, viewer: Viewer): Promise<void> {
    const { make, scope, log } = this.#options;
    const { passes } = half.transcripts;
    await passes.note(recordingId, 'began');
    this.#facts.tell('changed', { recordingId, done: 0 });
    try {
      await make(half, viewer, recordingId);
      await passes.note(recordingId, 'done');
      this.#facts.tell('changed', { recordingId, done: 1 });
    } catch (error) {
      if (scope.signal.aborted) return passes.note(recordingId, 'putOff');
      if (half.archive.standingOf(recordingId) !== 'kept') return;
      await passes.note(recordingId, 'failed', failureOf(error, await unsayableOf(half, house, recordingId)));
      const tries = passes.of(recordingId)?.tries ?? MOST_TRIES;
      this.#tellFailed(half, recordingId);
      log[tries >= MOST_TRIES ? 'error' : 'warn']('a recording could not be transcribed again', { recordingId, tries, error });
      if (tries < MOST_TRIES) this.#retry(half, recordingId, RETRY_MS[tries - 1] ?? RETRY_MS[1]);
    }
  }

  #retry(half: Half, recordingId: string, afterMs: number): void {
    const timer = this.#options.clock.after(afterMs, () => {
      this.#later.delete(recordingId);
      this.#want(half, recordingId);
    });
    this.#later.set(recordingId, timer);
  }

  #tellFailed(half: Half, recordingId: string): void {
    const tries = half.transcripts.passes.of(recordingId)?.tries ?? MOST_TRIES;
    const isLast = tries >= MOST_TRIES;
    const again = isLast ? 'it is not tried again by itself' : 'it is tried again later, or at the next start';
    const remedy = isLast ? ' When that is mended, it can be transcribed again by hand.' : '';
    const why = whyOf(half, recordingId).replace(/[.\s]+$/u, '');
    const problem = `The second pass failed (${String(tries)} of ${String(MOST_TRIES)} tries), and ${again}: ${why}.${remedy}`;
    this.#facts.tell('changed', { recordingId, done: 0, problem });
  }
}

function isGivenUp({ archive, transcripts }: Half, recordingId: string): boolean {
  return archive.standingOf(recordingId) === 'kept' && (transcripts.passes.of(recordingId)?.tries ?? 0) >= MOST_TRIES;
}

function whyOf({ transcripts }: Half, recordingId: string): string {
  const failure: PassFailure | undefined = transcripts.passes.of(recordingId)?.failure;
  if (failure === undefined) return 'the program ended in the middle of it';
  return failure.words ?? `${failure.code}, the log says more`;
}

function isOfSecondPass({ made }: Segment): boolean {
  return made.by === 'recogniser' && made.pass === 'second';
}
