/** The Graph door with all that surrounds calls, over the test house: people, apps with every permission, and hosts behind an in-memory `fetch`. */
import { silentLog } from '../../../base/log.ts';
import { seededRandom } from '../../../base/random.ts';
import type { FactLog } from '../../../store/fact-log.ts';
import { memoryFactLog } from '../../../store/memory-fact-log.ts';
import type { CallFact } from '../../../switchboard/call-fact.ts';
import type { Directory } from '../../../switchboard/directory.ts';
import type { TranscriptShelf } from './meetings/transcript-shelf.ts';
import type { RecordingShelf } from './meetings/recording-shelf.ts';
import { directory as house1, house, type House } from '../../../switchboard/test-house.ts';
import type { WireExchange } from '../../../wire/graph/exchange.ts';
import { consentable } from './around-permissions.ts';
import type { AroundSettings } from './around-settings.ts';
import { graphDoor, type GraphDoor } from '../graph-door.ts';
import { secretCredential } from '../identity/client-secret.ts';
import { openSurroundings, type Surroundings } from './surroundings.ts';
import { publicUrl, sharedKeys, testSecret } from '../test-door.ts';

export type TestAround = {
  readonly h: House;
  readonly door: GraphDoor;
  readonly surroundings: Surroundings;
  readonly directory: Directory;
  readonly exchanges: WireExchange[];
  /** Who has a window open. */
  readonly atPage: Set<string>;
  /** What stands at other addresses, without what follows `?`. */
  readonly hosts: Map<string, (request: Request) => Response | Promise<Response>>;
  /** A request of an app; `/v1.0` is put before the path unless it has a version; or a whole address. */
  ask(method: string, path: string, body?: unknown, options?: AskOptions): Promise<Response>;
  /** The same, as JSON. */
  json<T = Record<string, unknown>>(method: string, path: string, body?: unknown, options?: AskOptions): Promise<T>;
  close(): Promise<void>;
};

type AskOptions = { readonly appId?: string; readonly tenantId?: string; readonly headers?: Readonly<Record<string, string>> };

type Options = {
  readonly log?: FactLog;
  readonly settings?: Partial<AroundSettings>;
  readonly transcripts?: TranscriptShelf;
  readonly recordings?: RecordingShelf;
  readonly earlier?: readonly CallFact[];
  /** In place of every permission. */
  readonly permissions?: readonly string[];
  readonly seed?: number;
};

const credentials = [secretCredential(testSecret, seededRandom(7))];

export async function testAround(options: Options = {}): Promise<TestAround> {
  const { log = memoryFactLog(), settings, transcripts, recordings, earlier, permissions = consentable, seed = 1 } = options;
  let surroundings: Surroundings | undefined;
  const h = house({ seed, meetings: { find: (key) => surroundings?.meetings.find(key) } });
  const grants = { 'tenant-1': permissions, 'tenant-2': permissions };
  const directory: Directory = {
    ...house1,
    tenants: [
      { tenantId: 'tenant-1', name: 'Contoso' },
      { tenantId: 'tenant-2', name: 'Fabrikam Ltd.' },
    ],
    people: house1.people,
    apps: house1.apps.map((app) => ({ ...app, credentials, grants })),
  };
  const atPage = new Set<string>();
  const opened = (surroundings = await openSurroundings({
    log: silentLog,
    facts: log,
    clock: h.clock,
    random: h.random,
    directory,
    settings,
    transcripts,
    recordings,
    earlier,
    isAtPage: (userId) => atPage.has(userId),
  }));
  const hosts: TestAround['hosts'] = new Map();
  const exchanges: WireExchange[] = [];
  const door = graphDoor({
    switchboard: h.switchboard,
    directory,
    clock: h.clock,
    random: h.random,
    log: silentLog,
    keys: sharedKeys,
    publicUrl,
    resolveHost: () => Promise.resolve(['127.0.0.1']),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const host = hosts.get(request.url.replace(/\?.*/, ''));
      return host ? host(request) : new Response(null, { status: 404 });
    },
    surroundings: opened,
  });
  door.facts.on('exchange', (exchange) => void exchanges.push(exchange));
  const tokens = new Map<string, { readonly token: string; readonly untilMs: number }>();
  const token = async ({ appId = 'desk', tenantId = 'tenant-1' }: AskOptions): Promise<string> => {
    const kept = tokens.get(`${appId} ${tenantId}`);
    if (kept && h.clock.wallMs() < kept.untilMs) return kept.token;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, client_secret: testSecret, scope: 'https://graph.microsoft.com/.default' }); // prettier-ignore
    const response = await door.fetch(new Request(new URL(`/${tenantId}/oauth2/v2.0/token`, publicUrl), { method: 'POST', body }));
    const { access_token: fresh } = (await response.json()) as { access_token: string };
    tokens.set(`${appId} ${tenantId}`, { token: fresh, untilMs: h.clock.wallMs() + 30 * 60_000 });
    return fresh;
  };
  const ask: TestAround['ask'] = async (method, path, body, { headers = {}, ...who } = {}) => {
    const url = new URL(/^(https:|\/(v1\.0|beta)\/)/.test(path) ? path : `/v1.0${path}`, publicUrl);
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const all = { authorization: `Bearer ${await token(who)}`, 'content-type': 'application/json', ...headers };
    const asked = door.fetch(new Request(url, { method, headers: all, ...sent }));
    await h.clock.settle();
    const response = await asked;
    await h.clock.settle();
    return response;
  };
  return {
    h,
    door,
    surroundings: opened,
    directory,
    exchanges,
    atPage,
    hosts,
    ask,
    async json<T>(method: string, path: string, body?: unknown, who?: AskOptions): Promise<T> {
      return (await ask(method, path, body, who)).json() as Promise<T>;
    },
    async close() {
      await door[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}
