/** The switchboard of a lab, with all that belongs to it: the real exchange, the real Graph door, and the media engine within this process. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { BridgeDoor } from '../../doors/bridge/bridge-door.ts';
import { openSurroundings, type Surroundings } from '../../doors/graph/around/surroundings.ts';
import { graphDoor, type GraphDoor, type GraphDoorOptions } from '../../doors/graph/graph-door.ts';
import { bridgeSettingsOf } from '../../doors/graph/media-bridge.ts';
import type { KeyStore } from '../../doors/graph/identity/signing-keys.ts';
import { LocalEngine } from '../../engine/local-engine.ts';
import { MemoryPeers } from '../../engine/memory-peer.ts';
import { MemoryPictures } from '../../engine/pictures/memory-pictures.ts';
import { holdMusic } from '../../media/hold-music.ts';
import { writeWav } from '../../media/wav.ts';
import type { FactLog } from '../../store/fact-log.ts';
import type { CallFact } from '../../switchboard/call-fact.ts';
import type { AnnouncementName } from '../../switchboard/call.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { Limits } from '../../switchboard/limits.ts';
import { Switchboard } from '../../switchboard/switchboard.ts';
import type { LabProcess } from './lab-process.ts';
import { origin } from './lab-directory.ts';
import type { Wire } from './wire.ts';

export type CarrierOptions = {
  readonly process: LabProcess;
  /** Of those who outlive it: the people. */
  readonly clock: Clock;
  readonly wire: Wire;
  readonly directory: Directory;
  readonly announcements: Readonly<Record<AnnouncementName, Uint8Array>>;
  /** What outlives a restart. */
  readonly facts: FactLog;
  readonly keys: KeyStore;
  /** What earlier runs told of calls. */
  readonly earlier: readonly CallFact[];
  readonly behaviour: Pick<GraphDoorOptions, 'profile' | 'settings'>;
  readonly limits: Partial<Limits>;
  readonly random: Random;
  readonly log: Log;
  readonly isAtPage: (userId: string) => boolean;
};

export type Carrier = AsyncDisposable & {
  readonly process: LabProcess;
  readonly peers: MemoryPeers;
  readonly pictures: MemoryPictures;
  readonly engine: LocalEngine;
  readonly switchboard: Switchboard;
  readonly surroundings: Surroundings;
  readonly graph: GraphDoor;
  /** Sessions are opened over the wire, and sockets by `admit`. */
  readonly bridge: BridgeDoor;
};

export async function openCarrier(options: CarrierOptions): Promise<Carrier> {
  const { process, wire, directory, announcements, facts, keys, earlier, behaviour, limits, random, log, isAtPage } = options;
  const { clock } = process;
  const scope = new Scope();
  const peers = new MemoryPeers({ clock: options.clock });
  const pictures = new MemoryPictures({ clock: options.clock });
  const engine = new LocalEngine({ clock, peers, pictures, log });
  scope.defer(() => engine[Symbol.asyncDispose]());
  const surroundings = await openSurroundings({ log, facts, clock, random, directory, earlier, isAtPage });
  scope.defer(() => surroundings[Symbol.asyncDispose]());
  const { meetings } = surroundings;
  const switchboard = new Switchboard({
    directory,
    meetings,
    engine,
    clock,
    random,
    log,
    announcements,
    holdMusic: () => writeWav(holdMusic()),
    limits,
  });
  switchboard.chats.recall(earlier);
  scope.defer(() => switchboard[Symbol.asyncDispose]());
  const bridge = new BridgeDoor({
    switchboard,
    engine,
    clock,
    random,
    publicUrl: new URL(origin),
    checkToken: (authorization) => graph.readToken(authorization),
    ...bridgeSettingsOf(behaviour),
  });
  scope.defer(async () => bridge[Symbol.dispose]());
  const graph: GraphDoor = graphDoor({
    bridge,
    switchboard,
    directory,
    surroundings,
    clock,
    random,
    log,
    keys,
    publicUrl: new URL(origin),
    resolveHost: (host) => Promise.reject(new Error(`a lab asks nobody for the address of ${host}`)),
    fetch: process.fetch,
    ...behaviour,
  });
  scope.defer(() => graph[Symbol.asyncDispose]());
  const served = wire.serve(origin, (request) => graph.fetch(request), { signal: process.signal });
  const bridged = wire.serve(`${origin}/bridge/`, (request) => bridge.fetch(request), { signal: process.signal });
  scope.defer(async () => {
    served[Symbol.dispose]();
    bridged[Symbol.dispose]();
  });
  return { process, peers, pictures, engine, switchboard, surroundings, graph, bridge, [Symbol.asyncDispose]: () => scope.end() };
}
