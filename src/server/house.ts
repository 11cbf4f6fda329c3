/** The whole house in one process: both halves, put together from the configuration. */
import { basename, join, resolve } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { realRandom, type Random } from '../base/random.ts';
import { Scope } from '../base/scope.ts';
import type { Speaks } from '../bot/speaks.ts';
import type { MediaEngine, MediaProcessHealth } from '../engine/port.ts';
import { redactText } from '../speech/redaction/redact-text.ts';
import type { SpeechToText } from '../speech/recognition/speech-to-text.ts';
import { sphinxWords } from '../speech/sphinx-words.ts';
import { Voicemail } from '../services/voicemail/voicemail.ts';
import type { Call } from '../switchboard/call.ts';
import type { Directory } from '../switchboard/directory.ts';
import { Ladders } from '../views/ladder.ts';
import type { Home } from '../wire/live/page-event.ts';
import { leaveWord, newAdminToken } from './apps/admin-access.ts';
import { adminCommandSchema } from './apps/admin-command.ts';
import { adminDesk, adminRoute } from './apps/admin-route.ts';
import { Administration } from './apps/administration.ts';
import { AppRegistry } from './apps/app-registry.ts';
import type { HousePlaces } from './apps/house-places.ts';
import { PagesDesk } from './apps/pages-desk.ts';
import { attendanceRoute } from './attendance-route.ts';
import { loadBot } from './bot-file.ts';
import { openBotsHalf } from './bots-half.ts';
import { bundleRoute } from './bundle-route.ts';
import { CallCapture } from './call-capture.ts';
import { botNoteOf, noteOf } from './call-notes.ts';
import type { FullConfig } from './config.ts';
import { ConnectProxy } from './connect-proxy.ts';
import { directoryOf } from './directory.ts';
import { Feeds } from './feeds.ts';
import { FrontDoor } from './front-door.ts';
import { openStores } from './house-stores.ts';
import { listen } from './listener.ts';
import { startEngine } from './media.ts';
import { checkHost } from './origin-guard.ts';
import { openPages } from './pages.ts';
import { recordingsCommandSchema } from './recordings/recordings-command.ts';
import { openArchives } from './recordings/open-archives.ts';
import { openRecordings } from './recordings/recordings-half.ts';
import { packageFolder, sampleBots, sampleHints, slugOf } from './sample-house.ts';
import { openSecureDoor, type SecureDoor } from './secure-door.ts';
import { openSwitchboardHalf } from './switchboard-half.ts';
import { terminalLog } from './terminal-log.ts';
import { openTranscription } from './transcription/transcription-half.ts';
import { version } from './version.ts';
import { misplacedRequests, virtualHosts } from './virtual-hosts.ts';
import { openVoice } from './voice.ts';
import { VoicemailLinks } from './voicemail-links.ts';
import { voicemailRoute } from './voicemail-route.ts';

export type HouseOptions = {
  readonly clock: Clock;
  /** Bots beside those of the configuration, each with the next free number. */
  readonly botFiles?: readonly string[];
  /** Whether bots are loaded again when their file is saved. */
  readonly isWatching?: boolean;
  readonly onReload?: (message: string) => void;
  readonly random?: Random;
  /** In place of the configured ones, for whoever drives a house without a browser. */
  readonly engine?: MediaEngine;
  readonly speech?: Speaks;
  readonly recognisers?: readonly SpeechToText[];
};

/** An open house. Disposing hangs up every call, closes the port and lets go of the data folder. */
export type House = AsyncDisposable & {
  readonly url: string;
  /** The same over HTTPS; undefined when that is switched off. */
  readonly secure: SecureDoor | undefined;
  readonly directory: Directory;
  /** Of the bots that run in this program, by app: made anew at each start. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly hints: Home['tryThis'];
  /** What speaks, for the terminal. */
  readonly voice: string;
  /** Calls that are up, and those that ended a short while ago. */
  calls(): readonly Call[];
  mediaHealth(): Promise<readonly MediaProcessHealth[]>;
};

/** Opens everything, or nothing: what was begun is undone when a later step fails. */
export async function openHouse(config: FullConfig, options: HouseOptions): Promise<House> {
  const scope = new Scope();
  try {
    return await opened(await withBotFiles(config, options.botFiles ?? []), options, scope);
  } catch (error) {
    await scope.end();
    throw error;
  }
}

async function opened(config: FullConfig, options: HouseOptions, scope: Scope): Promise<House> {
  const { clock, random = realRandom(), isWatching = false, onReload = () => undefined } = options;
  const log = terminalLog(config.log, { redact: redactText({ words: (config.transcription.redact || undefined)?.words }) });
  const common = { clock, random, log, scope };
  const stores = await openStores(config.data, common);
  const pages = await openPages(join(packageFolder, 'console', 'dist'));
  const { speech, voice } = options.speech
    ? { speech: options.speech, voice: 'given' }
    : await openVoice(config.voice, { ...common, store: stores.speech });
  const engine = options.engine ?? startEngine(config, common);
  scope.defer(() => engine[Symbol.asyncDispose]());

  checkHost(config.host);
  const door = new FrontDoor(log);
  let secure: SecureDoor | undefined;
  const served = {
    fetch: (request: Request) => door.fetch(request),
    upgrade: (path: string, headers: Headers, query: URLSearchParams) => door.upgrade(path, headers, query),
  };
  const proxy = new ConnectProxy({ clock, hosts: virtualHosts, accept: () => secure?.accept });
  const listener = await listen({ host: config.host, port: config.port, ...served }, proxy);
  scope.defer(() => listener[Symbol.asyncDispose]());
  const publicUrl = config.publicUrl?.replace(/\/+$/, '') ?? listener.url;

  const registry = await AppRegistry.open({ secrets: stores.secrets, clock, random });
  const { directory, secrets } = directoryOf(config, { publicUrl, random, registered: () => registry.apps });
  const { tenantId } = directory;
  const archives = await openArchives(config.recordings, { ...common, stores, tenantId });
  const speechToText = await openTranscription(config.transcription, {
    ...common,
    archives,
    stores,
    tenantId,
    engine,
    recognisers: options.recognisers,
    onChanged: () => feeds.speechChanged(),
  });
  const recordings = await openRecordings(config.recordings, archives, {
    ...common,
    stores,
    directory,
    transcripts: speechToText.transcripts,
    tell: (news) => feeds.libraryChanged(news),
  });
  const voicemail = new Voicemail({
    archive: archives.bots,
    blobs: stores.blobs,
    facts: stores.bots,
    clock,
    random,
    tenantId,
  });
  const ladders = new Ladders({ nameOfApp: (appId) => directory.apps.find((app) => app.appId === appId)?.name });
  const links = new VoicemailLinks(random);
  const tryThis =
    config.bots === undefined
      ? sampleHints
      : directory.apps.flatMap(({ number, name }) =>
          number === undefined ? [] : [{ number, text: `Dial ${number} and talk to ${name}.` }],
        );
  const feeds = new Feeds({
    engine,
    voicemail,
    links,
    ladders,
    directory,
    tryThis,
    isCapturing: config.capture,
    speech: () => speechToText.home.now,
    log,
  });

  const keys = { rotate: (how: { readonly isAtOnce: boolean }) => graph.keys.rotate(how) };
  const administration = new Administration({ registry, directory, keys, random });
  const places = (): HousePlaces => {
    return { url: listener.url, publicUrl: config.publicUrl, secureUrl: secure?.url, certificate: secure?.certificate };
  };
  const desk = new PagesDesk({ administration, directory, places });
  const { switchboard, graph, bridge, live, factsOf } = await openSwitchboardHalf({
    ...common,
    directory,
    apps: desk,
    engine,
    stores,
    recordings: archives.switchboard,
    shelf: recordings.shelf,
    speech: speechToText.house,
    transcripts: speechToText.shelf,
    feeds,
    publicUrl,
    version,
    iceServers: config.media.iceServers ?? [],
    behaviour: config.graph,
    limits: config.limits,
  });
  switchboard.facts.on('told', ({ call, fact }) => {
    for (const leg of call.legs) if (leg.kind === 'app') ladders.know(leg.legId, call.callId);
    const note = noteOf(fact);
    if (note) ladders.note(call.callId, note);
    void feeds.refreshMedia();
  });
  graph.facts.on('exchange', (exchange) => ladders.take(exchange));
  const capture = config.capture ? new CallCapture({ engine, switchboard, clock, signal: scope.signal }) : undefined;

  const bots = await openBotsHalf({
    ...common,
    bots: config.bots ?? sampleBots,
    directory,
    secrets,
    publicUrl,
    speech,
    services: { voicemail },
    recordings: recordings.service,
    words: sphinxWords({ clock }),
    transcription: speechToText.service,
    isWatching,
    onReload,
    onExchange: (exchange) => ladders.take(exchange),
    onFact: (appId, fact) => {
      if (fact.kind === 'callTaken') ladders.know(fact.callId, fact.chainId);
      if (fact.kind === 'botFailed') feeds.botFailed(appId, fact.error);
      const note = botNoteOf(fact, { id: appId, name: directory.apps.find((app) => app.appId === appId)?.name ?? 'Bot', kind: 'bot' });
      const callId = ladders.callOf(fact.callId);
      if (note && callId !== undefined) ladders.note(callId, note);
    },
  });
  const token = newAdminToken(random);
  const admin = adminRoute(
    new Map([
      ['/admin/do', adminDesk(adminCommandSchema, (command) => desk.carryOut(command))],
      ['/admin/recordings', adminDesk(recordingsCommandSchema, (command) => recordings.desk.carryOut(command))],
    ]),
    { token, log },
  );
  const bundles = bundleRoute({ factsOf, ladders, capture, clock });
  const attendance = attendanceRoute({ factsOf, clock });
  const routes = {
    misplaced: misplacedRequests(common),
    bots,
    voicemail: voicemailRoute(voicemail, links),
    bundles,
    attendance,
    library: recordings.library,
    admin,
    pages,
  };
  const doors = { graph: (request: Request) => graph.fetch(request), bridge: (request: Request) => bridge.fetch(request) };
  door.open({ ...doors, ...routes }, { live, bridge, transcripts: recordings.liveTranscripts });
  if (config.https.enabled) secure = await openSecureDoor(config, { ...common, ...served, path: stores.path });
  await feeds.refreshMedia();
  void speechToText.begin();
  void recordings.begin().then(() => moveMessages(voicemail, { directory, log }));
  await leaveWord(stores.path, { places: places(), token, clock, random, scope });
  return {
    url: listener.url,
    secure,
    directory,
    secrets,
    hints: tryThis,
    voice,
    calls: () => switchboard.calls(),
    mediaHealth: () => engine.health(),
    [Symbol.asyncDispose]: () => scope.end(),
  };
}

/** What callers left when messages were files by themselves. */
async function moveMessages(voicemail: Voicemail, { directory, log }: { readonly directory: Directory; readonly log: Log }): Promise<void> {
  for (const { userId } of directory.people)
    await voicemail.moveOld(userId).catch((error: unknown) => log.error('older voicemail could not be moved', { error }));
}

/** Bots named on the command line are called as they call themselves, with their file where that name is taken. */
async function withBotFiles(config: FullConfig, files: readonly string[]): Promise<FullConfig> {
  const bots = [...(config.bots ?? sampleBots)];
  for (const file of files) {
    const { name, says } = await loadBot(file);
    const isTaken = bots.some((bot) => slugOf(bot.name) === slugOf(name));
    bots.push({ name: isTaken ? `${name} (${basename(file)})` : name, file: resolve(file), says: says ?? `Your bot in ${file}` });
  }
  return files.length === 0 ? config : { ...config, bots };
}
