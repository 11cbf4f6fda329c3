/** A small server that speaks the chat completions protocol and answers as it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format?: unknown;
    readonly temperature?: number;
  };
};

/** What the model says, or what goes wrong. */
export type Reply = string | { readonly status: number; readonly body: string } | { readonly fails: 'cut' | 'silence' };

export class ModelServer implements AsyncDisposable {
  readonly asked: Asked[] = [];
  reply: (asked: Asked) => Reply;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(reply: (asked: Asked) => Reply) {
    this.reply = reply;
  }

  static async start(reply: (asked: Asked) => Reply = () => '{}'): Promise<ModelServer> {
    const server = new ModelServer(reply);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/v1`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'];
    const asked: Asked = { path: request.url ?? '', authorization: request.headers.authorization, body };
    this.asked.push(asked);
    const reply = this.reply(asked);
    if (typeof reply === 'object' && 'fails' in reply) return void (reply.fails === 'cut' && request.socket.destroy());
    const [status, text] =
      typeof reply === 'string'
        ? [
            200,
            JSON.stringify({
              id: 'c1',
              object: 'chat.completion',
              choices: [{ index: 0, message: { role: 'assistant', content: reply }, finish_reason: 'stop' }],
            }),
          ]
        : [reply.status, reply.body];
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }
}

/** The segments that a model was given. */
export function given(asked: Asked): readonly { readonly n: number; readonly speaker: string; readonly text: string }[] {
  const prompt = JSON.parse(asked.body.messages.at(-1)?.content ?? '{}') as { segments: { n: number; speaker: string; text: string }[] };
  return prompt.segments;
}
