/** The switchboard's half of a house: the exchange, its event log, and the doors for apps, browsers and pages. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { Scope } from '../base/scope.ts';
import { graphDoor, type GraphDoor } from '../doors/graph/graph-door.ts';
import { LiveDoor } from '../doors/live/live-door.ts';
import type { PageFeeds } from '../doors/live/page-feeds.ts';
import { WebrtcDoor } from '../doors/webrtc/webrtc-door.ts';
import type { MediaEngine } from '../engine/port.ts';
import type { Directory } from '../switchboard/directory.ts';
import { Switchboard } from '../switchboard/switchboard.ts';
import { readAnnouncements } from './announcements.ts';
import { CallJournal } from './call-journal.ts';
import type { HouseStores } from './house-stores.ts';
import { keyStore } from './key-store.ts';
import { resolveHost } from './resolve-host.ts';

export type SwitchboardHalfOptions = {
  readonly directory: Directory;
  readonly engine: MediaEngine;
  readonly stores: HouseStores;
  readonly feeds: PageFeeds;
  readonly publicUrl: string;
  readonly version: string;
  readonly iceServers: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

export type SwitchboardHalf = { readonly switchboard: Switchboard; readonly graph: GraphDoor; readonly live: LiveDoor };

export async function openSwitchboardHalf(options: SwitchboardHalfOptions): Promise<SwitchboardHalf> {
  const { directory, engine, stores, feeds, publicUrl, version, iceServers, clock, random, log, scope } = options;
  const journal = new CallJournal({ log: stores.calls, tenant: directory.tenantId, clock, onError: log });
  const earlier = await journal.open();
  scope.defer(() => journal[Symbol.asyncDispose]());

  const switchboard = new Switchboard({ directory, engine, clock, random, log, announcements: await readAnnouncements() });
  switchboard.facts.on('told', ({ fact }) => journal.write(fact));
  scope.defer(() => switchboard[Symbol.asyncDispose]());

  const graph = graphDoor({
    switchboard,
    directory,
    clock,
    random,
    log,
    keys: keyStore(stores.secrets),
    publicUrl: new URL(publicUrl),
    resolveHost,
  });
  scope.defer(() => graph[Symbol.asyncDispose]());

  const webrtc = new WebrtcDoor({ engine, clock });
  const hello = { version, instance: random.uuid(), iceServers: iceServers.map((urls) => ({ urls })) };
  const live = new LiveDoor({ switchboard, directory, feeds, connect: (request) => webrtc.connect(request), clock, log, hello });
  for (const fact of earlier) live.callLog.take(fact);
  scope.defer(() => live[Symbol.asyncDispose]());
  return { switchboard, graph, live };
}
