/** The switchboard's own captions and transcripts: what its engine hears becomes text, for those who switched captions on, and to be kept. */
import type { Clock, Timer } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { MediaEngine } from '../../engine/port.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { RedactionOptions } from '../../speech/redaction/redaction.ts';
import { makeRedactor } from '../../speech/redaction/redactor.ts';
import type { TranscriberLoad, Transcribes } from '../../speech/transcriber/port.ts';
import { Transcriber } from '../../speech/transcriber/transcriber.ts';
import { Translations } from '../../speech/translation/translations.ts';
import type { Glossary, Translator } from '../../speech/translation/translator.ts';
import type {
  HeardCall,
  HouseSpeech,
  HouseSpeechFacts,
  HouseSpeechState,
  KeptWords,
  TranscriptAbout,
} from '../../switchboard/transcribing/house-speech.ts';
import { HeardWords } from './heard-words.ts';
import { houseOffer } from './house-offer.ts';
import { beginWords, type KeepingPlaces } from './kept-words.ts';

export type HouseTranscriptionOptions = {
  readonly engine: Pick<MediaEngine, 'facts'>;
  /** In order of preference; what is missing for them is looked for at `begin`. */
  readonly recognisers: readonly SpeechToText[];
  readonly translators?: readonly Translator[] | undefined;
  /** BCP 47 of what is spoken in the house. */
  readonly language: string;
  readonly hints?: readonly string[] | undefined;
  readonly glossary?: Glossary | undefined;
  /** What is taken out of captions and transcripts; everything that there are rules for, unless told otherwise. */
  readonly redact?: RedactionOptions | false | undefined;
  /** Where transcripts are kept; absent: none are. */
  readonly places?: KeepingPlaces | undefined;
  readonly makeTranscriber?: (() => Transcribes) | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

/** What was installed meanwhile is seen after so long. */
const LOOK_EVERY_MS = 60_000;
/** Where it could not be looked: that machine is busy, and may be less so soon. */
const LOOK_AGAIN_MS = 5_000;

export class HouseTranscription implements HouseSpeech, AsyncDisposable {
  readonly #options: HouseTranscriptionOptions;
  readonly #facts: Facts<HouseSpeechFacts>;
  readonly #calls = new Map<string, HeardWords>();
  readonly #ending = new Set<Promise<void>>();
  readonly #over = new AbortController();
  #transcriber: Transcribes | undefined;
  /** When it is looked the next time what is there. */
  #looking: Timer | undefined;
  #state: HouseSpeechState = { remedy: 'It is being looked at whether speech can be turned into text here: try again in a moment.' };

  constructor(options: HouseTranscriptionOptions) {
    this.#options = options;
    const { engine, log } = options;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of captions failed', { error }) });
    engine.facts.on('heard', (piece) => this.#calls.get(piece.roomId)?.hear(piece), { signal: this.#over.signal });
  }

  get facts(): FactSource<HouseSpeechFacts> {
    return this.#facts;
  }

  get state(): HouseSpeechState {
    return this.#state;
  }

  /** Undefined while nothing was heard yet. */
  get load(): TranscriberLoad | undefined {
    return this.#transcriber?.load;
  }

  /** Looks what is there to work with, now and every minute. Resolves when that is known for the first time; never rejects. */
  async begin(): Promise<void> {
    this.#lookLater(await this.#look());
  }

  hear(callId: string, heard: HeardCall | undefined): void {
    const call = this.#calls.get(callId);
    if (call || heard) (call ?? this.#open(callId)).want(heard);
  }

  async keep(asked: TranscriptAbout): Promise<KeptWords> {
    const { places, redact, clock, log } = this.#options;
    const { callId } = asked;
    if (!places) throw new TypeError('there is no place where transcripts are kept: give the house a data folder');
    const words = await beginWords(places, { ...asked, redact }, clock.wallMs());
    const { recordingId } = words;
    const call = this.#calls.get(callId) ?? this.#open(callId);
    call.keep(words);
    const failed = (): void => {
      log.error('a transcript can be kept no further', { recordingId, error: words.signal?.reason });
      const message = words.signal?.reason instanceof Error ? words.signal.reason.message : 'it cannot be written';
      this.#facts.tell('keepingFailed', { callId, recordingId, message });
    };
    words.signal?.addEventListener('abort', failed, { once: true });
    return {
      recordingId,
      finish: async (why) => {
        await call.stop(words);
        await words.finish(why);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    this.#looking?.[Symbol.dispose]();
    for (const [callId, call] of this.#calls) this.#end(callId, call);
    await Promise.all(this.#ending);
    await this.#transcriber?.[Symbol.asyncDispose]();
  }

  #open(callId: string): HeardWords {
    const { translators = [], language, glossary, hints, redact = {}, clock, log } = this.#options;
    this.#transcriber ??= this.#makeTranscriber();
    const call = new HeardWords({
      callId,
      transcriber: this.#transcriber,
      redactor: redact === false ? undefined : makeRedactor(redact),
      translate: (onTranslated) =>
        new Translations({ translators, glossary, spokenLanguage: language, clock, log, onTranslated, onProblem: undefined }),
      hints,
      caption: (caption) => this.#facts.tell('caption', caption),
      clock,
      log,
      onOver: () => void this.#calls.delete(callId),
    });
    this.#calls.set(callId, call);
    return call;
  }

  #makeTranscriber(): Transcribes {
    const { recognisers, language, makeTranscriber, clock, random, log } = this.#options;
    const transcriber = makeTranscriber?.() ?? new Transcriber({ providers: recognisers, language, clock, random, log });
    transcriber.facts.on('providerChanged', () => void this.#look(), { signal: this.#over.signal });
    return transcriber;
  }

  #end(callId: string, call: HeardWords): void {
    this.#calls.delete(callId);
    const { log } = this.#options;
    const ending = call
      .end()
      .catch((error: unknown) => log.error('what was said in a call could not be brought to its end', { callId, error }))
      .finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #lookLater(ms: number): void {
    if (this.#over.signal.aborted) return;
    this.#looking = this.#options.clock.after(ms, () => void this.#look().then((nextMs) => this.#lookLater(nextMs)));
  }

  /** Gives how long until it is looked again. */
  async #look(): Promise<number> {
    let nextMs = LOOK_EVERY_MS;
    const state = await houseOffer({ ...this.#options, current: this.#transcriber?.provider }).catch((error: unknown) => {
      nextMs = LOOK_AGAIN_MS;
      this.#options.log.error('it could not be found out what turns speech into text here', { error });
      return this.#state;
    });
    if (this.#over.signal.aborted || JSON.stringify(state) === JSON.stringify(this.#state)) return nextMs;
    this.#state = state;
    this.#facts.tell('stateChanged', { state });
    return nextMs;
  }
}
