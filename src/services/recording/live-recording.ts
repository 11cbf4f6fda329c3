/**
 * A recording that goes on: follows who is there, who agreed and what is shown, and keeps what may be kept.
 *
 *     recording ◄──► paused          pausing closes every stream, so that nothing waits for the resuming
 *         └───────────┴──► finishing ──► saved │ failed          or discarded, from either
 */
import { setMaxListeners } from 'node:events';
import type { KeptRecording, OpenRecording } from '../../archive/port.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { SegmentNote } from '../../media/segments/record.ts';
import type { Asking } from './asking.ts';
import { RecordingError } from './errors.ts';
import type { Keeping } from './keeping.ts';
import type { LiveFilm } from './live-film.ts';
import type { LedgerEntry, Recording, RecordingFacts, RecordingState } from './port.ts';

export type LiveRecordingOptions = {
  readonly open: OpenRecording;
  readonly keeping: Keeping;
  readonly asking: Pick<Asking, 'consents' | 'ledger' | 'show' | 'end'>;
  readonly film: Pick<LiveFilm, 'discard'> | undefined;
  readonly facts: Facts<RecordingFacts>;
  /** Makes what is wanted of it beside the log. */
  readonly afterwards: (kept: KeptRecording) => Promise<KeptRecording>;
  readonly onOver: () => void;
  /** Stops it: the call is over, or the bot wants no more. */
  readonly signal: AbortSignal;
  readonly callSignal: AbortSignal;
  readonly log: Log;
};

export class LiveRecording implements Recording {
  readonly id: string;
  readonly #options: LiveRecordingOptions;
  readonly #done = new AbortController();
  #state: RecordingState = 'recording';
  #problem: string | undefined;
  #stopping: Promise<KeptRecording> | undefined;
  #discarding: Promise<void> | undefined;
  #endedMs: number | undefined;

  constructor(options: LiveRecordingOptions) {
    const { open, signal, callSignal, log } = options;
    this.#options = options;
    this.id = open.recordingId;
    setMaxListeners(0, signal);
    const over = { signal: this.#done.signal, once: true };
    const stop = (): void => {
      const why = callSignal.aborted ? 'the call is over' : 'the bot called it off';
      this.stop(why).catch((error: unknown) => log.error('a recording could not be finished', { recordingId: this.id, error }));
    };
    signal.addEventListener('abort', stop, over);
    open.signal.addEventListener('abort', () => this.#fail(open.signal.reason), over);
    if (open.signal.aborted) this.#fail(open.signal.reason);
    else if (signal.aborted) stop();
  }

  get state(): RecordingState {
    return this.#state;
  }

  get durationMs(): number {
    return this.#endedMs ?? this.#options.keeping.nowMs;
  }

  get facts(): FactSource<RecordingFacts> {
    return this.#options.facts;
  }

  momentOf(carrierMs: number): number | undefined {
    return this.#options.keeping.momentOf(carrierMs);
  }

  keeps(participantId: string): boolean {
    return this.#options.keeping.keeps(participantId);
  }

  get ledger(): readonly LedgerEntry[] {
    return this.#options.asking.ledger.entries;
  }

  async pause(why?: string): Promise<void> {
    this.#check('pause');
    if (this.#state === 'paused') return;
    const said = why === undefined ? {} : { why };
    this.#state = 'paused';
    this.#options.keeping.pause();
    this.#note({ kind: 'paused', ...said });
    this.#options.facts.tell('paused', said);
    await this.#options.asking.show('notRecording');
  }

  async resume(): Promise<void> {
    this.#check('resume');
    if (this.#state === 'recording') return;
    // People see that it is recorded before it is.
    await this.#options.asking.show('recording');
    if (this.#state !== 'paused') return;
    this.#state = 'recording';
    this.#note({ kind: 'resumed' });
    this.#options.keeping.resume();
    this.#options.facts.tell('resumed', {});
  }

  chapter(title: string): void {
    this.#check('chapter');
    this.#note({ kind: 'chapter', title });
  }

  marker(label: string): void {
    this.#check('marker');
    this.#note({ kind: 'marker', label });
  }

  agrees(participantId: string, how: string): void {
    this.#check('agrees');
    this.#options.asking.consents.agrees(participantId, how);
  }

  refuses(participantId: string, how: string): void {
    this.#check('refuses');
    this.#options.asking.consents.refuses(participantId, how);
  }

  stop(why: string = 'stopped by the bot'): Promise<KeptRecording> {
    if (this.#discarding) return Promise.reject(this.#over('stop'));
    this.#stopping ??= this.#stop(why);
    return this.#stopping;
  }

  /** Calm when it is gone; what was saved is no longer its own to throw away. */
  async discard(): Promise<void> {
    if (this.#stopping) throw this.#over('discard');
    this.#discarding ??= this.#discard();
    return this.#discarding;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#discarding) return this.#discarding;
    await this.stop();
  }

  async #stop(why: string): Promise<KeptRecording> {
    const { open, facts, afterwards } = this.#options;
    this.#end('finishing');
    try {
      const [saved] = await Promise.all([
        open.finish(why),
        this.#options.asking.show(this.#problem === undefined ? 'notRecording' : 'failed'),
      ]);
      this.#state = 'saved';
      const kept = await afterwards(saved);
      facts.tell('recordingSaved', { recording: kept });
      return kept;
    } catch (cause) {
      this.#state = 'failed';
      const problem = cause instanceof Error ? cause.message : String(cause);
      if (this.#problem === undefined) facts.tell('recordingFailed', { recordingId: this.id, problem });
      throw new RecordingError('recording/failed', `recording ${this.id} could not be finished: ${problem}`, { cause });
    } finally {
      this.#options.onOver();
    }
  }

  async #discard(): Promise<void> {
    const { open, film, asking } = this.#options;
    this.#end('discarded');
    try {
      await Promise.all([open.discard(), film?.discard(), asking.show('notRecording')]);
    } finally {
      this.#options.onOver();
    }
  }

  /** Nothing more can be written. What lies on the disk is finished, if that can be. */
  #fail(reason: unknown): void {
    const problem = reason instanceof Error ? reason.message : String(reason);
    const { facts, log } = this.#options;
    if (this.#stopping || this.#discarding) return;
    this.#problem = problem;
    log.error('a recording cannot go on', { recordingId: this.id, problem });
    this.stop(problem).catch(() => undefined);
    facts.tell('recordingFailed', { recordingId: this.id, problem });
  }

  #end(state: 'finishing' | 'discarded'): void {
    this.#endedMs = this.#options.keeping.nowMs;
    this.#options.keeping.end();
    this.#options.asking.end();
    this.#state = state;
    this.#done.abort();
  }

  #note(note: SegmentNote): void {
    this.#options.keeping.note(note);
  }

  #check(verb: string): void {
    if (this.#state !== 'recording' && this.#state !== 'paused') throw this.#over(verb);
  }

  #over(verb: string): RecordingError {
    return new RecordingError('recording/over', `recording.${verb}() came too late: the recording is ${this.#state}`);
  }
}
