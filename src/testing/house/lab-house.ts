/** All of a lab but its people: both halves on one wire and in one time, each program in a process of its own that can be killed and started again. */
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import { seededRandom, type Random } from '../../base/random.ts';
import type { Bot } from '../../bot/bot.ts';
import type { BotFact } from '../../bot/host.ts';
import type { GraphDoorOptions } from '../../doors/graph/graph-door.ts';
import { toneOf } from '../../media/tones.ts';
import { writeWav } from '../../media/wav.ts';
import { Voicemail } from '../../services/voicemail/voicemail.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { memoryBlobStore } from '../../store/memory-blob-store.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import type { AnnouncementName } from '../../switchboard/call.ts';
import type { CallFact } from '../../switchboard/call-fact.ts';
import type { Limits } from '../../switchboard/limits.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import { LabError } from '../errors.ts';
import { Catalogue } from '../hearing/spoken.ts';
import { LabLibrary, type LabSpeech } from '../recordings/lab-library.ts';
import type { LabRecording } from '../recordings/lab-recording.ts';
import type { LabTranscript } from '../transcripts/lab-transcripts.ts';
import { botSpeech } from '../voices/bot-speech.ts';
import type { LabVoice } from '../voices/lab-voice.ts';
import { openBot, type BotPlace } from './bot-place.ts';
import { openCarrier, type Carrier } from './carrier.ts';
import type { GraphApp } from './graph-app.ts';
import { homeOf, LabDirectory, tenantId, type LabDirectoryOptions } from './lab-directory.ts';
import { labKeys } from './lab-keys.ts';
import { labSocketOpener } from './lab-socket.ts';
import { LabProcess } from './lab-process.ts';
import type { LabTime } from './lab-time.ts';
import { networkError, Wire } from './wire.ts';

export type LabHouseOptions = Pick<LabDirectoryOptions, 'noAnswer' | 'credentials'> & {
  readonly bots: ReadonlyMap<string, Bot | GraphApp>;
  readonly time: LabTime;
  readonly voice: LabVoice;
  readonly seed: number;
  /** How Graph behaves. */
  readonly graph: Pick<GraphDoorOptions, 'profile' | 'settings'>;
  readonly limits: Partial<Limits>;
  readonly log: Log;
  readonly isAtPage: (userId: string) => boolean;
  readonly speech?: LabSpeech | undefined;
};

export type LabFacts = {
  /** What the switchboard tells of its calls. */
  call: CallFact;
  /** What the hosts of the bots tell. */
  bot: { readonly number: string; readonly fact: BotFact };
  /** Every message between bots and switchboard, as each end saw it. */
  exchange: WireExchange;
  /** The switchboard was killed: whoever was on a call has lost it. */
  carrierKilled: { readonly atMs: number };
  /** The process of the bot at that number was killed. */
  botKilled: { readonly number: string };
};

/** Things that may go wrong with what bots use, for the bot at that number; faults put them here. */
export type Troubles = { voice: (bot: string) => Promise<void>; store: (bot: string | undefined) => Promise<void> };

type BotProcess = { readonly number: string; readonly process: LabProcess };

export class LabHouse implements AsyncDisposable {
  readonly time: LabTime;
  readonly wire: Wire;
  readonly catalogue: Catalogue = new Catalogue();
  readonly people: LabDirectory;
  readonly voice: LabVoice;
  /** For what people do and for what goes wrong; programs have a source of their own. */
  readonly whims: Random;
  readonly troubles: Troubles = { voice: () => Promise.resolve(), store: () => Promise.resolve() };
  /** The record of all calls, of every run of the switchboard. */
  readonly record: CallFact[] = [];
  readonly botFacts: { readonly number: string; readonly fact: BotFact }[] = [];
  /** How many windows people have opened. */
  pages = 0;
  /** The numbers by which pictures of people are known, of a leg and kind: `legId camera`. */
  readonly shown: Map<string, number> = new Map();
  /** What bots may throw without failing the test. */
  readonly forgiven: RegExp[] = [];
  readonly #options: LabHouseOptions;
  readonly #facts = new Facts<LabFacts>();
  readonly #random: Random;
  readonly #keys = labKeys();
  readonly #calls = memoryFactLog();
  readonly #kept: { readonly blobs: BlobStore; readonly facts: FactLog } = { blobs: memoryBlobStore(), facts: memoryFactLog() };
  readonly #library: LabLibrary;
  readonly #bots = new Map<string, BotPlace>();
  #carrier: Carrier | undefined;
  #announcements: Readonly<Record<AnnouncementName, Uint8Array>> | undefined;

  private constructor(options: LabHouseOptions) {
    this.#options = options;
    this.time = options.time;
    this.voice = options.voice;
    this.wire = new Wire(options.time.clock);
    this.people = new LabDirectory(options);
    this.#random = seededRandom(options.seed);
    this.whims = seededRandom(options.seed * 7_919 + 17);
    const { speech, log } = options;
    this.#library = new LabLibrary({
      speech,
      log,
      clock: options.time.clock,
      random: seededRandom(options.seed * 104_729 + 5),
      catalogue: this.catalogue,
      facts: this.#kept.facts,
      people: () => this.people.directory.people.map(({ userId: id, name }) => ({ id, name })),
    });
  }

  static async open(options: LabHouseOptions): Promise<LabHouse> {
    const house = new LabHouse(options);
    // The tone before a recording, as callers know it.
    house.catalogue.add({ text: '(tone)', by: 'switchboard', samples: toneOf('beep') });
    // Where a bot's process should be and is not, nobody answers: least of all the switchboard.
    house.wire.serve(homeOf(''), (request) => Promise.reject(networkError('ECONNREFUSED', `nobody listens there: ${request.url}`)));
    house.#announcements = await house.#announcementsOf();
    await house.startCarrier();
    for (const number of options.bots.keys()) house.startBot(number);
    return house;
  }

  get facts(): FactSource<LabFacts> {
    return this.#facts;
  }

  /** Throws while the switchboard is down. */
  get carrier(): Carrier {
    if (!this.#carrier)
      throw new LabError('testing/refused', 'The switchboard is down: it was killed, and has not been started again yet.');
    return this.#carrier;
  }

  get isCarrierUp(): boolean {
    return this.#carrier !== undefined;
  }

  /** What a bot threw that nobody forgives, the first of it. */
  get threw(): { readonly number: string; readonly error: string; readonly stack: string | undefined } | undefined {
    for (const { number, fact } of this.botFacts) {
      if (fact.kind === 'botFailed' && !this.forgiven.some((each) => fact.error.search(each) >= 0))
        return { number, error: fact.error, stack: fact.stack };
    }
    return undefined;
  }

  /** Of all bots, up or not. */
  get numbers(): readonly string[] {
    return [...this.#options.bots.keys()];
  }

  /** Those that are up. */
  get bots(): ReadonlyMap<string, BotPlace> {
    return this.#bots;
  }

  /** The messages that were left. */
  get voicemail(): Pick<Voicemail, 'list' | 'wav'> {
    return this.#voicemailOf(this.time.clock);
  }

  /** Of all bots, in the order in which they were begun. */
  get recordings(): readonly LabRecording[] {
    return this.#library.recordings;
  }

  get transcripts(): readonly LabTranscript[] {
    return this.#library.transcripts;
  }

  async startCarrier(): Promise<void> {
    if (this.#carrier) return;
    const { graph, limits, log, time, isAtPage } = this.#options;
    const process = new LabProcess({ clock: time.clock, fetch: this.wire.fetch });
    const carrier = await openCarrier({
      process,
      clock: time.clock,
      wire: this.wire,
      directory: this.people.directory,
      announcements: this.#announcements ?? (await this.#announcementsOf()),
      facts: this.#calls,
      keys: this.#keys,
      earlier: this.record,
      behaviour: graph,
      limits,
      random: this.#random,
      log,
      isAtPage,
    });
    this.#carrier = carrier;
    carrier.switchboard.facts.on('told', ({ fact }) => {
      if (process.isKilled) return;
      this.record.push(fact);
      this.#facts.tell('call', fact);
    });
    carrier.graph.facts.on('exchange', (exchange) => process.isKilled || this.#facts.tell('exchange', exchange));
  }

  /** All calls are gone, without a word to anybody. */
  killCarrier(): void {
    this.#carrier?.process.kill();
    this.#carrier = undefined;
    this.#facts.tell('carrierKilled', { atMs: this.time.clock.now() });
  }

  startBot(number: string): void {
    const bot = this.#options.bots.get(number);
    if (!bot || this.#bots.has(number)) return;
    const process = new LabProcess({ clock: this.time.clock, fetch: this.wire.fetch });
    const { voice, catalogue } = this;
    const place = openBot({
      number,
      bot,
      process,
      wire: this.wire,
      openBridgeSocket: labSocketOpener({ process, carrier: () => this.#carrier }),
      speech: botSpeech({ voice, catalogue, by: bot.name, trouble: () => this.troubles.voice(number) }),
      services: { voicemail: this.#voicemailOf(process.clock, { number, process }) },
      ...this.#library.of({
        clock: process.clock,
        ready: () => this.#storeReady({ number, process }),
        facts: this.#factsFor({ number, process }),
      }),
      random: this.#random,
      log: this.#options.log,
      onFact: (fact) => {
        if (process.isKilled) return;
        this.botFacts.push({ number, fact });
        this.#facts.tell('bot', { number, fact });
      },
      onExchange: (exchange) => process.isKilled || this.#facts.tell('exchange', exchange),
    });
    this.#bots.set(number, place);
  }

  /** It does nothing any more, in the middle of whatever it did; what it had kept is kept. */
  killBot(number: string): void {
    const place = this.#bots.get(number);
    if (!place) return;
    place.process.kill();
    this.#bots.delete(number);
    this.#facts.tell('botKilled', { number });
  }

  /** Whether a bot's code waits for something that is not in the lab. */
  get isElsewhere(): boolean {
    for (const place of this.#bots.values()) if (place.isElsewhere()) return true;
    return false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    let hasEnded = false;
    const ending = Promise.all([...this.#bots.values()].map((place) => place[Symbol.asyncDispose]())).finally(() => (hasEnded = true));
    await this.time.until(() => hasEnded, 10_000);
    await ending;
    await this.#carrier?.[Symbol.asyncDispose]();
    await this.voice[Symbol.asyncDispose]();
  }

  /** What a killed process had not asked for yet is not kept. */
  #voicemailOf(clock: LabTime['clock'], bot?: BotProcess): Voicemail {
    return new Voicemail({ blobs: this.#kept.blobs, facts: this.#factsFor(bot), clock, random: this.#random, tenantId });
  }

  #storeReady(bot?: BotProcess): Promise<void> {
    const trouble = this.troubles.store(bot?.number);
    return bot ? bot.process.unlessKilled(trouble) : trouble;
  }

  #factsFor(bot?: BotProcess): Pick<FactLog, 'append' | 'read'> {
    const { facts } = this.#kept;
    const append: FactLog['append'] = async (...words) => {
      await this.#storeReady(bot);
      return facts.append(...words);
    };
    return { append, read: (...words) => facts.read(...words) };
  }

  async #announcementsOf(): Promise<Readonly<Record<AnnouncementName, Uint8Array>>> {
    const sound = async (text: string): Promise<Uint8Array> => {
      const { samples, marks } = await this.voice.speak(text, { speaker: 'switchboard' });
      this.catalogue.add({ text, by: 'switchboard', samples, marks });
      return writeWav(samples);
    };
    return {
      'bot-not-answering': await sound('The service that you called does not answer. Please try again later.'),
      'number-unknown': await sound('This number is not in use.'),
      'nobody-answers': await sound('Nobody answers. Please try again later.'),
    };
  }
}
