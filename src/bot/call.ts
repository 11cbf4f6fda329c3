/** A call as a bot's author handles it: say, ask, record, transfer, hang up, one line after the other. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { AnswerOutcome, CarrierCall, Ended, Party, RecordOutcome, Target, TransferOutcome } from '../call/platform.ts';
import { Patience } from '../call/patience.ts';
import { askDigits, askKey, type AskDigitsOptions, type Asker, type AskKeyOptions, type DigitsAnswer, type KeyAnswer } from './ask.ts';
import { BotError } from './errors.ts';
import { Speaker, type VoiceOptions } from './speaker.ts';
import type { Speakable } from './sounds.ts';
import type { Speaks } from './speaks.ts';
import { TypeAhead } from './type-ahead.ts';

export type SayOptions = VoiceOptions & {
  /** A key ends the saying; the key stays for the next `ask`. */
  readonly interruptible?: boolean | undefined;
};
export type SayOutcome = { readonly kind: 'said' } | { readonly kind: 'interrupted' } | Ended;

export type RecordOptions = VoiceOptions & {
  /** Said first. */
  readonly prompt?: Speakable | undefined;
  /** 60 s, at most 120. */
  readonly maxMs?: number | undefined;
  /** Ends after so much silence: 5 s. */
  readonly silenceMs?: number | undefined;
  /** Any of these keys ends it: `#`. */
  readonly stopKeys?: readonly string[] | undefined;
  /** Whether a tone says that it begins: yes. */
  readonly beep?: boolean | undefined;
};
export type Recorded = Extract<RecordOutcome, { kind: 'recorded' | 'silent' | 'ended' }>;

export type CallOptions = { readonly carrier: CarrierCall; readonly speech: Speaks; readonly clock: Clock; readonly log: Log };

/** The carrier may tell of the key that ended a recording a moment after the recording's end. */
const LATE_STOP_KEY_MS = 1_000;

/**
 * Every verb resolves with what came of it; `{ kind: 'ended' }` as soon as the call is over.
 * A signal that you hand in rejects the verb with its own reason, and stops what was being said.
 *
 * @example
 * const answer = await call.ask({ prompt: 'Press 1 for sales.', keys: ['1'] });
 * if (answer.kind === 'key') await call.transfer({ user: 'a0000000-0000-4000-8000-000000000202' });
 */
export class Call {
  readonly #carrier: CarrierCall;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #life = new AbortController();
  readonly #asker: Asker;
  #isDecided = false;
  #hearing: Promise<void> | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor({ carrier, speech, clock, log }: CallOptions) {
    const { signal: life } = this.#life;
    this.#carrier = carrier;
    this.#clock = clock;
    this.#log = log;
    this.#asker = { speaker: new Speaker({ carrier, speech, clock, life }), typed: new TypeAhead({ clock }), clock, life };
    carrier.facts.on('keyPressed', ({ key }) => this.#asker.typed.press(key), { signal: life });
    carrier.facts.on('changed', ({ to }) => this.#follow(to), { signal: life });
    this.#follow(carrier.state);
  }

  /** The carrier's id of this call. */
  get id(): string {
    return this.#carrier.info.id;
  }

  get from(): Party {
    return this.#carrier.info.from;
  }

  get to(): Party {
    return this.#carrier.info.to;
  }

  /** Whom the caller meant, when the call was forwarded to this bot. */
  get forwardedFrom(): Party | undefined {
    return this.#carrier.info.forwardedFrom;
  }

  /** Aborts when the call ends: hand it to whatever should not outlive the call. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** How the call ended, once it has. */
  get ended(): Ended | undefined {
    return this.#asker.speaker.ended;
  }

  /** Whether it was answered, rejected or redirected, or tried to be. */
  get isDecided(): boolean {
    return this.#isDecided;
  }

  /** Resolves when sound flows both ways. */
  async answer(options: Cancel = {}): Promise<AnswerOutcome> {
    this.#isDecided = true;
    return this.#carrier.answer(options);
  }

  async reject(reason: 'busy' | 'declined' = 'declined', options: Cancel = {}): Promise<void> {
    this.#isDecided = true;
    await this.#carrier.reject(reason, options);
  }

  /** Sends a call that was not answered on to others; several ring together. */
  async redirect(targets: Target | readonly Target[], options: Cancel & { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#isDecided = true;
    await this.#carrier.redirect(Array.isArray(targets) ? (targets as readonly Target[]) : [targets as Target], options);
  }

  /** Says a text, a WAV file (`{ file }`) or sound in memory (`{ wav }`). */
  say(what: Speakable | readonly Speakable[], { interruptible = false, signal, voice }: SayOptions = {}): Promise<SayOutcome> {
    const parts = Array.isArray(what) ? (what as readonly Speakable[]) : [what as Speakable];
    return this.#inTurn('say', async () => {
      const { speaker, typed } = this.#asker;
      signal?.throwIfAborted();
      if (interruptible && !typed.isEmpty) return { kind: 'interrupted' };
      const done = new AbortController();
      const key = new AbortController();
      if (interruptible) void typed.arrival({ signal: done.signal }).then((hasKey) => hasKey && key.abort());
      const outcome = await speaker.say(parts, { voice, signal: AbortSignal.any([key.signal, ...(signal ? [signal] : [])]) });
      done.abort();
      if (outcome.kind === 'ended') return outcome;
      signal?.throwIfAborted();
      return { kind: outcome.kind === 'played' ? 'said' : 'interrupted' };
    });
  }

  /** Asks for one of some keys, or for a number. Keys pressed before or during the prompt count, and cut it off. */
  ask<const Key extends string>(options: AskKeyOptions<Key>): Promise<KeyAnswer<Key>>;
  ask(options: AskDigitsOptions): Promise<DigitsAnswer>;
  ask(options: AskKeyOptions<string> | AskDigitsOptions): Promise<KeyAnswer<string> | DigitsAnswer> {
    checkAsking(options);
    return this.#inTurn('ask', async () => {
      // The prompt does not wait for this; but who cannot be heard must not be asked for long.
      const deaf = new AbortController();
      this.#hearing?.catch((error: unknown) => deaf.abort(error));
      const signal = options.signal ? AbortSignal.any([options.signal, deaf.signal]) : deaf.signal;
      return 'digits' in options ? askDigits(this.#asker, { ...options, signal }) : askKey(this.#asker, { ...options, signal });
    });
  }

  /** Records the caller. What was recorded when the caller hung up comes too, where the carrier has it. */
  record({
    prompt,
    maxMs = 60_000,
    silenceMs = 5_000,
    stopKeys = ['#'],
    beep = true,
    voice,
    signal,
  }: RecordOptions = {}): Promise<Recorded> {
    return this.#inTurn('record', async () => {
      const { speaker, typed } = this.#asker;
      signal?.throwIfAborted();
      const sound = prompt === undefined ? undefined : await speaker.prepare(prompt, { voice, signal });
      const times = { initialSilenceMs: silenceMs, maxSilenceMs: silenceMs, maxDurationMs: maxMs };
      typed.clear();
      const outcome = speaker.ended ?? (await this.#carrier.record({ prompt: sound, bargeIn: false, beep, stopKeys, ...times, signal }));
      const keyIsLate = outcome.kind === 'recorded' && outcome.endedBy === 'stopKey' && !stopKeys.some((key) => typed.has(key));
      typed.clear();
      if (keyIsLate) typed.forgive(stopKeys, LATE_STOP_KEY_MS);
      signal?.throwIfAborted();
      if (outcome.kind === 'recorded' || outcome.kind === 'silent' || outcome.kind === 'ended') return outcome;
      const why = outcome.kind === 'failed' ? outcome.message : 'the carrier cancelled it';
      throw new BotError('bot/record-failed', `the caller could not be recorded: ${why}`);
    });
  }

  /**
   * Puts the caller through. `connected` ends this bot's part of the call; after `notConnected` the caller is ours again.
   * Carriers end the ringing by themselves; `timeoutMs` only stops the waiting for it, and the caller may still be ringing.
   */
  async transfer(
    target: Target,
    { timeoutMs, signal }: Cancel & { readonly timeoutMs?: number | undefined } = {},
  ): Promise<TransferOutcome> {
    using patience = timeoutMs === undefined ? undefined : new Patience({ clock: this.#clock, ms: timeoutMs });
    const stop = [patience?.signal, signal].filter((each) => each !== undefined);
    try {
      return await this.#inTurn('transfer', () => this.#carrier.transfer(target, { signal: AbortSignal.any(stop) }));
    } catch (error) {
      if (!patience?.isOver || error !== patience.signal.reason) throw error;
      return { kind: 'notConnected', reason: { code: 408, subcode: 0, message: 'The other person did not answer in time.' } };
    }
  }

  /** Ends the call; calm when it is over already. A call also ends when the bot's function ends. */
  hangUp(): Promise<void> {
    this.#isDecided = true;
    return this.#carrier.hangUp();
  }

  /** Keys are listened for from the first sound on, so that nobody who knows the menu has to wait. */
  #follow(state: CarrierCall['state']): void {
    if (state.status === 'ended') return this.#life.abort(new BotError('bot/call-over', state.reason.message));
    if (state.status !== 'connected' || !state.hasSound || this.#hearing) return;
    this.#hearing = this.#carrier.hearKeys();
    this.#hearing.catch((error: unknown) => this.#log.warn('keys of the caller cannot be heard', { callId: this.id, error }));
  }

  /** Carriers do one thing at a time; what is begun without waiting is done in the order in which it was begun. */
  async #inTurn<T>(verb: string, work: () => Promise<T | Ended>): Promise<T | Ended> {
    const before = this.#turn;
    let finish: () => void = () => undefined;
    this.#turn = new Promise((resolve) => (finish = resolve));
    try {
      await before;
      const { status } = this.#carrier.state;
      if (status === 'ringing' || status === 'connecting') {
        throw new BotError('bot/not-answered', `call.${verb}() came before the call was up; await call.answer() first`);
      }
      // Awaited here, so that the stack of a failure leads back to the line in the bot.
      return this.ended ?? (await work());
    } finally {
      finish();
    }
  }
}

function checkAsking(options: AskKeyOptions<string> | AskDigitsOptions): void {
  const isKey = (key: string): boolean => /^[0-9*#A-D]$/.test(key);
  if ('digits' in options) {
    const { min = 1, max, endKey = '#' } = options.digits;
    if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 0 && max >= 1 && min <= max)) {
      throw new TypeError(`call.ask() wants digits with 0 ≤ min ≤ max, and got min ${String(min)} and max ${String(max)}`);
    }
    if (!isKey(endKey)) throw new TypeError(`call.ask() got "${endKey}" as endKey, which is no key of a phone`);
  } else if (options.keys.length === 0 || !options.keys.every(isKey)) {
    throw new TypeError(`call.ask() wants keys of a phone (0 to 9, * and #), and got [${options.keys.join(', ')}]`);
  }
  if (options.attempts !== undefined && !(options.attempts >= 1)) throw new TypeError('call.ask() wants at least one attempt');
}
