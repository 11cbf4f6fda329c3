/** What pages show beside calls: voicemail, ladders, the state of media; brought together from both halves. */
import { Facts, type FactSource } from '../base/facts.ts';
import type { Log } from '../base/log.ts';
import type { FeedFacts, PageFeeds } from '../doors/live/page-feeds.ts';
import type { MediaEngine } from '../engine/port.ts';
import { VoicemailError } from '../services/voicemail/errors.ts';
import type { Voicemail } from '../services/voicemail/voicemail.ts';
import type { Directory } from '../switchboard/directory.ts';
import type { Ladders } from '../views/ladder.ts';
import { voicemailView } from '../views/voicemail.ts';
import type { LibraryNews } from '../wire/live/library.ts';
import type { LadderMessage } from '../wire/live/ladder.ts';
import type { Home, VoicemailMessage } from '../wire/live/page-event.ts';
import type { VoicemailLinks } from './voicemail-links.ts';

export type FeedOptions = {
  readonly engine: MediaEngine;
  readonly voicemail: Voicemail;
  readonly links: VoicemailLinks;
  readonly ladders: Ladders;
  readonly directory: Directory;
  readonly tryThis: Home['tryThis'];
  readonly isCapturing?: boolean;
  readonly speech?: (() => Home['speech']) | undefined;
  readonly log: Log;
};

export class Feeds implements PageFeeds {
  readonly #options: FeedOptions;
  readonly #facts = new Facts<FeedFacts>();
  #media: Home['media'] = { isUp: true, processes: 0, rooms: 0, legs: 0 };
  #isAsking = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    options.voicemail.facts.on('changed', ({ userId }) => this.#facts.tell('voicemailChanged', { userId }));
    options.ladders.facts.on('grew', (grown) => this.#facts.tell('ladderGrew', grown));
  }

  get facts(): FactSource<FeedFacts> {
    return this.#facts;
  }

  get tryThis(): Home['tryThis'] {
    return this.#options.tryThis;
  }

  get isCapturing(): boolean {
    return this.#options.isCapturing ?? false;
  }

  /** The code of a bot threw while it had a call. */
  botFailed(appId: string, because: string): void {
    this.#facts.tell('botFailed', { appId, because });
  }

  /** Recordings are otherwise than before. */
  libraryChanged(news: LibraryNews): void {
    this.#facts.tell('libraryChanged', news);
  }

  /** Who turns speech into text, or how much of it goes on, is otherwise than before. */
  speechChanged(): void {
    this.#facts.tell('mediaChanged', {});
  }

  speech(): Home['speech'] {
    return this.#options.speech?.();
  }

  media(): Home['media'] {
    return this.#media;
  }

  /** Asks the media processes how they are, and tells when it is otherwise than before. Asked while it asks, it does not ask twice. */
  async refreshMedia(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const before = JSON.stringify(this.#media);
    try {
      const health = await this.#options.engine.health();
      const isUp = health.length > 0;
      const remedy = isUp
        ? undefined
        : 'No media process is running: calls have no sound. It is started again by itself; if this stays, restart Rollcall.';
      this.#media = {
        isUp,
        processes: health.length,
        rooms: sum(health.map(({ rooms }) => rooms)),
        legs: sum(health.map(({ legs }) => legs)),
        remedy,
      };
    } catch (error) {
      this.#options.log.warn('the media engine did not say how it is', { error });
      this.#media = { ...this.#media, isUp: false, remedy: 'The media engine does not answer: restart Rollcall.' };
    } finally {
      this.#isAsking = false;
    }
    if (JSON.stringify(this.#media) !== before) this.#facts.tell('mediaChanged', {});
  }

  async voicemail(userId: string): Promise<readonly VoicemailMessage[]> {
    const { voicemail, links, directory } = this.#options;
    const numbers = new Map([
      ...directory.people.map((person) => [person.userId, person.number] as const),
      ...directory.apps.map((app) => [app.appId, app.number] as const),
    ]);
    return voicemailView(await voicemail.list(userId), {
      numberOf: ({ id }) => numbers.get(id),
      hrefOf: (messageId) => links.to(userId, messageId),
    });
  }

  markHeard(userId: string, messageId: string): Promise<boolean> {
    return isThere(this.#options.voicemail.markHeard(userId, messageId));
  }

  deleteMessage(userId: string, messageId: string): Promise<boolean> {
    return isThere(this.#options.voicemail.delete(userId, messageId));
  }

  ladder(callId: string): readonly LadderMessage[] {
    return this.#options.ladders.of(callId);
  }
}

async function isThere(doing: Promise<void>): Promise<boolean> {
  try {
    await doing;
    return true;
  } catch (error) {
    if (error instanceof VoicemailError) return false;
    throw error;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
