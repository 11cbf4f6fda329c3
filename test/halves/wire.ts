/** The wire between the two halves, with no socket: a `fetch` that finds its server in this process and writes down what goes by. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../src/base/clock.ts';

/** One message and its answer, as they went by, with their times. */
export type Carried = {
  readonly sentMs: number;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  answeredMs?: number;
  status?: number;
  answer?: string;
};

/** `lost` on its way · `repeated` the very same comes once more · `retold` the same comes once more under another message id. */
export type Mishap = 'lost' | 'repeated' | 'retold';

export class Wire {
  /** In the order in which they were sent. */
  readonly carried: Carried[] = [];
  mishap: (request: Request) => Mishap | undefined = () => undefined;
  readonly #clock: Clock;
  readonly #servers = new Map<string, (request: Request) => Promise<Response>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The commands among them, as `method last-part-of-path`. */
  get commands(): readonly string[] {
    const sent = this.carried.filter(({ url }) => url.includes('/communications/'));
    return sent.map(({ method, url }) => `${method} ${url.split('/').at(-1) ?? ''}`);
  }

  /** Whose link begins with `prefix` goes to that server; the longest prefix wins. */
  serve(prefix: string, server: (request: Request) => Promise<Response>): void {
    this.#servers.set(prefix, server);
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.clone().text();
    const carried: Carried = { sentMs: this.#clock.now(), method: request.method, url: request.url, body };
    this.carried.push(carried);
    const mishap = this.mishap(request);
    if (mishap === 'lost') throw new TypeError('fetch failed', { cause: Object.assign(new Error('lost'), { code: 'ECONNRESET' }) });
    const repeat = mishap === undefined ? undefined : request.clone();
    if (mishap === 'retold') repeat?.headers.set('x-microsoft-skype-message-id', `again ${String(this.carried.length)}`);
    const response = await this.#server(request.url)(request);
    if (repeat) await this.#server(repeat.url)(repeat);
    carried.answeredMs = this.#clock.now();
    carried.status = response.status;
    carried.answer = shown(new Uint8Array(await response.clone().arrayBuffer()), response.headers.get('content-type'));
    return response;
  };

  #server(url: string): (request: Request) => Promise<Response> {
    const prefixes = [...this.#servers.keys()].filter((prefix) => url.startsWith(prefix)).toSorted((a, b) => b.length - a.length);
    const server = this.#servers.get(prefixes[0] ?? '');
    if (!server) throw new Error(`nobody serves ${url}`);
    return server;
  }
}

function shown(bytes: Uint8Array, type: string | null): string {
  if (type === null || /json|text/.test(type)) return new TextDecoder().decode(bytes);
  return `${String(bytes.length)} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`;
}
