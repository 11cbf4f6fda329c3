/**
 * Interpretation: a leg of the bot speaks what is said in another language, to those alone who have chosen to hear it. They hear the others more
 * quietly meanwhile, where the carrier can do that.
 */
import { anyOf, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import type { Log } from '../base/log.ts';
import { CallError } from '../call/errors.ts';
import { nothingOffered, type CarrierMedia } from '../call/media.ts';
import type { CarrierCall } from '../call/platform.ts';
import { msOf } from '../media/frame.ts';
import { readWav } from '../media/wav.ts';
import { checkLanguage } from '../services/transcription/check-options.ts';
import type { Transcription } from '../services/transcription/port.ts';
import type { TranslatedSegment } from '../speech/segment.ts';
import { isSameLanguage } from '../speech/translation/language-names.ts';
import type { Asker } from './ask.ts';
import { leadingBack } from './leading-back.ts';
import { Listeners } from './listeners.ts';
import type { LiveCall } from './live/live-call.ts';
import type { Speaks } from './speaks.ts';
import { SpeechBacklog } from './speech-backlog.ts';

export type InterpretOptions = Cancel & {
  /** What is said, as another call of this bot in the same meeting transcribes it. */
  readonly from: Transcription;
  /** Into which it is interpreted (BCP 47). */
  readonly language: string;
  /** A voice of the house; the first that speaks the language unless told otherwise. */
  readonly voice?: string | undefined;
  /** By how much quieter the others are heard meanwhile: 12 dB. */
  readonly duckDb?: number | undefined;
};

/** Stops when disposed of, and with its call. */
export interface Interpretation extends AsyncDisposable {
  readonly language: string;
  readonly facts: FactSource<InterpretationFacts>;
  /** Those who have chosen to hear it, by participant id. */
  readonly listeners: readonly string[];
  /** Sentences that were said; those that were left out to catch up; and how long it would take to say what waits. */
  readonly load: { readonly spoken: number; readonly skipped: number; readonly waitingMs: number };
  /** What is being said is cut off. */
  stop(): Promise<void>;
}

export type InterpretationFacts = {
  listenersChanged: { readonly participantIds: readonly string[] };
  /** Too much waited: these were left out. */
  skipped: { readonly texts: readonly string[] };
};

export type InterpretParts = {
  readonly carrier: CarrierCall;
  readonly live: Pick<LiveCall, 'mediaFor'>;
  readonly asker: Pick<Asker, 'clock' | 'life'>;
  readonly speech: Speaks;
  readonly log: Log;
};

const DUCK_DB = 12;

/**
 * Rejects with `call/cannot` where the carrier cannot let the bot be heard by some alone; where the bot was not joined `apart` it would be heard
 * by everybody. With a `TranscriptionError` (`transcription/bad-option`) for what is no tag of a language.
 */
export async function interpret(options: InterpretOptions, parts: InterpretParts): Promise<Interpretation> {
  try {
    return await begun(options, parts);
  } catch (error) {
    throw leadingBack(error);
  }
}

async function begun(options: InterpretOptions, { carrier, live, asker, speech, log }: InterpretParts): Promise<Interpretation> {
  const { signal, from, language, voice, duckDb = DUCK_DB } = options;
  checkLanguage('call.interpret()', language);
  signal?.throwIfAborted();
  const media = live.mediaFor('call.interpret()', 'sound');
  const { roster } = carrier;
  if (!roster.speakTo)
    throw new CallError(
      'call/cannot',
      'this carrier lets a bot speak to all or to none. Instead: offer translated captions, call.transcribe({ translate: "asked" })',
    );
  // Nobody hears it before they have chosen to.
  await roster.speakTo([], { signal });
  const over = anyOf(signal, asker.life);
  return new LiveInterpretation({ carrier, media, from, language, voice, duckDb, speech, clock: asker.clock, over, log });
}

type LiveInterpretationOptions = {
  readonly carrier: CarrierCall;
  readonly media: CarrierMedia;
  readonly from: Transcription;
  readonly language: string;
  readonly voice: string | undefined;
  readonly duckDb: number;
  readonly speech: Speaks;
  readonly clock: Clock;
  readonly over: AbortSignal;
  readonly log: Log;
};

class LiveInterpretation implements Interpretation {
  readonly #options: LiveInterpretationOptions;
  readonly #facts = new Facts<InterpretationFacts>();
  readonly #done = new AbortController();
  readonly #backlog = new SpeechBacklog();
  readonly #said = new Set<string>();
  readonly #listeners: Listeners;
  readonly #held: Disposable;
  #speaking: Promise<void> = Promise.resolve();
  #isSpeaking = false;
  #spoken = 0;
  #skipped = 0;

  constructor(options: LiveInterpretationOptions) {
    const { carrier, media, from, language, over } = options;
    const { signal } = this.#done;
    this.#options = options;
    this.#listeners = new Listeners({
      ...options,
      roster: carrier.roster,
      signal,
      onChange: (participantIds) => this.#facts.tell('listenersChanged', { participantIds }),
    });
    this.#held = from.translateInto(language);
    from.facts.on('wantsChanged', () => this.#listeners.look(), { signal });
    from.facts.on('translated', ({ translated }) => this.#take(translated), { signal });
    carrier.facts.on('wantsChanged', () => this.#listeners.look(), { signal });
    over.addEventListener('abort', () => void this.stop(), { signal, once: true });
    if (over.aborted) void this.stop();
    media.offer?.({ spoken: 'und', captions: [], voices: [language] });
    this.#listeners.look();
  }

  get language(): string {
    return this.#options.language;
  }

  get facts(): FactSource<InterpretationFacts> {
    return this.#facts;
  }

  get listeners(): readonly string[] {
    return this.#listeners.now;
  }

  get load(): Interpretation['load'] {
    return { spoken: this.#spoken, skipped: this.#skipped, waitingMs: this.#backlog.waitingMs };
  }

  async stop(): Promise<void> {
    const { media, carrier } = this.#options;
    if (!this.#done.signal.aborted) {
      this.#held[Symbol.dispose]();
      this.#backlog.clear();
      this.#done.abort(new Error('the interpretation was stopped'));
      if (carrier.state.status !== 'ended') media.offer?.(nothingOffered);
    }
    await Promise.all([this.#speaking, this.#listeners.settled()]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #take({ language, isFinal, segmentId, text }: TranslatedSegment): void {
    if (!isSameLanguage(language, this.#options.language) || !isFinal || text.trim() === '' || this.#said.has(segmentId)) return;
    // It would be old news for whoever comes later.
    if (this.listeners.length === 0) return;
    const left = this.#backlog.put({ segmentId, text });
    if (left.length > 0) this.#leftOut(left.map((each) => each.text));
    if (!this.#isSpeaking) this.#speaking = this.#speak();
  }

  #leftOut(texts: readonly string[]): void {
    this.#skipped += texts.length;
    this.#options.log.info('an interpreter left something out to catch up', { language: this.language, sentences: texts.length });
    this.#facts.tell('skipped', { texts });
  }

  async #speak(): Promise<void> {
    const { media, log } = this.#options;
    const { signal } = this.#done;
    this.#isSpeaking = true;
    try {
      for (let next = this.#backlog.next(); next && !signal.aborted; next = this.#backlog.next()) {
        this.#said.add(next.segmentId);
        const samples = await this.#soundOf(next.text);
        if (!samples) continue;
        this.#backlog.learn(next.text, msOf(samples.length));
        await media.speak(samples, { signal });
        this.#spoken++;
      }
    } catch (error) {
      if (!signal.aborted) log.warn('an interpreter could not speak', { language: this.language, error });
    } finally {
      this.#isSpeaking = false;
    }
  }

  /** Undefined for what cannot be said: the next may be. */
  async #soundOf(text: string): Promise<Int16Array | undefined> {
    const { speech, voice, language, log } = this.#options;
    const { signal } = this.#done;
    try {
      return readWav(await speech.wavOf(text, { voice, language, signal }));
    } catch (error) {
      signal.throwIfAborted();
      log.warn('an interpreter has no voice for what is to be said', { language, error });
      this.#leftOut([text]);
      return undefined;
    }
  }
}
