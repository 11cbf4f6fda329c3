/** A bot that knows nothing of Rollcall: a web server that takes notifications, serves prompts, and keeps all that it was told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { realClock } from '../../src/base/clock.ts';
import { Facts } from '../../src/base/facts.ts';

/** As it came, unread. */
export type Told = {
  readonly changeType: string;
  readonly resourceUrl: string;
  readonly resourceData: unknown;
};

const clock = realClock();

export class ForeignBot implements AsyncDisposable {
  readonly #server: Server;
  readonly #facts = new Facts<{ told: Told }>();
  readonly #told: Told[] = [];
  readonly #prompt: Uint8Array;
  /** Every body, for whoever wants to check it whole. */
  readonly bodies: unknown[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  url = '';

  private constructor(prompt: Uint8Array) {
    this.#prompt = prompt;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async open(prompt: Uint8Array): Promise<ForeignBot> {
    const bot = new ForeignBot(prompt);
    await new Promise<void>((resolve) => void bot.#server.listen(0, '127.0.0.1', resolve));
    bot.url = `http://127.0.0.1:${String((bot.#server.address() as AddressInfo).port)}`;
    return bot;
  }

  /** Everything told so far about a resource whose path contains `path`. */
  about(path: string): readonly Told[] {
    return this.#told.filter(({ resourceUrl }) => resourceUrl.includes(path));
  }

  /** The first that was told, or will be, and matches. */
  async told(matches: (told: Told) => boolean): Promise<Told> {
    const there = this.#told.find(matches);
    if (there) return there;
    try {
      return await this.#facts.next('told', { signal: clock.deadline(15_000), matches });
    } catch (cause) {
      const told = this.#told.map(
        ({ changeType, resourceUrl, resourceData }) => `${changeType} ${resourceUrl} ${JSON.stringify(resourceData)}`,
      );
      throw new Error(`the bot waited in vain; it was told:\n${told.join('\n').slice(-6000)}`, { cause });
    }
  }

  /** The call's state, with sound if that is asked for. */
  state(callId: string, state: string, { withSound = false }: { readonly withSound?: boolean } = {}): Promise<Told> {
    return this.told(({ resourceUrl, resourceData }) => {
      const data = resourceData as { state?: string; mediaState?: { audio?: string } };
      return resourceUrl.endsWith(`/calls/${callId}`) && data.state === state && (!withSound || data.mediaState?.audio === 'active');
    });
  }

  /** The end of an operation. */
  operation(operationId: string): Promise<Told> {
    return this.told(({ resourceUrl, changeType }) => changeType === 'deleted' && resourceUrl.endsWith(`/operations/${operationId}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'audio/wav' }).end(this.#prompt);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { value: Told[] };
    response.writeHead(202).end();
    this.bodies.push(body);
    this.headers.push(request.headers);
    for (const told of body.value) {
      this.#told.push(told);
      this.#facts.tell('told', told);
    }
  }
}
