/** What a call on Graph plays and records: service-hosted media, in which every sound is a link and every end a notification. */
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Patience } from '../../call/patience.ts';
import type { Ended, PlayOutcome, RecordingOptions, RecordOutcome, Sound } from '../../call/platform.ts';
import { writeWav } from '../../media/wav.ts';
import type { Operation } from '../../wire/graph/operation.ts';
import { toneOfKey } from '../../wire/graph/tone.ts';
import type { CallLife } from './call-life.ts';
import type { CallsApi } from './client/calls-api.ts';
import type { Operations } from './operations.ts';
import type { Looking } from './looking.ts';
import { playOutcome, recorded, recordEnd } from './outcomes.ts';
import type { PromptLinks } from './prompt-links.ts';

/** Graph docs, api/call-playprompt. */
const MOST_PROMPTS = 20;
/** A caller who has spoken and hangs up leaves a recording, whose end is told at about the same time as the call's. */
const RECORDING_AFTER_END_MS = 2_000;
/** What the end of a call cuts off is told as cancelled just before the end itself. */
const END_AFTER_CANCEL_MS = 1_000;
/** A recordResponse without a prompt is said to be refused (8523), so the shortest silence stands in for one. */
/** Of what has lasted as long as it can, the end is due; after so much more it is looked how the call stands, since its word may have got lost. */
const PLAY_OVERDUE_MS = 15_000;
const RECORD_OVERDUE_MS = 30_000;
/** A key sounds, and the silence after it. */
const KEY_MS = 1_000;
const silence: Sound = { name: 'silence-100ms', wav: writeWav(new Int16Array(1_600)) };

export type MediaOptions = {
  readonly callId: string;
  readonly calls: Pick<CallsApi, 'playPrompt' | 'recordResponse' | 'cancelMediaProcessing' | 'sendDtmfTones' | 'download'>;
  readonly life: CallLife;
  readonly operations: Operations;
  readonly links: PromptLinks;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly looking: Pick<Looking, 'look'>;
};

/** `untold`: the call is up, and nobody has said how the operation ended, long after it must have. */
type Run = { readonly kind: 'over'; readonly operation: Operation } | { readonly kind: 'stopped' } | { readonly kind: 'untold' } | Ended;
type Start = (clientContext: string, options: Cancel) => Promise<Operation | undefined>;

export class GraphMedia {
  readonly #options: MediaOptions;

  constructor(options: MediaOptions) {
    this.#options = options;
  }

  async play(sounds: readonly Sound[], { signal }: Cancel = {}): Promise<PlayOutcome> {
    for (let at = 0; at < sounds.length; at += MOST_PROMPTS) {
      const outcome = await this.#playSome(sounds.slice(at, at + MOST_PROMPTS), { signal });
      if (outcome.kind !== 'played') return outcome;
    }
    return { kind: 'played' };
  }

  async record({ signal, ...options }: RecordingOptions & Cancel): Promise<RecordOutcome> {
    const { callId, calls, links } = this.#options;
    const offer = links.offer(callId, [options.prompt ?? silence]);
    const body = {
      prompts: offer.prompts,
      bargeInAllowed: options.bargeIn,
      initialSilenceTimeoutInSeconds: seconds(options.initialSilenceMs),
      maxSilenceTimeoutInSeconds: seconds(options.maxSilenceMs),
      maxRecordDurationInSeconds: seconds(options.maxDurationMs),
      playBeep: options.beep,
      stopTones: options.stopKeys,
    };
    try {
      const start: Start = (clientContext, sending) => calls.recordResponse(callId, { ...body, clientContext }, sending);
      const longestMs = lengthMs(options.prompt ?? silence) + options.initialSilenceMs + options.maxDurationMs;
      const run = await this.#run(start, { signal, afterEndMs: RECORDING_AFTER_END_MS, dueMs: longestMs + RECORD_OVERDUE_MS });
      if (run.kind === 'untold') return { kind: 'failed', message: 'the service did not say what became of it' };
      if (run.kind !== 'over') return run;
      const outcome = await this.#fetched(run.operation, { signal });
      return outcome.kind === 'recorded' ? outcome : await this.#unlessOver(outcome, { signal });
    } finally {
      offer.withdraw();
    }
  }

  /** Presses keys one after the other. */
  async sendKeys(keys: string, { signal, pauseMs }: Cancel & { readonly pauseMs?: number | undefined } = {}): Promise<PlayOutcome> {
    const { callId, calls } = this.#options;
    const body = { tones: Array.from(keys, toneOfKey), ...(pauseMs === undefined ? {} : { delayBetweenTonesMs: pauseMs }) };
    const dueMs = keys.length * (KEY_MS + (pauseMs ?? 0)) + PLAY_OVERDUE_MS;
    const start: Start = (clientContext, sending) => calls.sendDtmfTones(callId, { ...body, clientContext }, sending);
    const run = await this.#run(start, { signal, dueMs });
    if (run.kind === 'untold') return { kind: 'played' };
    return run.kind === 'over' ? this.#unlessOver(playOutcome(run.operation), { signal }) : run;
  }

  async #playSome(sounds: readonly Sound[], { signal }: Cancel): Promise<PlayOutcome> {
    const { callId, calls, links } = this.#options;
    const offer = links.offer(callId, sounds);
    const dueMs = sounds.reduce((sum, sound) => sum + lengthMs(sound), PLAY_OVERDUE_MS);
    try {
      const start: Start = (clientContext, sending) => calls.playPrompt(callId, { prompts: offer.prompts, clientContext }, sending);
      const run = await this.#run(start, { signal, dueMs });
      // Whoever is on the line has heard it, or never will: better to go on than to be silent for ever.
      if (run.kind === 'untold') return { kind: 'played' };
      if (run.kind !== 'over') return run;
      const outcome = playOutcome(run.operation);
      return outcome.kind === 'played' ? outcome : await this.#unlessOver(outcome, { signal });
    } finally {
      offer.withdraw();
    }
  }

  /** An operation that we did not cancel was mostly cut off by the end of the call, and that is then what happened. */
  async #unlessOver<Outcome extends { readonly kind: string }>(outcome: Outcome, { signal }: Cancel): Promise<Outcome | Ended> {
    const { clock, life } = this.#options;
    if (outcome.kind === 'stopped') await clock.sleep(END_AFTER_CANCEL_MS, { signal: anyOf(signal, life.signal) }).catch(() => undefined);
    return life.ended ?? outcome;
  }

  async #fetched(operation: Operation, { signal }: Cancel): Promise<RecordOutcome> {
    const { callId, calls } = this.#options;
    const end = recordEnd(operation);
    if (end.kind !== 'fetchable') return end;
    try {
      const from = { url: operation.recordingLocation ?? '', token: operation.recordingAccessToken ?? undefined };
      return recorded(await calls.download(callId, { ...from, signal }), end.endedBy);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Starts an operation and waits for its end, for the end of the call, or for the signal, which cancels it. */
  async #run(
    start: Start,
    { signal, dueMs, afterEndMs = 0 }: Cancel & { readonly dueMs: number; readonly afterEndMs?: number },
  ): Promise<Run> {
    const { random, clock, life, operations } = this.#options;
    if (life.ended) return life.ended;
    if (signal?.aborted) return { kind: 'stopped' };
    const clientContext = random.uuid();
    const expected = operations.expect(clientContext);
    const stop = anyOf(signal, life.signal);
    try {
      expected.started(await start(clientContext, { signal: stop }));
      const operation = await this.#endOf(expected.ended, dueMs, stop);
      return operation ? { kind: 'over', operation } : { kind: 'untold' };
    } catch (error) {
      if (life.signal.aborted && afterEndMs > 0) {
        const late = await orAborted(expected.ended, clock.deadline(afterEndMs)).catch(() => undefined);
        if (late) return { kind: 'over', operation: late };
      }
      if (!signal?.aborted || life.signal.aborted) return life.afterFault(error);
      await this.#cancel();
      return { kind: 'stopped' };
    } finally {
      expected.forget();
    }
  }

  /** Undefined when it was not told in time, and the call goes on. */
  async #endOf(ended: Promise<Operation>, dueMs: number, stop: AbortSignal): Promise<Operation | undefined> {
    const { clock, looking } = this.#options;
    using due = new Patience({ clock, ms: dueMs });
    try {
      return await orAborted(ended, anyOf(stop, due.signal));
    } catch (error) {
      if (stop.aborted || !due.isOver) throw error;
    }
    await looking.look();
    stop.throwIfAborted();
    return undefined;
  }

  /** Waits for the answer, so that what is played next cannot be cancelled by it. */
  async #cancel(): Promise<void> {
    const { callId, calls, life, random, log } = this.#options;
    try {
      await calls.cancelMediaProcessing(callId, { clientContext: random.uuid() }, { signal: life.signal });
    } catch (error) {
      if (!life.signal.aborted) log.warn('what is being played could not be cancelled', { callId, error });
    }
  }
}

/** Graph's times are whole seconds from 1 to 120. */
function seconds(ms: number): number {
  return Math.min(120, Math.max(1, Math.ceil(ms / 1000)));
}

/** 16 kHz, 16 bit, mono. */
function lengthMs({ wav }: Sound): number {
  return wav.length / 32;
}
