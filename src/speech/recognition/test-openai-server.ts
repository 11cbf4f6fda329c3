/** A small server that speaks OpenAI's transcription protocol and understands tones (test-tone-speech.ts). */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readWav } from '../../media/wav.ts';
import { ToneEar } from './test-tone-speech.ts';
import type { RecognisedWord } from './speech-to-text.ts';

export type OpenAiRequest = {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly file: { readonly name: string; readonly type: string; readonly samples: Int16Array };
  readonly fields: Readonly<Record<string, readonly string[]>>;
};

/** What to do with the next requests instead of answering them; one each. */
export type Mischief =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'cut'
  | 'cut-in-answer'
  | 'silence';

export type OpenAiServerOptions = {
  /** As models do that know nothing of words, or of `verbose_json`. */
  readonly refuses?: readonly ('words' | 'verbose_json')[];
};

export class OpenAiServer implements AsyncDisposable {
  readonly requests: OpenAiRequest[] = [];
  readonly next: Mischief[] = [];
  /** Requests that have no answer yet. */
  open = 0;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #refuses: readonly string[];

  constructor({ refuses = [] }: OpenAiServerOptions = {}) {
    this.#refuses = refuses;
  }

  static async start(options?: OpenAiServerOptions): Promise<OpenAiServer> {
    const server = new OpenAiServer(options);
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
    this.open++;
    response.on('close', () => this.open--);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const mischief = this.next.shift();
    if (mischief === 'cut') return void request.socket.destroy();
    if (mischief === 'silence') return;
    if (typeof mischief === 'object') return void response.writeHead(mischief.status, mischief.headers).end(mischief.body);
    const heard = await requestIn(request, Buffer.concat(chunks));
    this.requests.push(heard);
    const refusal = this.#refusalOf(heard);
    if (refusal !== undefined) return void response.writeHead(400).end(JSON.stringify({ error: { message: refusal } }));
    const body = JSON.stringify(transcription(heard));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    if (mischief === 'cut-in-answer') response.write(body.slice(0, 20), () => request.socket.destroy());
    else response.end(body);
  }

  #refusalOf({ fields }: OpenAiRequest): string | undefined {
    if (this.#refuses.includes('verbose_json') && fields['response_format']?.[0] === 'verbose_json')
      return "response_format 'verbose_json' is not compatible with this model. Use 'json' or 'text' instead.";
    return this.#refuses.includes('words') && fields['timestamp_granularities[]'] ? 'timestamp_granularities is not supported' : undefined;
  }
}

async function requestIn(request: IncomingMessage, body: Buffer): Promise<OpenAiRequest> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
  const file = form.get('file');
  if (!(file instanceof File)) throw new TypeError('there is no file in the form');
  const samples = readWav(new Uint8Array(await file.arrayBuffer()));
  const names = new Set([...form.keys()].filter((key) => key !== 'file'));
  const fields = Object.fromEntries([...names].map((key) => [key, form.getAll(key).map(String)]));
  return {
    path: request.url ?? '',
    authorization: request.headers.authorization,
    file: { name: file.name, type: file.type, samples },
    fields,
  };
}

function transcription({ file, fields }: OpenAiRequest): object {
  const ear = new ToneEar();
  const sentences = [...ear.push(file.samples), ear.flush()].filter((words) => words.length > 0);
  const text = sentences.map(textOf).join(' ');
  if (fields['response_format']?.[0] !== 'verbose_json') return { text };
  const segments = sentences.map((words, id) => ({
    id,
    start: (words[0]?.startMs ?? 0) / 1000,
    end: (words.at(-1)?.endMs ?? 0) / 1000,
    text: ` ${textOf(words)}`,
    avg_logprob: -0.25,
    no_speech_prob: 0.01,
  }));
  const words = sentences.flat().map(({ text: word, startMs, endMs }) => ({ word, start: startMs / 1000, end: endMs / 1000 }));
  const granularities = fields['timestamp_granularities[]'] ?? ['segment'];
  return {
    task: 'transcribe',
    language: 'english',
    duration: file.samples.length / 16_000,
    text,
    ...(granularities.includes('segment') && { segments }),
    ...(granularities.includes('word') && { words }),
  };
}

function textOf(words: readonly RecognisedWord[]): string {
  const text = words.map((word) => word.text).join(' ');
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
