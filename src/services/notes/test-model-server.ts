/** A small server that speaks the chat completions protocol and answers as it is told to. */
import { JsonServer, type JsonAnswer, type JsonRequest } from '../../speech/translation/test-json-server.ts';

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
  readonly #server: JsonServer;

  constructor(reply: (asked: Asked) => Reply, server: JsonServer) {
    this.reply = reply;
    this.#server = server;
  }

  static async start(reply: (asked: Asked) => Reply = () => '{}'): Promise<ModelServer> {
    const model: ModelServer = new ModelServer(reply, await JsonServer.start((request) => model.#answer(request)));
    return model;
  }

  get baseUrl(): string {
    return `${this.#server.url}/v1`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }

  #answer({ path, headers, body }: JsonRequest): JsonAnswer {
    const asked: Asked = { path, authorization: headers.authorization, body: body as Asked['body'] };
    this.asked.push(asked);
    const reply = this.reply(asked);
    if (typeof reply === 'object') return 'fails' in reply ? reply.fails : reply;
    const choice = { index: 0, message: { role: 'assistant', content: reply }, finish_reason: 'stop' };
    return { status: 200, body: { id: 'c1', object: 'chat.completion', choices: [choice] } };
  }
}

/** The segments that a model was given. */
export function given(asked: Asked): readonly { readonly n: number; readonly speaker: string; readonly text: string }[] {
  const prompt = JSON.parse(asked.body.messages.at(-1)?.content ?? '{}') as { segments: { n: number; speaker: string; text: string }[] };
  return prompt.segments;
}
