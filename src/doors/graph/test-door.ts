/** The Graph door over the test house, with a bot's host and a few files behind an in-memory `fetch`. */
import type { Call, Modality, ServiceHostedMediaConfig } from '@microsoft/microsoft-graph-types';
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { RecordingPlaces } from '../../switchboard/keeping/call-keeping.ts';
import type { HouseSpeech } from '../../switchboard/transcribing/house-speech.ts';
import type { MeetingBook } from '../../switchboard/meeting.ts';
import { directory, house, type House } from '../../switchboard/test-house.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import type { NotificationBody, NotificationItem } from '../../wire/graph/notification.ts';
import { graphDoor, type GraphDoor } from './graph-door.ts';
import type { MediaBridge } from './media-bridge.ts';
import type { GivenSettings } from './settings.ts';
import { secretCredential } from './identity/client-secret.ts';
import { knownPermissions } from './permissions.ts';
import { memoryKeyStore, type KeyStore } from './identity/signing-keys.ts';

type Received = { readonly url: string; readonly headers: Headers; readonly item: NotificationItem };

export type TestDoor = {
  readonly h: House;
  readonly door: GraphDoor;
  /** What bots were sent, in order. */
  readonly received: Received[];
  readonly exchanges: WireExchange[];
  /** What stands at other addresses; a bot's own path may be overridden. */
  readonly files: Map<string, (init: RequestInit | undefined) => Response | Promise<Response>>;
  token(appId?: string, tenantId?: string): Promise<string>;
  /** A command of an app, `/communications/calls` being left out of the path. */
  command(method: string, path: string, body?: unknown, options?: CommandOptions): Promise<Response>;
};

type CommandOptions = {
  readonly appId?: string;
  /** Which the token is of. */
  readonly tenantId?: string;
  readonly headers?: Record<string, string>;
  /** In place of `/v1.0/communications/calls`. */
  readonly root?: string;
  readonly origin?: string;
};

export const publicUrl: URL = new URL('http://127.0.0.1:4400');

/** One key for all tests of a file: making one takes a while. */
export const sharedKeys: KeyStore = memoryKeyStore();

/** The secret of every app in the test house that has no other credential. */
export const testSecret = 's3cret';
const credentials = [secretCredential(testSecret, seededRandom(7))];

/** The apps of the test house with every permission that there is. */
export const apps: Directory['apps'] = directory.apps.map((app) => ({ ...app, grants: { 'tenant-1': knownPermissions } }));

type Options = {
  readonly settings?: GivenSettings;
  readonly apps?: Directory['apps'];
  readonly tenants?: Directory['tenants'];
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  readonly noAnswer?: Directory['noAnswer'];
  readonly meetings?: MeetingBook;
  readonly recordings?: RecordingPlaces;
  readonly speech?: HouseSpeech;
  readonly seed?: number;
  readonly bridge?: (h: House) => MediaBridge;
};

export function testDoor({
  settings,
  apps: registered = directory.apps,
  tenants = directory.tenants,
  hosts = {},
  noAnswer,
  meetings,
  recordings,
  speech,
  seed,
  bridge,
}: Options = {}): TestDoor {
  const h = house({
    noAnswer,
    ...(meetings === undefined ? {} : { meetings }),
    ...(recordings === undefined ? {} : { recordings }),
    ...(speech === undefined ? {} : { speech }),
    ...(seed === undefined ? {} : { seed }),
  });
  const received: Received[] = [];
  const exchanges: WireExchange[] = [];
  const files: TestDoor['files'] = new Map();
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const file = files.get(url);
    if (init?.method === 'POST' && typeof init.body === 'string') {
      // Skype's old format has no list of notifications.
      const { value = [] } = JSON.parse(init.body) as Partial<NotificationBody>;
      for (const item of value) received.push({ url, headers: new Headers(init.headers), item });
    }
    if (file) return file(init);
    return new Response(null, { status: init?.method === 'POST' ? 202 : 404 });
  };
  const door = graphDoor({
    switchboard: h.switchboard,
    directory: { ...directory, tenants, apps: registered.map((app) => (app.credentials.length > 0 ? app : { ...app, credentials })) },
    clock: h.clock,
    random: h.random,
    log: silentLog,
    keys: sharedKeys,
    publicUrl,
    meetings,
    bridge: bridge?.(h),
    resolveHost: (host) => Promise.resolve(hosts[host] ?? (host === 'localhost' ? ['127.0.0.1'] : [])),
    fetch,
    settings,
  });
  door.facts.on('exchange', (exchange) => void exchanges.push(exchange));
  const token = async (appId = 'desk', tenantId = 'tenant-1'): Promise<string> => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: testSecret,
      scope: 'https://graph.microsoft.com/.default',
    });
    const response = await door.fetch(new Request(new URL(`/${tenantId}/oauth2/v2.0/token`, publicUrl), { method: 'POST', body }));
    return ((await response.json()) as { access_token: string }).access_token;
  };
  return {
    h,
    door,
    received,
    exchanges,
    files,
    token,
    async command(method, path, body, options = {}) {
      const { appId = 'desk', tenantId, headers = {}, root = '/v1.0/communications/calls', origin = publicUrl } = options;
      const authorization = `Bearer ${await token(appId, tenantId)}`;
      const isAsItIs = typeof body === 'string' || body instanceof Uint8Array;
      const sent = body === undefined ? {} : { body: isAsItIs ? (body as BodyInit) : JSON.stringify(body) };
      const url = new URL(`${root}${path}`, origin);
      const request = new Request(url, { method, headers: { authorization, 'content-type': 'application/json', ...headers }, ...sent });
      const response = await door.fetch(request);
      await h.clock.settle();
      return response;
    },
  };
}

export const answerBody: Required<Pick<Call, 'callbackUri' | 'mediaConfig'>> & { acceptedModalities: Modality[] } = {
  callbackUri: 'http://localhost/callback',
  acceptedModalities: ['audio'],
  mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' } satisfies ServiceHostedMediaConfig & {
    '@odata.type': string;
  },
};

/** Ada calls the desk and it answers over Graph; gives Graph's call id. What was sent until then is forgotten. */
export async function atDesk(t: TestDoor): Promise<string> {
  const dialled = t.h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '100' });
  if (!dialled.ok) throw new Error(dialled.message);
  await t.h.engine.connect({ roomId: dialled.callId, legId: dialled.legId, offer: '' });
  await t.h.clock.settle();
  const callId = t.h.appLeg('desk')?.legId ?? '';
  const response = await t.command('POST', `/${callId}/answer`, answerBody);
  if (response.status !== 202) throw new Error(await response.text());
  t.received.length = 0;
  return callId;
}

/** The notifications so far as `changeType resourceUrl state-or-status`, ids cut out. */
export function shortly({ received }: TestDoor): readonly string[] {
  return received.map(({ item: { changeType, resourceUrl, resourceData } }) => {
    const data = resourceData as { state?: string; status?: string; mediaState?: object; toneInfo?: { tone: string } };
    const place = resourceUrl.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*').replace('/communications/calls/', '');
    return [changeType, place, data.state ?? data.status, data.mediaState ? 'active' : undefined, data.toneInfo?.tone]
      .filter(Boolean)
      .join(' ');
  });
}
