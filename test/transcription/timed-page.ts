/** Windows of people in a meeting, in virtual time: each speaks into it, and the moment is known at which its feed brought a caption. */
import type { Clock } from '../../src/base/clock.ts';
import { Facts } from '../../src/base/facts.ts';
import { silentLog } from '../../src/base/log.ts';
import { LiveDoor } from '../../src/doors/live/live-door.ts';
import type { AppsDeskFacts } from '../../src/doors/live/apps-desk.ts';
import type { FeedFacts } from '../../src/doors/live/page-feeds.ts';
import type { LocalEngine } from '../../src/engine/local-engine.ts';
import type { MemoryPeers } from '../../src/engine/memory-peer.ts';
import type { MemoryPerson } from '../../src/engine/memory-person.ts';
import type { CodecName } from '../../src/media/codec.ts';
import type { Directory } from '../../src/switchboard/directory.ts';
import type { Switchboard } from '../../src/switchboard/switchboard.ts';
import type { PageCommand } from '../../src/wire/live/page-command.ts';
import type { PageEvent } from '../../src/wire/live/page-event.ts';
import type { TimedText } from './measured-delays.ts';

type TimedPage = {
  readonly person: MemoryPerson;
  readonly captions: TimedText[];
  readonly legId: () => string;
  /** Resolves when it is done; throws where it is refused. */
  ask(command: PageCommand): Promise<void>;
};

type TimedPagesOptions = {
  readonly clock: Clock;
  readonly engine: LocalEngine;
  readonly peers: MemoryPeers;
  readonly switchboard: Switchboard;
  readonly directory: Directory;
};

export class TimedPages implements AsyncDisposable {
  readonly #options: TimedPagesOptions;
  readonly #door: LiveDoor;
  #count = 0;

  constructor(options: TimedPagesOptions) {
    this.#options = options;
    const { engine } = options;
    const nobody = (): Promise<never> => Promise.reject(new Error('nobody asks for that here'));
    this.#door = new LiveDoor({
      ...options,
      log: silentLog,
      feeds: {
        facts: new Facts<FeedFacts>(),
        tryThis: [],
        media: () => ({ isUp: true, processes: 1, rooms: 0, legs: 0 }),
        voicemail: () => Promise.resolve([]),
        markHeard: nobody,
        deleteMessage: nobody,
        ladder: () => [],
      },
      apps: { facts: new Facts<AppsDeskFacts>(), list: nobody, administer: nobody },
      connect: async (request) => ({ ok: true, ...(await engine.connect(request)) }),
      hello: { version: '1', instance: 'i', iceServers: [] },
    });
  }

  /** Opens a window and dials; `person` is heard as soon as time passes. */
  async open(userId: string, number: string, codec: CodecName = 'opus'): Promise<TimedPage> {
    const { clock, peers } = this.#options;
    const captions: TimedText[] = [];
    const events: PageEvent[] = [];
    let id = 0;
    const session = this.#door.open({
      send: (text) => {
        const event = JSON.parse(text) as PageEvent;
        events.push(event);
        if (event.kind === 'caption') captions.push({ text: event.caption.text, isFinal: event.caption.isFinal, atMs: clock.now() });
      },
      close: (_, reason) => captions.push({ text: `closed: ${reason}`, isFinal: true, atMs: clock.now() }),
      bufferedBytes: 0,
    });
    const ask = async (command: PageCommand): Promise<void> => {
      await session?.receive(JSON.stringify({ id: ++id, command }));
      const reply = events.findLast((event) => event.kind === 'reply');
      if (reply?.kind !== 'reply' || !reply.ok) throw new Error(`${command.kind}: ${JSON.stringify(reply)}`);
    };
    const legId = (): string => events.findLast((event) => event.kind === 'phone')?.phone.lines[0]?.legId ?? '';
    const person = await peers.person({ codec });
    await ask({ kind: 'signIn', userId, pageId: `c0000000-0000-4000-8000-00000000000${String(++this.#count)}` });
    await ask({ kind: 'dial', number, offer: person.offer });
    return { person, captions, legId, ask };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#door[Symbol.asyncDispose]();
  }
}
