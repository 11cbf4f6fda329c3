/** The switchboard's half of a house: the exchange, its event log, and the doors for apps, browsers and pages. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { Scope } from '../base/scope.ts';
import { BridgeDoor } from '../doors/bridge/bridge-door.ts';
import { aroundSettingsWith } from '../doors/graph/around/around-settings-schema.ts';
import { graphDoor, type GraphDoor } from '../doors/graph/graph-door.ts';
import { bridgeSettingsOf } from '../doors/graph/media-bridge.ts';
import { openSurroundings } from '../doors/graph/around/surroundings.ts';
import type { RecordingShelf } from '../doors/graph/around/meetings/recording-shelf.ts';
import type { TranscriptShelf } from '../doors/graph/around/meetings/transcript-shelf.ts';
import type { AppsDesk } from '../doors/live/apps-desk.ts';
import { LiveDoor } from '../doors/live/live-door.ts';
import type { PageFeeds } from '../doors/live/page-feeds.ts';
import { WebrtcDoor } from '../doors/webrtc/webrtc-door.ts';
import type { MediaEngine } from '../engine/port.ts';
import { holdMusic } from '../media/hold-music.ts';
import { writeWav } from '../media/wav.ts';
import type { CallFact } from '../switchboard/call-fact.ts';
import type { Directory } from '../switchboard/directory.ts';
import type { Limits } from '../switchboard/limits.ts';
import type { RecordingPlaces } from '../switchboard/keeping/call-keeping.ts';
import type { Meetings } from '../switchboard/meetings/meetings.ts';
import { Switchboard } from '../switchboard/switchboard.ts';
import type { HouseSpeech } from '../switchboard/transcribing/house-speech.ts';
import type { FindMeeting } from './recordings/shelved.ts';
import { readAnnouncements } from './announcements.ts';
import { CallJournal } from './call-journal.ts';
import type { GraphConfig } from './config.ts';
import type { HouseStores } from './house-stores.ts';
import { keyStore } from './key-store.ts';
import { resolveHost } from './resolve-host.ts';

export type SwitchboardHalfOptions = {
  readonly directory: Directory;
  readonly engine: MediaEngine;
  readonly stores: HouseStores;
  /** Where what it records is kept. */
  readonly recordings: RecordingPlaces;
  /** What both halves have recorded. */
  readonly shelf: (findMeeting: FindMeeting) => RecordingShelf;
  /** What turns speech into text for the switchboard itself. */
  readonly speech?: HouseSpeech | undefined;
  /** What both halves have transcribed. */
  readonly transcripts?: ((findMeeting: FindMeeting) => TranscriptShelf) | undefined;
  readonly feeds: PageFeeds;
  readonly apps: AppsDesk;
  readonly publicUrl: string;
  readonly version: string;
  readonly iceServers: readonly string[];
  readonly behaviour: GraphConfig;
  readonly limits: Partial<Limits>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

export type SwitchboardHalf = {
  readonly switchboard: Switchboard;
  readonly graph: GraphDoor;
  readonly bridge: BridgeDoor;
  readonly live: LiveDoor;
  /** What happened in a call, of earlier runs as well; nothing for a call that is not known. */
  readonly factsOf: (callId: string) => Promise<readonly CallFact[]>;
};

export async function openSwitchboardHalf(options: SwitchboardHalfOptions): Promise<SwitchboardHalf> {
  const {
    directory,
    engine,
    stores,
    recordings,
    shelf,
    speech,
    transcripts,
    feeds,
    apps,
    publicUrl,
    version,
    iceServers,
    behaviour,
    limits,
    clock,
    random,
    log,
    scope,
  } = options;
  const journal = new CallJournal({ log: stores.calls, tenant: directory.tenantId, clock, onError: log });
  const earlier = await journal.open();
  scope.defer(() => journal[Symbol.asyncDispose]());

  let live: LiveDoor | undefined;
  let planned: Meetings | undefined;
  const surroundings = await openSurroundings({
    log,
    facts: stores.calls,
    clock,
    random,
    directory,
    settings: aroundSettingsWith(behaviour.around),
    linkBase: behaviour.around?.joinLinks === 'house' ? publicUrl : undefined,
    earlier,
    isAtPage: (userId) => live?.hasPage(userId) ?? false,
    recordings: shelf((of) => planned?.heldAs(of)),
    transcripts: transcripts?.((of) => planned?.heldAs(of)),
  });
  scope.defer(() => surroundings[Symbol.asyncDispose]());
  const { meetings, presence } = surroundings;
  planned = meetings;

  const announcements = await readAnnouncements();
  const switchboard = new Switchboard({
    directory,
    meetings,
    engine,
    clock,
    random,
    log,
    announcements,
    recordings,
    speech,
    holdMusic: () => writeWav(holdMusic()),
    limits,
  });
  switchboard.chats.recall(earlier);
  switchboard.facts.on('told', ({ fact }) => journal.write(fact));
  scope.defer(() => switchboard[Symbol.asyncDispose]());

  const bridge = new BridgeDoor({
    switchboard,
    engine,
    clock,
    random,
    publicUrl: new URL(publicUrl),
    checkToken: (authorization) => graph.readToken(authorization),
    ...bridgeSettingsOf(behaviour),
  });
  scope.defer(async () => bridge[Symbol.dispose]());
  const graph: GraphDoor = graphDoor({
    bridge,
    switchboard,
    directory,
    clock,
    random,
    log,
    keys: keyStore(stores.secrets),
    publicUrl: new URL(publicUrl),
    resolveHost,
    surroundings,
    profile: behaviour.profile,
    settings: behaviour.settings,
  });
  scope.defer(() => graph[Symbol.asyncDispose]());

  const webrtc = new WebrtcDoor({ engine, clock });
  const hello = { version, instance: random.uuid(), iceServers: iceServers.map((urls) => ({ urls })) };
  live = new LiveDoor({
    switchboard,
    directory,
    feeds,
    apps,
    meetings,
    connect: (request) => webrtc.connect(request),
    clock,
    log,
    hello,
    onPages: () => presence.lookAround(),
  });
  for (const fact of earlier) live.callLog.take(fact);
  scope.defer(() => live[Symbol.asyncDispose]());
  return { switchboard, graph, bridge, live, factsOf: (callId) => journal.of(callId) };
}
