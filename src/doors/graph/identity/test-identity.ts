/** Two tenants and three apps behind the identity platform, to test tokens with: no calls, no sockets, any clock. */
import type { Clock } from '../../../base/clock.ts';
import { Facts } from '../../../base/facts.ts';
import { silentLog } from '../../../base/log.ts';
import { seededRandom } from '../../../base/random.ts';
import type { AppEntry, Directory } from '../../../switchboard/directory.ts';
import { callerOf } from './access-token.ts';
import { asDoorError, errorResponse } from '../errors.ts';
import type { GraphDoorFacts } from '../exchanges.ts';
import { routeOf } from '../routes.ts';
import { defaultSettings, type GraphSettings } from '../settings.ts';
import { memoryKeyStore, SigningKeys, type KeyStore } from './signing-keys.ts';
import type { CertificateCredential } from './certificate.ts';
import { secretCredential } from './client-secret.ts';
import { serveIdentity, type IdentityServing } from './identity-serving.ts';
import { loginOriginOf, originOf } from './login-host.ts';
import { ReplayGuard } from './replay-guard.ts';

export const here: URL = new URL('https://rollcall.example:4443');
export const tenantA = 'aaaaaaaa-0000-4000-8000-000000000001';
export const tenantB = 'bbbbbbbb-0000-4000-8000-000000000002';
export const desk = 'd0000000-0000-4000-8000-000000000001';
export const signer = 'd0000000-0000-4000-8000-000000000002';
export const homebody = 'd0000000-0000-4000-8000-000000000003';
export const secret = 'a secret with : and % and ü';
export const graphScope = 'https://graph.microsoft.com/.default';

const random = seededRandom(3);

function app(appId: string, name: string, more: Partial<AppEntry>): AppEntry {
  return { appId, tenantId: tenantA, name, says: '', credentials: [], isLocal: true, grants: {}, ...more };
}

export type TestIdentity = {
  readonly door: { readonly keys: SigningKeys; fetch(request: Request): Promise<Response> };
  readonly directory: Directory;
  get(path: string | URL, headers?: Record<string, string>): Promise<Response>;
  /** Asks for a token; values that are undefined are left out. */
  token(
    form: Record<string, string | undefined>,
    options?: { tenant?: string; path?: string; headers?: Record<string, string> },
  ): Promise<Response>;
};

export function testIdentity({
  clock,
  certificates = [],
  settings,
  keys = memoryKeyStore(),
}: {
  readonly clock: Clock;
  readonly certificates?: readonly CertificateCredential[];
  readonly settings?: Partial<GraphSettings>;
  readonly keys?: KeyStore;
}): TestIdentity {
  const grants = { [tenantA]: ['Calls.Initiate.All', 'Calls.AccessMedia.All'], [tenantB]: ['Calls.JoinGroupCall.All'] };
  const directory: Directory = {
    tenantId: tenantA,
    tenants: [
      { tenantId: tenantA, name: 'a.example' },
      { tenantId: tenantB, name: 'b.example' },
    ],
    people: [],
    apps: [
      app(desk, 'desk', { credentials: [secretCredential(secret, random)], grants }),
      app(signer, 'signer', { credentials: certificates, grants }),
      app(homebody, 'homebody', { credentials: [secretCredential('homebody', random)] }),
    ],
  };
  const full = { ...defaultSettings, ...settings };
  const onError = (error: unknown): never => {
    throw error;
  };
  const replays = full.refusesReplayedAssertions ? new ReplayGuard() : undefined;
  const signing = new SigningKeys({ store: keys, clock, rotation: full, onError });
  const serving = {
    directory,
    clock,
    random,
    publicUrl: here,
    facts: new Facts<GraphDoorFacts>({ onError }),
    settings: full,
    keys: signing,
    replays,
  };
  const door = { keys: signing, fetch: (request: Request) => served(request, serving) };
  return {
    door,
    directory,
    get: (path, headers = {}) => door.fetch(new Request(new URL(path, here), { headers })),
    token(form, { tenant = tenantA, path = 'oauth2/v2.0/token', headers = {} } = {}) {
      const given = Object.entries({ grant_type: 'client_credentials', scope: graphScope, ...form });
      const body = new URLSearchParams(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
      return door.fetch(new Request(new URL(`/${tenant}/${path}`, here), { method: 'POST', body, headers }));
    },
  };
}

/** As the whole door does it, with one command: what stands under `/communications` says who asks and what it may. */
async function served(request: Request, serving: IdentityServing): Promise<Response> {
  const route = routeOf(new URL(request.url).pathname);
  try {
    if (route?.kind === 'command') return Response.json(await callerOf(request, serving));
    if (!route || route.kind === 'recording' || route.kind === 'elsewhere') return new Response(null, { status: 404 });
    return await serveIdentity(request, route, serving, 'exchange');
  } catch (error) {
    const loginOrigin = loginOriginOf(originOf(request, serving.publicUrl));
    const ids = { requestId: 'request', clientRequestId: 'request', date: new Date(serving.clock.wallMs()).toISOString(), loginOrigin };
    return errorResponse(asDoorError(error, silentLog), ids);
  }
}
