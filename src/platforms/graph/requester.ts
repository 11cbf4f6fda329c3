/** One request to Graph with all that belongs to it: a place in the budget, a token, retries, and a refusal in plain words. */
import { z } from 'zod';
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { retryAfterMs } from '../../base/retry-after.ts';
import { operationResource, type Operation } from '../../wire/graph/operation.ts';
import { Circuit } from './circuit.ts';
import { textOf, type Answer, type Courier, type Letter } from './courier.ts';
import { PlatformError } from './errors.ts';
import { refusalOf } from './refusal.ts';
import { callsBudget, othersBudget, RequestBudget } from './request-budget.ts';
import { withRetries } from './retry.ts';
import type { TokenCache } from './token-cache.ts';

export type RequesterOptions = {
  readonly courier: Courier;
  readonly tokens: TokenCache;
  readonly clock: Clock;
  readonly random: Random;
  /** Graph's root with its version. */
  readonly baseUrl: string;
};

export type Asking = Cancel & {
  /** For people: "POST answer". */
  readonly what: string;
  readonly method: Letter['method'];
  /** Below the version: `/communications/calls`. */
  readonly path: string;
  readonly body?: object | undefined;
  readonly callId?: string | undefined;
  /** Whether doing it twice is the same as doing it once. What is not may not be left in doubt: its signal ends the waiting between tries only. */
  readonly isRepeatable: boolean;
  /** Goes out even while the service is left alone: what ends a call must have been tried. */
  readonly isUrgent?: boolean | undefined;
  readonly version?: 'beta' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** What all requests of one app share. */
type Shared = { readonly circuit: Circuit; readonly calls: RequestBudget; readonly others: RequestBudget };

export class Requester {
  readonly #options: RequesterOptions;
  readonly #shared: Shared;
  readonly #tenantId: string | undefined;
  readonly #root: string;

  constructor(options: RequesterOptions, { shared, tenantId }: { readonly shared?: Shared; readonly tenantId?: string } = {}) {
    const { clock } = options;
    this.#options = options;
    this.#tenantId = tenantId;
    this.#root = options.baseUrl.replace(/\/+$/, '');
    this.#shared = shared ?? {
      circuit: new Circuit({ clock }),
      calls: new RequestBudget({ clock, ...callsBudget }),
      others: new RequestBudget({ clock, ...othersBudget }),
    };
  }

  /** The same with tokens of another tenant; budget and circuit stay one. */
  forTenant(tenantId: string): Requester {
    return new Requester(this.#options, { shared: this.#shared, tenantId });
  }

  /** Resolves with an answer that is a success; rejects with a `PlatformError` otherwise, or with the signal's reason. */
  async send(asking: Asking): Promise<Answer> {
    const { signal, isRepeatable } = asking;
    const answer = await this.#throughCircuit(asking, () => withRetries(this.#attempt(asking), { ...this.#options, signal, isRepeatable }));
    if (!isSuccess(answer)) throw refusalOf(answer, asking.what);
    return answer;
  }

  async read<T>(schema: z.ZodType<T>, asking: Asking): Promise<T> {
    return parsed(schema, await this.send(asking), asking.what);
  }

  /** The operation that has begun or is over already; undefined when the answer does not name one. */
  async operation(asking: Asking): Promise<Operation | undefined> {
    const answer = await this.send(asking);
    return answer.bytes.length === 0 ? undefined : parsed(operationResource, answer, asking.what);
  }

  /** As `send`, for what may have ended meanwhile: `gone` when the service no longer knows it. */
  async unlessGone<T>(asking: Asking, done: T): Promise<T | 'gone'> {
    try {
      await this.send(asking);
      return done;
    } catch (error) {
      if (error instanceof PlatformError && error.status === 404) return 'gone';
      throw error;
    }
  }

  /** Fetches from elsewhere than Graph, with a token of its own or none. */
  async download({
    url,
    token,
    callId,
    signal,
  }: Cancel & { readonly url: string; readonly token?: string | undefined; readonly callId?: string }): Promise<Uint8Array> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const attempt = (): Promise<Answer> => this.#options.courier.send({ method: 'GET', url, headers, callId }, { signal });
    const answer = await withRetries(attempt, { ...this.#options, signal, isRepeatable: true });
    if (!isSuccess(answer)) throw refusalOf(answer, 'the download of a recording');
    return answer.bytes;
  }

  #attempt(asking: Asking): () => Promise<Answer> {
    const { courier, tokens, clock } = this.#options;
    const { signal, isRepeatable, body } = asking;
    const budget = asking.path.startsWith('/communications/calls') ? this.#shared.calls : this.#shared.others;
    const root = asking.version === undefined ? this.#root : this.#root.replace(/\/v1\.0$/, `/${asking.version}`);
    const letter: Letter = {
      method: asking.method,
      url: `${root}${asking.path}`,
      body: body && JSON.stringify(body),
      callId: asking.callId,
    };
    let tokensRefused = 0;
    const attempt = async (): Promise<Answer> => {
      await budget.take({ signal });
      const token = await tokens.get({ tenantId: this.#tenantId, signal });
      const headers = {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...asking.headers,
      };
      const answer = await courier.send({ ...letter, headers }, isRepeatable ? { signal } : {});
      if (answer.status === 429) budget.pause(retryAfterMs(answer.headers.get('retry-after'), clock.wallMs()) ?? 0);
      if (answer.status !== 401 || tokensRefused++ > 0) return answer;
      // Keys are rolled over and tokens revoked: one new token is worth a try.
      tokens.forget(token);
      return attempt();
    };
    return attempt;
  }

  async #throughCircuit(asking: Asking, work: () => Promise<Answer>): Promise<Answer> {
    const { circuit } = this.#shared;
    if (!asking.isUrgent) circuit.enter(asking.what);
    try {
      const answer = await work();
      if (answer.status >= 502 && answer.status <= 504) circuit.failed(`it was answered with ${String(answer.status)}`);
      else circuit.succeeded();
      return answer;
    } catch (error) {
      if (error instanceof PlatformError && error.code === 'platform/unreachable') circuit.failed(error.message);
      else circuit.leftOpen();
      throw error;
    }
  }
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function parsed<T>(schema: z.ZodType<T>, answer: Answer, what: string): T {
  try {
    return schema.parse(JSON.parse(textOf(answer)));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON';
    throw new PlatformError('platform/odd-answer', `${what} was answered with something unexpected: ${why}`, {
      cause,
      status: answer.status,
    });
  }
}
