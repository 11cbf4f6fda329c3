/** Runs a bot on a carrier: each call in a scope of its own, so that one that fails, or new code, leaves the others alone. */
import { orAborted, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { Scope } from '../base/scope.ts';
import type { CarrierCall, EndReason, Party, Platform } from '../call/platform.ts';
import type { Recording } from '../services/recording/port.ts';
import type { Transcription } from '../services/transcription/port.ts';
import type { WordListener } from '../speech/word-listener.ts';
import type { Bot, BotContext, BotServices } from './bot.ts';
import { Call } from './call.ts';
import { dialling } from './dialling.ts';
import type { RecordingMeans, Records } from './recording.ts';
import type { Speaks } from './speaks.ts';
import type { Transcribing } from './transcribes.ts';

export type HostOptions = {
  readonly bot: Bot;
  readonly platform: Platform;
  readonly speech: Speaks;
  readonly services: BotServices;
  /** What its calls are recorded by; absent where nothing is kept. */
  readonly recordings?: Records | undefined;
  /** Who hears people say yes or no to that; absent, they press keys. */
  readonly words?: WordListener | undefined;
  /** What turns speech in its calls into text; absent where nothing does. */
  readonly transcription?: Transcribing | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFact?: ((fact: BotFact) => void) | undefined;
};

/** What became of the calls of a bot. `atMs` is milliseconds since 1970 UTC. */
export type BotFact = { readonly callId: string; readonly atMs: number } & (
  | { readonly kind: 'callTaken'; readonly chainId: string; readonly from: Party; readonly to: Party }
  | { readonly kind: 'callOver'; readonly reason: EndReason }
  /** The bot's code threw; the caller was told and hung up on. */
  | { readonly kind: 'botFailed'; readonly error: string; readonly stack: string | undefined }
  /** The bot neither answered nor rejected nor redirected the call. */
  | { readonly kind: 'neverAnswered'; readonly message: string }
);

type Told = BotFact extends infer Fact ? (Fact extends BotFact ? Omit<Fact, 'atMs' | 'callId'> : never) : never;

/** How long the apology of a failed bot may take. */
const APOLOGY_MS = 10_000;
/** How long a bot whose call was ended may go on when its host ends. */
const GRACE_MS = 5_000;

/** Begins to take calls at once. */
export function hostBot(options: HostOptions): BotHost {
  return new BotHost(options);
}

export class BotHost implements AsyncDisposable {
  readonly #options: HostOptions;
  readonly #life = new AbortController();
  readonly #running = new Map<CarrierCall, Promise<void>>();
  /** Those that have to be stopped and saved. */
  readonly #recordings = new Set<Recording>();
  readonly #transcriptions = new Set<Transcription>();
  #bot: Bot;
  #isTaking = true;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#bot = options.bot;
    options.platform.facts.on('incoming', ({ call }) => this.#take(call), { signal: this.#life.signal });
  }

  get bot(): Bot {
    return this.#bot;
  }

  get activeCalls(): number {
    return this.#running.size;
  }

  /** New calls go to the new code; those that are up stay with the code that took them. */
  replace(bot: Bot): void {
    this.#bot = bot;
  }

  /** Turns new calls away as busy, and waits until the last one is over. */
  async drain({ signal }: Cancel = {}): Promise<void> {
    this.#isTaking = false;
    while (this.#running.size > 0) {
      signal?.throwIfAborted();
      await orAborted(Promise.allSettled(this.#running.values()), signal);
    }
  }

  /** Hangs up what is up, waits a little for the bot's code to see it, and for recordings until they are saved. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isTaking = false;
    const calls = [...this.#running.keys()];
    this.#life.abort();
    await Promise.allSettled(calls.map((call) => call.hangUp()));
    await this.drain({ signal: this.#options.clock.deadline(GRACE_MS) }).catch(() => {
      this.#options.log.warn('a bot went on after its calls were ended', { bot: this.#bot.name, calls: this.#running.size });
    });
    await Promise.all([...this.#transcriptions].map((transcription) => this.#finish(transcription, this.#options.log)));
    await Promise.all([...this.#recordings].map((recording) => this.#save(recording, this.#options.log)));
  }

  #take(carrier: CarrierCall): void {
    const { log } = this.#options;
    if (!this.#isTaking) {
      carrier.reject('busy').catch((error: unknown) => log.warn('a call could not be turned away', { callId: carrier.info.id, error }));
      return;
    }
    const run = this.#run(carrier, this.#bot)
      .catch((error: unknown) => log.error('a call could not be brought to an end', { callId: carrier.info.id, error }))
      .finally(() => this.#running.delete(carrier));
    this.#running.set(carrier, run);
  }

  async #run(carrier: CarrierCall, bot: Bot): Promise<void> {
    const { services, clock } = this.#options;
    const log = this.#options.log.with({ callId: carrier.info.id, bot: bot.name });
    const tell = (told: Told): void => this.#options.onFact?.({ callId: carrier.info.id, atMs: clock.wallMs(), ...told });
    await using scope = new Scope({ signal: this.#life.signal });
    const { needs } = bot;
    const recording = this.#means(bot, scope, log);
    const call = new Call({ ...this.#options, carrier, log, needs, recording });
    const { chainId, from, to } = carrier.info;
    tell({ kind: 'callTaken', chainId, from, to });
    carrier.facts.on('changed', ({ to: state }) => {
      if (state.status !== 'ended') return;
      if (!call.isDecided)
        tell({ kind: 'neverAnswered', message: `The bot had not answered when the call ended: ${state.reason.message}` });
      tell({ kind: 'callOver', reason: state.reason });
    });
    const context: BotContext = { ...services, log, clock, ...dialling({ ...this.#options, scope, log, needs, recording }) };
    try {
      await bot.onCall(call, context);
      if (!call.isDecided && !call.ended)
        tell({ kind: 'neverAnswered', message: 'The code of the bot came to its end without answering.' });
    } catch (error) {
      if (error !== call.signal.reason && !isOfTheEnd(error)) await this.#failed(call, { error, log, tell });
    }
    await (call.isDecided || call.ended ? call.hangUp() : call.reject());
  }

  /** What is recorded or transcribed during this run of the bot is stopped and kept when it ends, before the calls are that it placed. */
  #means({ name }: Bot, scope: Scope, log: Log): RecordingMeans {
    const { recordings, words, transcription } = this.#options;
    const onRecording = (recording: Recording): void => {
      this.#recordings.add(recording);
      scope.defer(() => this.#save(recording, log));
    };
    const onTranscription = (begun: Transcription): void => {
      this.#transcriptions.add(begun);
      scope.defer(() => this.#finish(begun, log));
    };
    return { botName: name, recordings, words, onRecording, transcription, onTranscription };
  }

  async #save(recording: Recording, log: Log): Promise<void> {
    try {
      await recording[Symbol.asyncDispose]();
    } catch (error) {
      log.error('a recording could not be finished', { recordingId: recording.id, error });
    }
    this.#recordings.delete(recording);
  }

  async #finish(transcription: Transcription, log: Log): Promise<void> {
    try {
      await transcription.stop();
    } catch (error) {
      log.error('a transcription could not be brought to its end', { recordingId: transcription.recordingId, error });
    }
    this.#transcriptions.delete(transcription);
  }

  async #failed(call: Call, { error, log, tell }: { error: unknown; log: Log; tell: (told: Told) => void }): Promise<void> {
    const stack = error instanceof Error ? error.stack : undefined;
    log.error('the bot threw', { error });
    tell({ kind: 'botFailed', error: error instanceof Error ? error.message : String(error), stack });
    try {
      await call.say('Sorry, something went wrong. Goodbye.', { signal: this.#options.clock.deadline(APOLOGY_MS) });
    } catch (cause) {
      // Not answered yet, or the very thing that is broken is speech.
      log.debug('the caller could not be told', { error: cause });
    }
  }
}

/** The call was over before what the bot asked for could begin: no fault of the bot's. */
function isOfTheEnd(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'transcription/call-ended' || error.code === 'recording/call-ended');
}
