/** Whether a notification really comes from the service: its bearer token, checked against the published keys. */
import { decodeProtectedHeader, errors, importJWK, jwtVerify, type JWK } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';

const SKEW_S = 5 * 60;
const KEYS_LIVE_MS = 2 * 3600_000;
/** A key that we do not know makes us look again, but after we have looked in vain, not for so long. */
const LOOK_AGAIN_MS = 60_000;
const AFTER_A_FAULT_MS = 5_000;

export type Verdict =
  | { readonly kind: 'genuine' }
  | { readonly kind: 'refused'; readonly why: string }
  /** The keys could not be had; the sender may come again. */
  | { readonly kind: 'undecided'; readonly why: string };

/** Bots for several tenants take `any`, and see by the call whose it is. */
export type TenantCheck = {
  readonly accepted: 'any' | readonly string[];
  /** Whether a token may come without a tenant; the documented ones have it. */
  readonly mayBeAbsent?: boolean | undefined;
};

export type VerifierOptions = {
  /** Teams docs, calls-and-meetings/call-notifications; see `clouds.ts`. */
  readonly issuers: readonly string[];
  /** The bot's own tenant, unless given. */
  readonly tenants?: TenantCheck | undefined;
  readonly openIdUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly appId: string;
  readonly tenantId: string;
};

export class NotificationVerifier {
  readonly #options: VerifierOptions;
  #keys: ReadonlyMap<string, JWK> = new Map();
  #fetchedAt = -Infinity;
  #triedAt = -Infinity;
  #fetching: Promise<void> | undefined;

  constructor(options: VerifierOptions) {
    this.#options = options;
  }

  /** Takes the `Authorization` header. Never throws. */
  async verify(authorization: string | null): Promise<Verdict> {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return refused('it carries no bearer token');
    let kid: string | undefined;
    try {
      const header = decodeProtectedHeader(token);
      if (header.alg !== 'RS256') return refused(`it is signed with ${String(header.alg)}, not RS256`);
      kid = header.kid;
    } catch {
      return refused('its token is not a signed one');
    }
    if (kid === undefined) return refused('its token does not name a key');
    const key = await this.#keyFor(kid);
    if (key === undefined) return refused('it is signed with a key that the service has not published');
    return key instanceof Error
      ? { kind: 'undecided', why: `the service's keys could not be fetched: ${key.message}` }
      : this.#check(token, key);
  }

  async #check(token: string, jwk: JWK): Promise<Verdict> {
    const { appId, issuers, clock } = this.#options;
    const options = {
      issuer: [...issuers],
      // Some name the service principal of the app.
      audience: [appId, `spn:${appId}`],
      algorithms: ['RS256'],
      clockTolerance: SKEW_S,
      currentDate: new Date(clock.wallMs()),
      requiredClaims: ['exp'],
    };
    try {
      const { payload } = await clock.hold(async () => jwtVerify(token, await importJWK(jwk, 'RS256'), options));
      return this.#checkTenant(payload['tid']);
    } catch (error) {
      return refused(whyNot(error));
    }
  }

  #checkTenant(tid: unknown): Verdict {
    const { tenantId, tenants = { accepted: [tenantId] } } = this.#options;
    if (typeof tid !== 'string')
      return tid === undefined && tenants.mayBeAbsent ? { kind: 'genuine' } : refused('its token has no proper tid');
    const { accepted } = tenants;
    const isOurs = accepted === 'any' || accepted.some((each) => each.toLowerCase() === tid.toLowerCase());
    return isOurs ? { kind: 'genuine' } : refused('it is for another tenant');
  }

  async #keyFor(kid: string): Promise<JWK | Error | undefined> {
    const now = this.#options.clock.now();
    const isFresh = now - this.#fetchedAt < KEYS_LIVE_MS;
    const known = this.#keys.get(kid);
    if (known && isFresh) return known;
    if (!this.#fetching && now - this.#triedAt < LOOK_AGAIN_MS)
      return this.#keys.size > 0 ? known : new Error('they could not be a moment ago');
    try {
      this.#triedAt = this.#fetching ? this.#triedAt : now;
      this.#fetching ??= this.#fetchKeys().finally(() => (this.#fetching = undefined));
      await this.#fetching;
      const found = this.#keys.get(kid);
      if (found) this.#triedAt = -Infinity;
      return found;
    } catch (error) {
      this.#triedAt = now - LOOK_AGAIN_MS + AFTER_A_FAULT_MS;
      // Keys change rarely: an old one is better than none while the service's list is out of reach.
      return known ?? (error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #fetchKeys(): Promise<void> {
    const { openIdUrl, clock } = this.#options;
    const { jwks_uri } = openIdConfiguration.parse(await this.#json(openIdUrl));
    const { keys } = keySet.parse(await this.#json(jwks_uri));
    this.#keys = new Map(keys.filter((key) => key.kty === 'RSA' && (key.use ?? 'sig') === 'sig').map((key) => [key.kid, key as JWK]));
    this.#fetchedAt = clock.now();
  }

  async #json(url: string): Promise<unknown> {
    const response = await this.#options.fetch(url, { headers: { accept: 'application/json' }, redirect: 'follow' });
    if (!response.ok) throw new Error(`GET ${url} was answered with ${String(response.status)}`);
    return response.json();
  }
}

const openIdConfiguration = z.looseObject({ jwks_uri: z.url() });
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), use: z.string().optional() })) });

function refused(why: string): Verdict {
  return { kind: 'refused', why };
}

function whyNot(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'its token has expired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  if (error instanceof errors.JWTClaimValidationFailed) {
    const what: Readonly<Record<string, string>> = { aud: 'is for another app', iss: 'comes from another issuer', nbf: 'is not valid yet' };
    return `its token ${what[error.claim] ?? `has no proper ${error.claim}`}`;
  }
  return `its token could not be read (${error instanceof Error ? error.message : String(error)})`;
}
