/** Microsoft Graph's calling API over the switchboard, with the identity platform that bots need for it: a `fetch` and nothing more. */
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { PromptsWanted } from '../../switchboard/notice.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import type { ResolveHost } from './address-guard.ts';
import type { GraphDoorFacts } from './exchanges.ts';
import { Notifier } from './notifier.ts';
import { pinnedFetch, throughFetch } from './pinned-fetch.ts';
import { Prompts } from './prompts.ts';
import { Recordings } from './recordings.ts';
import { serve } from './serving.ts';
import { defaultSettings, type GraphSettings } from './settings.ts';
import { signingKey, type KeyStore, type SigningKey } from './signing-keys.ts';

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
  readonly settings?: Partial<GraphSettings> | undefined;
};

export interface GraphDoor extends AsyncDisposable {
  /** Answers every request; rejects never. What is not the door's is a 404. */
  fetch(request: Request): Promise<Response>;
  readonly facts: FactSource<GraphDoorFacts>;
}

/** Opens the door. From now on it tells apps of their calls, until it is disposed of. */
export function graphDoor(options: GraphDoorOptions): GraphDoor {
  const { switchboard, directory, clock, random, log, publicUrl, resolveHost } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const scope = new Scope();
  const facts = new Facts<GraphDoorFacts>({ onError: (error) => log.error('a listener of the Graph door failed', { error }) });
  const send = options.fetch ? throughFetch(options.fetch) : pinnedFetch;
  const recordings = new Recordings({ clock, random, keptMs: settings.recordingKeptMs, limitBytes: settings.recordingBytes });
  const key = once(() => signingKey(options.keys, clock));
  const { promptTimeoutMs: timeoutMs, promptBytes: limitBytes, promptRedirects: redirects } = settings;
  const prompts = new Prompts({ send, resolveHost, clock, timeoutMs, limitBytes, redirects }, { cacheBytes: settings.promptCacheBytes });
  const notifier = new Notifier({
    directory,
    key,
    clock,
    random,
    log,
    settings,
    send,
    resolveHost,
    recordings,
    facts,
    locationOf: (recordingId) => `${publicUrl.origin}/recordings/${recordingId}`,
    signal: scope.signal,
    onIncomingFailed: (failure) => void switchboard.incomingFailed(failure),
  });
  const load = async ({ appId, legId, operationId, prompts: sources }: PromptsWanted): Promise<void> => {
    const isLocal = directory.apps.some((app) => app.appId === appId && app.isLocal);
    const result = await prompts.load(sources, { appId, isLocal, signal: scope.signal });
    if (result.ok) switchboard.promptsReady({ appId, legId, operationId, sounds: result.sounds });
    else switchboard.promptsFailed({ appId, legId, operationId, problem: result.problem });
  };
  const { signal } = scope;
  switchboard.facts.on('appNotice', (notice) => notifier.notify(notice), { signal });
  switchboard.facts.on(
    'promptsWanted',
    (wanted) =>
      scope.run(
        () => load(wanted),
        (error) => log.error('prompts were lost', { error }),
      ),
    { signal },
  );
  return {
    facts,
    fetch: (request) => serve(request, { switchboard, directory, clock, random, log, settings, publicUrl, recordings, facts, key }),
    [Symbol.asyncDispose]: () => scope.end(),
  };
}

/** Runs `make` at the first call; a failure is not kept. */
function once(make: () => Promise<SigningKey>): () => Promise<SigningKey> {
  let made: Promise<SigningKey> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
