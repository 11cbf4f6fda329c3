/** A small HTTP server that speaks JSON, for tests of those who speak to one. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type JsonRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};

/** `cut`: the connection ends without an answer. `silence`: no answer comes. */
export type JsonAnswer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'cut'
  | 'cut-in-answer'
  | 'silence';

export class JsonServer implements AsyncDisposable {
  readonly requests: JsonRequest[] = [];
  /** What to do with the next requests instead of answering them; one each. */
  readonly next: JsonAnswer[] = [];
  /** Requests that have no answer yet. */
  open = 0;
  readonly #server = createServer((request, response) => void this.#take(request, response));
  readonly #answer: (request: JsonRequest) => JsonAnswer;

  constructor(answer: (request: JsonRequest) => JsonAnswer) {
    this.#answer = answer;
  }

  static async start(answer: (request: JsonRequest) => JsonAnswer): Promise<JsonServer> {
    const server = new JsonServer(answer);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.open++;
    response.on('close', () => this.open--);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const url = new URL(message.url ?? '/', 'http://localhost');
    const text = Buffer.concat(chunks).toString('utf8');
    const { method = '', headers } = message;
    const request = { method, path: url.pathname, query: url.searchParams, headers, body: text === '' ? undefined : JSON.parse(text) };
    this.requests.push(request);
    const answer = this.next.shift() ?? this.#answer(request);
    if (answer === 'cut') return void message.socket.destroy();
    if (answer === 'silence') return;
    if (answer === 'cut-in-answer') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      return void response.write('{"choi', () => message.socket.destroy());
    }
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(body);
  }
}
