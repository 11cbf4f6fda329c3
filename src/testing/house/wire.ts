/** The wire between the programs of a lab, with no socket: a `fetch` that finds its server in this process and writes down what goes by. */
import { createHash } from 'node:crypto';
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';

/** One message and its answer, as they went by, with their times on the lab's clock. */
export type Carried = {
  readonly sentMs: number;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  answeredMs?: number;
  status?: number;
  answer?: string;
  /** Why no answer came. */
  problem?: string;
  /** What a fault did with it on its way. */
  fault?: string;
};

export type Server = (request: Request) => Promise<Response>;
/** Stands in the way of messages: it may answer itself, wait, or let pass. `carried` is what is written down of the message. */
export type Interceptor = (request: Request, next: Server, carried: Carried) => Promise<Response>;

export class Wire {
  /** In the order in which they were sent. */
  readonly carried: Carried[] = [];
  readonly #clock: Clock;
  readonly #servers = new Map<string, Server>();
  readonly #interceptors = new Set<Interceptor>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Requests whose URL begins with `prefix` go to that server until it is disposed of; the longest prefix wins. With the signal its
   * process dies: nobody serves there any more, and whoever waits for an answer finds the connection cut.
   */
  serve(prefix: string, server: Server, { signal }: Cancel = {}): Disposable {
    const serving: Server = signal ? (request) => unlessCut(server(request), signal, request.url) : server;
    this.#servers.set(prefix, serving);
    const end = (): void => {
      if (this.#servers.get(prefix) === serving) this.#servers.delete(prefix);
    };
    signal?.addEventListener('abort', end, { once: true });
    return { [Symbol.dispose]: end };
  }

  /** The one that came last meets a message first. */
  intercept(interceptor: Interceptor): Disposable {
    this.#interceptors.add(interceptor);
    return { [Symbol.dispose]: () => void this.#interceptors.delete(interceptor) };
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    return this.#carry(request, {}, (carried) => this.#through([...this.#interceptors], request, carried));
  };

  /** Brings a message that was held back, or a copy of one, past all interceptors; whoever sent it hears nothing of it. Never rejects. */
  async bring(request: Request, fault: string): Promise<void> {
    await this.#carry(request, { fault }, () => this.#server(request.url)(request)).catch(() => undefined);
  }

  async #carry(request: Request, more: Pick<Carried, 'fault'>, send: (carried: Carried) => Promise<Response>): Promise<Response> {
    const body = await request.clone().text();
    const carried: Carried = { sentMs: this.#clock.now(), method: request.method, url: request.url, body, ...more };
    this.carried.push(carried);
    try {
      const response = await send(carried);
      carried.answeredMs = this.#clock.now();
      carried.status = response.status;
      carried.answer = shown(new Uint8Array(await response.clone().arrayBuffer()), response.headers.get('content-type'));
      return response;
    } catch (error) {
      carried.problem = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  #through(interceptors: readonly Interceptor[], request: Request, carried: Carried): Promise<Response> {
    const last = interceptors.at(-1);
    if (!last) return this.#server(request.url)(request);
    return last(request, (passed) => this.#through(interceptors.slice(0, -1), passed, carried), carried);
  }

  #server(url: string): Server {
    let found: { readonly prefix: string; readonly server: Server } | undefined;
    for (const [prefix, server] of this.#servers) {
      if (url.startsWith(prefix) && prefix.length >= (found?.prefix.length ?? 0)) found = { prefix, server };
    }
    return found?.server ?? (() => Promise.reject(networkError('ECONNREFUSED', `nobody serves ${url}`)));
  }
}

/** As Node's own `fetch` fails. */
export function networkError(code: 'ECONNREFUSED' | 'ECONNRESET', message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

/** What a process has begun to answer when it dies is never answered. */
function unlessCut(answer: Promise<Response>, signal: AbortSignal, url: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    const cut = (): void => reject(networkError('ECONNRESET', `the process that served ${url} died`));
    if (signal.aborted) cut();
    signal.addEventListener('abort', cut, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', cut));
  });
}

function shown(bytes: Uint8Array, type: string | null): string {
  if (type === null || /json|text/.test(type)) return new TextDecoder().decode(bytes);
  return `${String(bytes.length)} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`;
}
