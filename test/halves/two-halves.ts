/** Both halves in one process and in virtual time: all of it is the real thing but the sockets, the browsers and the voice. */
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { Scope } from '../../src/base/scope.ts';
import { virtualClock, type VirtualClock } from '../../src/base/virtual-clock.ts';
import { hostBot, type BotFact } from '../../src/bot/host.ts';
import { graphDoor, type GraphDoorOptions } from '../../src/doors/graph/graph-door.ts';
import { memoryKeyStore, type KeyStore } from '../../src/doors/graph/identity/signing-keys.ts';
import { openSurroundings } from '../../src/doors/graph/around/surroundings.ts';
import { LocalEngine } from '../../src/engine/local-engine.ts';
import { MemoryPeers } from '../../src/engine/memory-peer.ts';
import { writeWav } from '../../src/media/wav.ts';
import type { GraphClient } from '../../src/platforms/graph/graph-client.ts';
import { GraphPlatform } from '../../src/platforms/graph/graph-platform.ts';
import { graphClient } from '../../src/platforms/graph/open-client.ts';
import { Voicemail } from '../../src/services/voicemail/voicemail.ts';
import { memoryBlobStore } from '../../src/store/memory-blob-store.ts';
import { memoryFactLog } from '../../src/store/memory-fact-log.ts';
import type { CallFact } from '../../src/switchboard/call-fact.ts';
import { Switchboard } from '../../src/switchboard/switchboard.ts';
import { directoryOf, homeOf, origin, registrationOf, tenantId, type Bots, type DirectoryOptions } from './house-directory.ts';
import { Phone } from './phone.ts';
import { tuneOf, tuneVoice } from './tune-voice.ts';
import { Wire } from './wire.ts';

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
  /** A new phone each time; several people have theirs at once. */
  phoneOf(person: { readonly user: string }): Phone;
  /** Graph for the app at a number. */
  clientOf(number: string): GraphClient;
  ticks(): Promise<number>;
};

type Options = DirectoryOptions & {
  readonly bots: Bots;
  readonly seed?: number;
  /** How Graph behaves. */
  readonly graph?: Pick<GraphDoorOptions, 'profile' | 'settings'>;
};

export async function openTwoHalves({ bots, seed = 1, graph: behaviour = {}, ...options }: Options): Promise<TwoHalves> {
  const scope = new Scope();
  const clock = virtualClock();
  const random = seededRandom(seed);
  const log = silentLog;
  const wire = new Wire(clock);
  const directory = directoryOf(bots, options);

  const peers = new MemoryPeers({ clock });
  const engine = new LocalEngine({ clock, peers });
  scope.defer(() => engine[Symbol.asyncDispose]());
  const surroundings = await openSurroundings({ log, facts: memoryFactLog(), clock, random, directory, isAtPage: () => true });
  scope.defer(() => surroundings[Symbol.asyncDispose]());
  const { meetings } = surroundings;
  const sorry = writeWav(tuneOf('sorry'));
  const announcements = { 'bot-not-answering': sorry, 'number-unknown': sorry, 'nobody-answers': sorry };
  const holdMusic = (): Uint8Array => writeWav(tuneOf(HOLD_MUSIC));
  const switchboard = new Switchboard({ directory, meetings, engine, clock, random, log, announcements, holdMusic });
  scope.defer(() => switchboard[Symbol.asyncDispose]());
  const record: CallFact[] = [];
  switchboard.facts.on('told', ({ fact }) => void record.push(fact));
  const graph = graphDoor({
    switchboard,
    directory,
    surroundings,
    clock,
    random,
    log,
    keys,
    publicUrl: new URL(origin),
    resolveHost: () => Promise.reject(new Error('no names are needed here')),
    fetch: wire.fetch,
    ...behaviour,
  });
  scope.defer(() => graph[Symbol.asyncDispose]());
  wire.serve(origin, (request) => graph.fetch(request));

  const voicemail = new Voicemail({ blobs: memoryBlobStore(), facts: memoryFactLog(), clock, random, tenantId });
  const botFacts: BotFact[] = [];
  const onFact = (fact: BotFact): void => void botFacts.push(fact);
  const common = { clock, random, log, fetch: wire.fetch };
  for (const [number, bot] of Object.entries(bots)) {
    const publicUrl = homeOf(number);
    const openIdUrl = `${origin}/v1/.well-known/OpenIdConfiguration`;
    const platform = new GraphPlatform({ ...common, ...registrationOf(number), name: 'the test', openIdUrl, publicUrl });
    scope.defer(() => platform[Symbol.asyncDispose]());
    wire.serve(publicUrl, (request) => platform.fetch(request));
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
    clientOf: (number) => graphClient({ ...common, ...registrationOf(number) }),
    ticks: async () => (await engine.health())[0]?.ticks ?? 0,
    [Symbol.asyncDispose]: () => scope.end(),
  };
}

/** What those hear who are put on hold, as a text that `phone.heard` knows. */
export const HOLD_MUSIC: string = 'hold the line';

/** One key for every house of a test file: making one takes a while, and equal keys make equal signatures. */
const keys: KeyStore = memoryKeyStore();
