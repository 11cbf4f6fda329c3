/** Microsoft Graph's calling API over the switchboard, with the identity platform that bots need for it: a `fetch` and nothing more. */
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import type { Directory } from '../../switchboard/directory.ts';
import { noMeetings, type MeetingBook } from '../../switchboard/meeting.ts';
import type { Switchboard, SwitchboardFacts } from '../../switchboard/switchboard.ts';
import type { ResolveHost } from './outbound/address-guard.ts';
import type { GraphDoorFacts } from './exchanges.ts';
import { tokenRead, type Caller } from './identity/access-token.ts';
import { ReplayGuard } from './identity/replay-guard.ts';
import { itemWriter } from './notifications/item-writer.ts';
import { CallTenants } from './calls/call-tenants.ts';
import { rotationOf } from './identity/key-rotation.ts';
import { MeetingTokens } from './calls/meeting-tokens.ts';
import { Notifier } from './notifications/notifier.ts';
import { Operations } from './calls/kept-operations.ts';
import type { MediaBridge } from './media-bridge.ts';
import { pinnedFetch, throughFetch } from './outbound/pinned-fetch.ts';
import type { GivenProfile } from './profile.ts';
import { promptService } from './outbound/prompt-service.ts';
import { Prompts } from './outbound/prompts.ts';
import { Recordings } from './calls/recordings.ts';
import { Scenarios } from './request-ids.ts';
import { serve } from './serving.ts';
import { settingsWith, type GivenSettings, type GraphSettings } from './settings.ts';
import { SigningKeys, type KeyStore } from './identity/signing-keys.ts';
import { SubscriptionDesk } from './around/subscriptions/subscription-desk.ts';
import type { Surroundings } from './around/surroundings.ts';
import { Throttle } from './throttle.ts';

export type GraphDoorOptions = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly keys: KeyStore;
  /** Where bots find this door: links and issuers begin with its origin. */
  readonly publicUrl: URL;
  readonly resolveHost: ResolveHost;
  /** Takes notifications out and fetches prompts. Left out, both go over sockets to the very addresses that were checked. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Meetings, presence, records and subscriptions. Left out, only calls are served. */
  readonly surroundings?: Surroundings | undefined;
  /** Where apps that bring media of their own open sessions for it. Left out, they cannot. */
  readonly bridge?: MediaBridge | undefined;
  /** Where it is looked up of which tenant a meeting is; in the surroundings where left out. */
  readonly meetings?: MeetingBook | undefined;
  /** Which of Graph's quirks are on: by default those that are seen on Teams. */
  readonly profile?: GivenProfile | undefined;
  readonly settings?: GivenSettings | undefined;
};

export interface GraphDoor extends AsyncDisposable {
  /** Answers every request; rejects never. What is not the door's is a 404. */
  fetch(request: Request): Promise<Response>;
  readonly facts: FactSource<GraphDoorFacts>;
  /** Whose token an `Authorization` header brings, for doors beside this one; or what is wrong with it. */
  readToken(authorization: string | null): Promise<({ readonly ok: true } & Caller) | { readonly ok: false; readonly message: string }>;
  /** What signs tokens and notifications. */
  readonly keys: Pick<SigningKeys, 'keys' | 'rotate'>;
}

/** Opens the door. From now on it tells apps of their calls, until it is disposed of. */
export function graphDoor(options: GraphDoorOptions): GraphDoor {
  const { switchboard, directory, clock, random, log, publicUrl, resolveHost } = options;
  const settings = settingsWith({ ...options.settings, ...(options.profile === undefined ? {} : { profile: options.profile }) });
  const scope = new Scope();
  const facts = new Facts<GraphDoorFacts>({ onError: (error) => log.error('a listener of the Graph door failed', { error }) });
  const send = options.fetch ? throughFetch(options.fetch) : pinnedFetch;
  const recordings = new Recordings({ clock, random, keptMs: settings.recordingKeptMs, limitBytes: settings.recordingBytes });
  const keys = new SigningKeys({
    store: options.keys,
    clock,
    rotation: rotationOf(settings),
    onError: (error) => log.error('the signing key could not be replaced; the old one goes on', { error }),
  });
  const replays = settings.refusesReplayedAssertions ? new ReplayGuard() : undefined;
  const { promptTimeoutMs: timeoutMs, promptBytes: limitBytes, promptRedirects: redirects } = settings;
  const prompts = new Prompts({ send, resolveHost, clock, timeoutMs, limitBytes, redirects }, { cacheBytes: settings.promptCacheBytes });
  const tokens = new MeetingTokens(keys, clock);
  const tenants = new CallTenants(clock);
  const operations = new Operations({
    clock,
    limit: settings.metadataOnly === 'serve' ? settings.operationsPerCall : 0,
    keptMs: settings.operationsKeptMs,
  });
  const scenarios = new Scenarios();
  const throttle = settings.profile.hasThrottling ? throttleOf(options, settings, scope.signal) : undefined;
  const notifier = new Notifier({
    directory,
    key: () => keys.key(),
    clock,
    random,
    log,
    settings,
    send,
    resolveHost,
    recordings,
    facts,
    scenarios,
    tenants,
    itemOf: itemWriter({ switchboard, settings, tokens, operations, tenants }),
    locationOf: (recordingId) => `${publicUrl.origin}/recordings/${recordingId}`,
    signal: scope.signal,
    onIncomingFailed: (failure) => void switchboard.incomingFailed(failure),
  });
  const { signal } = scope;
  switchboard.facts.on('appNotice', (notice) => notifier.notify(notice), { signal });
  const prefetch = promptService({ switchboard, directory, prompts, scope, log });
  // So that the first notification of a group call has its token.
  scope.run(
    () => tokens.prepare(),
    (error) => log.error('the signing key could not be had', { error }),
  );
  const meetings = options.meetings ?? options.surroundings?.meetings ?? noMeetings;
  const own = { facts, scenarios, throttle, keys, replays, recordings, tokens, operations, tenants, prefetch, meetings };
  const { surroundings } = options;
  surroundings?.watch(switchboard);
  const fetch = (request: Request): Promise<Response> =>
    serve(request, {
      switchboard,
      directory,
      clock,
      random,
      log,
      settings,
      publicUrl,
      around,
      bridge: options.bridge,
      cloud: surroundings?.settings.cloud,
      ...own,
    });
  const base = `${publicUrl.origin}/v1.0`;
  const around = surroundings && {
    surroundings,
    fetch,
    desk: new SubscriptionDesk({ surroundings, switchboard, directory, clock, random, log, keys, facts, send, resolveHost, base, signal }),
  };
  return {
    facts,
    keys,
    fetch,
    readToken: (authorization) => tokenRead({ headers: { get: () => authorization } }, { keys, clock, directory }),
    [Symbol.asyncDispose]: () => scope.end(),
  };
}

/** Counts an app's calls by what the switchboard tells of its legs; those that it placed itself are counted where they are placed. */
function throttleOf(
  { switchboard, directory, clock }: GraphDoorOptions,
  { throttle: limits }: GraphSettings,
  signal: AbortSignal,
): Throttle {
  const isRegistered = (id: string): boolean => directory.apps.some(({ appId }) => appId === id);
  const throttle = new Throttle({ clock, limits, isRegistered });
  const count = ({ fact }: SwitchboardFacts['told']): void => {
    if (fact.type === 'legRang' && fact.party.kind === 'app') throttle.callBegan(fact.party.id, fact.legId);
    if (fact.type === 'legEnded' && fact.party.kind === 'app') throttle.callEnded(fact.party.id, fact.legId);
  };
  switchboard.facts.on('told', count, { signal });
  return throttle;
}
