/** The app's access token (OAuth 2.0 client credentials, RFC 6749 §4.4): fetched once for all who wait, kept until shortly before it expires. */
import { z } from 'zod';
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { textOf, type Answer, type Courier } from './courier.ts';
import { PlatformError } from './errors.ts';
import { withRetries } from './retry.ts';
import { until } from './waiting.ts';

const RENEW_BEFORE_MS = 5 * 60_000;

export type TokenOptions = {
  readonly courier: Courier;
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenUrl: string;
  readonly appId: string;
  readonly secret: string;
};

export class TokenSource {
  readonly #options: TokenOptions;
  #kept: { readonly token: string; readonly untilMs: number } | undefined;
  #fetching: Promise<string> | undefined;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** A token that is good for some minutes yet. One request serves all who ask at the same time. */
  get({ signal }: Cancel = {}): Promise<string> {
    if (this.#kept && this.#options.clock.now() < this.#kept.untilMs) return Promise.resolve(this.#kept.token);
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
    return until(this.#fetching, signal);
  }

  /** Drops a token that the service has refused, unless another has taken its place. */
  forget(token: string): void {
    if (this.#kept?.token === token) this.#kept = undefined;
  }

  async #fetch(): Promise<string> {
    const { courier, clock, random, tokenUrl, appId, secret } = this.#options;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const send = (): Promise<Answer> => courier.send({ method: 'POST', url: tokenUrl, headers, body: form.toString() });
    const answer = await withRetries(send, { clock, random, isRepeatable: true });
    if (answer.status !== 200) throw refusal(answer, tokenUrl);
    const { access_token, expires_in } = read(answer, tokenUrl);
    const lifeMs = expires_in * 1000;
    this.#kept = { token: access_token, untilMs: clock.now() + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2) };
    return access_token;
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
  return new PlatformError('platform/no-token', `${tokenUrl} gave no token: ${why}; check the app id, the secret and the tenant`, {
    status,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
