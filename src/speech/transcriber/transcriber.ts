/** Turns what several people say at the same time into segments that carry the right name, with as many recognisers as there are, and without losing a word in silence. */
import type { Clock, Timer } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import { silentLog, type Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { SpeechToText } from '../recognition/speech-to-text.ts';
import type { Redactor } from '../redaction/redaction.ts';
import type { Speaker } from '../segment.ts';
import { Ear } from './ear.ts';
import { LoadMeter } from './load-meter.ts';
import type { EarOptions, SpeakerEar, TranscriberFacts, TranscriberLoad, Transcribes, TranscribingProvider } from './port.ts';
import { RecogniserPool } from './recogniser-pool.ts';
import { Recognisers } from './recognisers.ts';
import { Revisions } from './revisions.ts';

export type TranscriberOptions = {
  /** In order of preference: the next one is for when those before it fail. */
  readonly providers: readonly SpeechToText[];
  readonly clock: Clock;
  /** For the ids of segments. */
  readonly random: Random;
  readonly log?: Log | undefined;
  /** Of this transcript alone; every revision goes through it. */
  readonly redactor?: Redactor | undefined;
  /** BCP 47 of what is spoken, where an ear does not say otherwise. */
  readonly language?: string | undefined;
  /** So much sound waits for a recogniser, of all who speak together; beyond it the oldest is dropped, and shown as a gap: 120 s. */
  readonly mostWaitingMs?: number | undefined;
  /** A recogniser that does nothing for so long, though it has something to do, has failed: 15 s; after the end of an utterance as long as that took besides. */
  readonly patienceMs?: number | undefined;
  /** One that failed is tried again after that for the first time: 5 s. */
  readonly retryMs?: number | undefined;
  /** What is not text so long after the end does not become it: 30 s. */
  readonly closingMs?: number | undefined;
  /** Which pass it makes: `live` listens while people speak. */
  readonly pass?: 'live' | 'second' | undefined;
};

/** How often ears are looked at that get nothing. */
const LOOK_MS = 50;

export class Transcriber implements Transcribes {
  readonly facts: FactSource<TranscriberFacts>;
  readonly #options: TranscriberOptions;
  readonly #ears = new Set<Ear>();
  readonly #pool: RecogniserPool;
  readonly #recognisers: Recognisers;
  readonly #revisions: Revisions;
  readonly #meter: LoadMeter;
  readonly #pump = (): void => this.#pumpEars();
  #wakes: Timer | undefined;
  #looks: Timer | undefined;
  #whenRoom: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  constructor(options: TranscriberOptions) {
    this.#options = options;
    const { providers, clock, random, log = silentLog, redactor, mostWaitingMs = 120_000, patienceMs = 15_000, retryMs = 5_000 } = options;
    const facts = new Facts<TranscriberFacts>({ onError: (error) => log.error('a listener failed', { error: String(error) }) });
    this.facts = facts;
    this.#meter = new LoadMeter({
      clock,
      now: () => this.#now(),
      tell: (load) => facts.tell('loadChanged', { load }),
    });
    this.#revisions = new Revisions({ clock, log, redactor, onNew: () => this.#meter.segment() });
    this.#recognisers = new Recognisers({ providers, clock, random, log, facts, retryMs, onChange: () => this.#pool.next() });
    this.#pool = new RecogniserPool({
      recognisers: this.#recognisers,
      clock,
      log,
      pass: options.pass ?? 'live',
      mostWaitingMs,
      patienceMs,
      onDropped: (ms) => this.#meter.dropped(ms),
      onFailover: () => this.#meter.failover(),
      onChange: () => this.#onPoolChange(),
    });
  }

  get load(): TranscriberLoad {
    return this.#meter.load;
  }

  get provider(): TranscribingProvider {
    return this.#recognisers.current;
  }

  open(speaker: Speaker, options: EarOptions): SpeakerEar {
    const { pass = 'live', language, random, log = silentLog } = this.#options;
    const ear = new Ear(
      speaker,
      { ...options, language: options.language ?? language },
      {
        pool: this.#pool,
        revisions: this.#revisions,
        newId: () => random.uuid(),
        origin: () => ({ by: 'recogniser', provider: this.provider.name, pass, leftMachine: false }),
        wake: () => this.#wake(),
        onHeard: (ms) => this.#meter.heard(ms),
        onEnded: (ended) => {
          this.#ears.delete(ended);
          this.#meter.changed();
        },
        onError: (error) => log.error('the time of an utterance is not known', { error: String(error) }),
      },
    );
    // Who comes while all ends is not heard.
    if (this.#closing) void ear.end();
    else this.#ears.add(ear);
    this.#meter.changed();
    return ear;
  }

  /** Resolves when no more than `mostMs` waits for a recogniser: for whoever reads sound faster than it was said. */
  async room(mostMs: number): Promise<void> {
    while (!this.#closing && this.#pool.waiting().ms > mostMs) await new Promise<void>((resolve) => this.#whenRoom.push(resolve));
  }

  /** Whatever is not text yet will not become it: gaps are shown that say so. */
  stop(problem: string): void {
    this.#pool.end(problem);
  }

  /** Nothing more comes that could make a number of what was said: what was covered only in case is shown. */
  settle(): void {
    this.#revisions.end();
  }

  /** Ends every ear, waits until all is text (or `closingMs` are over), and lets go of everything. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { clock, closingMs = 30_000 } = this.#options;
    const late = clock.after(closingMs, () => this.#pool.end('it was not text yet when the transcription ended'));
    await Promise.all(Array.from(this.#ears, (ear) => ear.end()));
    late[Symbol.dispose]();
    this.stop('the transcription has ended');
    this.#recognisers.end();
    this.#revisions.end();
    this.#meter.end();
    this.#wakes?.[Symbol.dispose]();
    this.#looks?.[Symbol.dispose]();
    this.#onPoolChange();
  }

  #now(): Pick<TranscriberLoad, 'ears' | 'speaking' | 'waiting' | 'waitingMs'> {
    let speaking = 0;
    for (const ear of this.#ears) if (ear.isSpeaking) speaking++;
    const { count, ms } = this.#pool.waiting();
    return { ears: this.#ears.size, speaking, waiting: count, waitingMs: Math.round(ms) };
  }

  /** Called where frames come in: once for all who speak, and what is to be done comes in a turn of its own. */
  #wake(): void {
    this.#wakes ??= this.#options.clock.after(0, this.#pump);
  }

  #pumpEars(): void {
    this.#wakes = undefined;
    let isSpeech = false;
    for (const ear of this.#ears) {
      ear.pump();
      if (ear.isSpeaking) isSpeech = true;
    }
    if (isSpeech && this.#options.pass !== 'second') this.#lookLater();
    this.#meter.changed();
  }

  /** Sound that stops coming in the middle of a word is noticed here. */
  #lookLater(): void {
    this.#looks ??= this.#options.clock.after(LOOK_MS, () => {
      this.#looks = undefined;
      for (const ear of this.#ears) ear.waited(LOOK_MS);
      for (const ear of this.#ears) if (ear.isSpeaking) return this.#lookLater();
    });
  }

  #onPoolChange(): void {
    this.#meter.changed();
    const waiters = this.#whenRoom;
    this.#whenRoom = [];
    for (const resolve of waiters) resolve();
  }
}
