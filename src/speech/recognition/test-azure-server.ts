/** A small server that speaks Azure Speech's WebSocket protocol and understands tones (test-tone-speech.ts). */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { RecognisedWord } from './speech-to-text.ts';
import { ToneEar } from './test-tone-speech.ts';

type Line = {
  readonly url: URL;
  readonly socket: WebSocket;
  readonly told: { readonly path: string; readonly body: string }[];
  isBusy: boolean;
};
type Headers = Readonly<Record<string, string>>;

const KEY = 'az-canary';
const INTERIM_MS = 200;
const WAV_HEADER_BYTES = 44;

export class AzureServer implements AsyncDisposable {
  readonly lines: Line[] = [];
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: (info, answer) => this.#admit(info.req, answer) });
  refusal: number | undefined;

  constructor() {
    this.#server.on('connection', (socket, request) => this.#serve(socket, request));
  }

  static async start(): Promise<AzureServer> {
    const server = new AzureServer();
    await new Promise<void>((resolve) => server.#server.once('listening', resolve));
    return server;
  }

  get host(): string {
    return `ws://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  get busy(): number {
    return this.lines.filter((line) => line.isBusy && line.socket.readyState === line.socket.OPEN).length;
  }

  get open(): number {
    return this.#server.clients.size;
  }

  cut(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #admit(request: IncomingMessage, answer: (ok: boolean, status?: number, text?: string) => void): void {
    const refusal = this.refusal;
    this.refusal = undefined;
    if (refusal !== undefined) return answer(false, refusal, 'Refused');
    answer(request.headers['ocp-apim-subscription-key'] === KEY, 401, 'Unauthorized');
  }

  #serve(socket: WebSocket, request: IncomingMessage): void {
    const line: Line = { url: new URL(request.url ?? '', 'ws://localhost'), socket, told: [], isBusy: false };
    this.lines.push(line);
    const ear = new ToneEar();
    let requestId = '';
    let interimAtMs = 0;
    const say = (path: string, body: object): void => {
      const head = `X-RequestId:${requestId}\r\nPath:${path}\r\nContent-Type:application/json; charset=utf-8\r\n\r\n`;
      socket.send(head + JSON.stringify(body));
    };
    const hear = (body: Buffer): void => {
      if (!line.isBusy) say('turn.start', { context: { serviceTag: randomUUID() } });
      line.isBusy = true;
      if (body.length === 0) {
        say('speech.endDetected', { Offset: ticks(ear.heardMs) });
        const rest = ear.flush();
        if (rest.length > 0) say('speech.phrase', phrase(rest));
        say('speech.phrase', { Id: randomUUID(), RecognitionStatus: 'EndOfDictation', Offset: ticks(ear.heardMs), Duration: 0 });
        line.isBusy = false;
        return say('turn.end', {});
      }
      const sound = body.subarray(0, 4).toString('latin1') === 'RIFF' ? body.subarray(WAV_HEADER_BYTES) : body;
      for (const words of ear.push(new Int16Array(new Uint8Array(sound).buffer))) say('speech.phrase', phrase(words));
      if (ear.words.length === 0 || ear.heardMs < interimAtMs) return;
      interimAtMs = ear.heardMs + INTERIM_MS;
      say('speech.hypothesis', { Id: randomUUID(), Text: ear.words.map(({ text }) => text).join(' '), ...span(ear.words) });
    };
    socket.on('message', (data: Buffer, isBinary) => {
      const length = isBinary ? data.readUInt16BE(0) : 0;
      const head = isBinary ? data.subarray(2, 2 + length).toString('latin1') : (data.toString().split('\r\n\r\n')[0] ?? '');
      const headers = headersIn(head);
      requestId = headers['x-requestid'] ?? requestId;
      if (headers['path'] === 'audio') return hear(data.subarray(2 + length));
      line.told.push({ path: headers['path'] ?? '', body: data.toString().split('\r\n\r\n')[1] ?? '' });
    });
  }
}

function headersIn(head: string): Headers {
  const lines = head.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

function ticks(ms: number): number {
  return Math.round(ms * 10_000);
}

function span(words: readonly RecognisedWord[]): { readonly Offset: number; readonly Duration: number } {
  const [from, to] = [words[0]?.startMs ?? 0, words.at(-1)?.endMs ?? 0];
  return { Offset: ticks(from), Duration: ticks(to - from) };
}

function phrase(words: readonly RecognisedWord[]): object {
  const lexical = words.map(({ text }) => text).join(' ');
  const display = `${lexical.charAt(0).toUpperCase()}${lexical.slice(1)}.`;
  const Words = words.map((word) => ({ Word: word.text, ...span([word]) }));
  const best = { Confidence: 0.87, Lexical: lexical, ITN: lexical, MaskedITN: lexical, Display: display, Words };
  return { Id: randomUUID(), RecognitionStatus: 'Success', DisplayText: display, ...span(words), NBest: [best], Channel: 0 };
}
