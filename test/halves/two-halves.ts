/** Both halves in one process and in virtual time: all of it is the real thing but the sockets, the browsers and the voice. */
import type { JWK } from 'jose';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { Scope } from '../../src/base/scope.ts';
import { virtualClock, type VirtualClock } from '../../src/base/virtual-clock.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { hostBot, type BotFact } from '../../src/bot/host.ts';
import { graphDoor } from '../../src/doors/graph/graph-door.ts';
import type { KeyStore } from '../../src/doors/graph/signing-keys.ts';
import { LocalEngine } from '../../src/engine/local-engine.ts';
import { MemoryPeers } from '../../src/engine/memory-peer.ts';
import { writeWav } from '../../src/media/wav.ts';
import { GraphPlatform } from '../../src/platforms/graph/graph-platform.ts';
import { Voicemail } from '../../src/services/voicemail/voicemail.ts';
import { memoryBlobStore } from '../../src/store/memory-blob-store.ts';
import { memoryFactLog } from '../../src/store/memory-fact-log.ts';
import type { CallFact } from '../../src/switchboard/call-fact.ts';
import type { AppEntry, Directory } from '../../src/switchboard/directory.ts';
import { Switchboard } from '../../src/switchboard/switchboard.ts';
import { people } from '../../bots/people.ts';
import { Phone } from './phone.ts';
import { tuneOf, tuneVoice } from './tune-voice.ts';
import { Wire } from './wire.ts';

const origin = 'http://127.0.0.1:4400';
const tenantId = 'c0000000-0000-4000-8000-000000000001';

export type TwoHalves = AsyncDisposable & {
  readonly clock: VirtualClock;
  readonly engine: LocalEngine;
  readonly switchboard: Switchboard;
  readonly voicemail: Voicemail;
  readonly wire: Wire;
  /** The record of all calls, as the switchboard keeps it. */
  readonly record: CallFact[];
  /** What the bots' hosts tell. */
  readonly botFacts: BotFact[];
  phoneOf(person: { readonly user: string }): Phone;
  ticks(): Promise<number>;
};

type Options = {
  /** By number. */
  readonly bots: Readonly<Record<string, Bot>>;
  readonly seed?: number;
  /** The number of the bot to which calls go that nobody answers within 20 s. */
  readonly forwardTo?: string;
};

export function openTwoHalves({ bots, seed = 1, forwardTo }: Options): TwoHalves {
  const scope = new Scope();
  const clock = virtualClock();
  const random = seededRandom(seed);
  const log = silentLog;
  const wire = new Wire(clock);
  const directory = directoryOf(bots, forwardTo);

  const peers = new MemoryPeers({ clock });
  const engine = new LocalEngine({ clock, peers });
  scope.defer(() => engine[Symbol.asyncDispose]());
  const sorry = writeWav(tuneOf('sorry'));
  const announcements = { 'bot-not-answering': sorry, 'number-unknown': sorry, 'nobody-answers': sorry };
  const switchboard = new Switchboard({ directory, engine, clock, random, log, announcements });
  scope.defer(() => switchboard[Symbol.asyncDispose]());
  const record: CallFact[] = [];
  switchboard.facts.on('told', ({ fact }) => void record.push(fact));
  const graph = graphDoor({
    switchboard,
    directory,
    clock,
    random,
    log,
    keys,
    publicUrl: new URL(origin),
    resolveHost: () => Promise.reject(new Error('no names are needed here')),
    fetch: wire.fetch,
  });
  scope.defer(() => graph[Symbol.asyncDispose]());
  wire.serve(origin, (request) => graph.fetch(request));

  const voicemail = new Voicemail({ blobs: memoryBlobStore(), facts: memoryFactLog(), clock, random, tenantId });
  const botFacts: BotFact[] = [];
  for (const { appId, secret, webhook, number } of directory.apps) {
    const bot = bots[number];
    if (!bot) continue;
    const publicUrl = webhook.replace(/\/calls$/, '');
    const platform = new GraphPlatform({
      name: 'the test',
      baseUrl: `${origin}/v1.0`,
      tokenUrl: `${origin}/${tenantId}/oauth2/v2.0/token`,
      openIdUrl: `${origin}/v1/.well-known/OpenIdConfiguration`,
      tenantId,
      appId,
      secret,
      publicUrl,
      fetch: wire.fetch,
      clock,
      random,
      log,
    });
    scope.defer(() => platform[Symbol.asyncDispose]());
    wire.serve(publicUrl, (request) => platform.fetch(request));
    const onFact = (fact: BotFact): void => void botFacts.push(fact);
    const host = hostBot({ bot, platform, speech: tuneVoice, services: { voicemail }, clock, log, onFact });
    scope.defer(() => host[Symbol.asyncDispose]());
  }
  return {
    clock,
    engine,
    switchboard,
    voicemail,
    wire,
    record,
    botFacts,
    phoneOf: ({ user }) => new Phone({ userId: user, clock, switchboard, engine, peers }),
    ticks: async () => (await engine.health())[0]?.ticks ?? 0,
    [Symbol.asyncDispose]: () => scope.end(),
  };
}

/** One key for every house of a test file: making one takes a while, and equal keys make equal signatures. */
const keys: KeyStore = (() => {
  let kept: JWK | undefined;
  return {
    load: async () => kept,
    save: async (key) => {
      kept = key;
    },
  };
})();

function directoryOf(bots: Options['bots'], forwardTo: string | undefined): Directory {
  const apps = Object.entries(bots).map(([number, { name }]): AppEntry => ({
    appId: appIdOf(number),
    name,
    number,
    says: '',
    webhook: `${origin}/bots/${number}/calls`,
    secret: `secret of ${number}`,
    isLocal: true,
    permissions: ['Calls.Initiate.All', 'Calls.AccessMedia.All'],
  }));
  return {
    tenantId,
    people: people.map(({ user, name, number }) => ({ userId: user, name, number })),
    apps,
    ...(forwardTo === undefined ? {} : { noAnswer: { afterMs: 20_000, forwardTo: appIdOf(forwardTo) } }),
  };
}

function appIdOf(number: string): string {
  return `b0000000-0000-4000-8000-000000000${number}`;
}
