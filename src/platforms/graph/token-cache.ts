/** The app's access tokens (OAuth 2.0 client credentials, RFC 6749 §4.4), one for each tenant and audience: fetched once for all who wait, kept until shortly before they expire. */
import { z } from 'zod';
import { orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { entraIn } from '../../wire/graph/explain/explain-refusal.ts';
import { textOf, type Answer, type Courier } from './courier.ts';
import { proofOf, type AppCredential } from './credential.ts';
import { PlatformError } from './errors.ts';
import { inTheSentence } from './refusal.ts';
import { withRetries } from './retry.ts';

const RENEW_BEFORE_MS = 5 * 60_000;
/** Tenants and audiences that are remembered; who was asked for longest ago goes first. */
const MOST_KEPT = 500;

export type TokenCacheOptions = {
  readonly courier: Courier;
  readonly clock: Clock;
  readonly random: Random;
  /** For the app's own tenant; for another, its id takes the place of ours in this URL. */
  readonly tokenUrl: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly credential: AppCredential;
  /** Whom tokens are for unless told otherwise: `https://graph.microsoft.com`. */
  readonly audience: string;
};

export type TokenFor = { readonly tenantId?: string | undefined; readonly audience?: string | undefined };

type Kept = { readonly token: string; readonly untilMs: number };

export class TokenCache {
  readonly #options: TokenCacheOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #fetching = new Map<string, Promise<string>>();

  constructor(options: TokenCacheOptions) {
    this.#options = options;
  }

  /** A token that is good for some minutes yet. One request serves all who ask for the same at the same time. */
  get({ tenantId = this.#options.tenantId, audience = this.#options.audience, signal }: TokenFor & Cancel = {}): Promise<string> {
    const key = `${tenantId} ${audience}`;
    const kept = this.#kept.get(key);
    if (kept && this.#options.clock.now() < kept.untilMs) return Promise.resolve(kept.token);
    const fetching = this.#fetching.get(key) ?? this.#fetch(tenantId, audience).finally(() => this.#fetching.delete(key));
    this.#fetching.set(key, fetching);
    return orAborted(fetching, signal);
  }

  /** Drops a token that the service has refused, unless another has taken its place. */
  forget(token: string): void {
    for (const [key, kept] of this.#kept) if (kept.token === token) this.#kept.delete(key);
  }

  async #fetch(tenantId: string, audience: string): Promise<string> {
    const { courier, clock, random, appId, credential } = this.#options;
    const tokenUrl = this.#tokenUrlFor(tenantId);
    const send = async (): Promise<Answer> => {
      // An assertion is good for one try: its id may not come twice.
      const proof = await proofOf(credential, { tokenUrl, appId, clock, random });
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, ...proof, scope: `${audience}/.default` });
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
      return courier.send({ method: 'POST', url: tokenUrl, headers, body: form.toString() });
    };
    const answer = await withRetries(send, { clock, random, isRepeatable: true });
    if (answer.status !== 200) throw refusal(answer, tokenUrl);
    const { access_token, expires_in } = read(answer, tokenUrl);
    const lifeMs = expires_in * 1000;
    this.#keep(`${tenantId} ${audience}`, { token: access_token, untilMs: clock.now() + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2) });
    return access_token;
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
  }

  #tokenUrlFor(tenantId: string): string {
    const { tokenUrl, tenantId: own } = this.#options;
    return tenantId === own ? tokenUrl : tokenUrl.replace(encodeURIComponent(own), encodeURIComponent(tenantId));
  }
}

const tokenAnswer = z.looseObject({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const tokenRefusal = z.looseObject({ error: z.string(), error_description: z.string().optional() });

function read(answer: Answer, tokenUrl: string): { access_token: string; expires_in: number } {
  try {
    return tokenAnswer.parse(JSON.parse(textOf(answer)));
  } catch (cause) {
    throw new PlatformError('platform/odd-answer', `${tokenUrl} answered 200 without a token; is it a token endpoint?`, {
      cause,
      status: 200,
    });
  }
}

function refusal(answer: Answer, tokenUrl: string): PlatformError {
  const { status } = answer;
  const said = tokenRefusal.safeParse(jsonOf(textOf(answer)));
  const why = said.success ? (said.data.error_description ?? said.data.error) : `status ${String(status)}`;
  const known = entraIn(why);
  const [remedy] = known?.remedies ?? [];
  const meaning = known ? `${inTheSentence(known.happened)} (“${why}”)` : why;
  const advice = remedy === undefined ? 'check the app id, the secret or certificate, and the tenant' : inTheSentence(remedy);
  return new PlatformError('platform/no-token', `${tokenUrl} gave no token: ${meaning}; ${advice}`, { status });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
