/** A small server that speaks Deepgram's live protocol and understands tones (test-tone-speech.ts). */
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { RecognisedWord } from './speech-to-text.ts';
import { ToneEar } from './test-tone-speech.ts';

export type DeepgramServerOptions = {
  /** As it may: `Finalize` is not answered where everything was said already, or never. */
  readonly finalizes?: 'always' | 'never';
};

type Line = { readonly url: URL; readonly socket: WebSocket; readonly told: string[]; isBusy: boolean; settled: number };

/** It settles this many words at a time, in the middle of a sentence. */
const WORDS_AT_A_TIME = 4;
const INTERIM_MS = 200;

export class DeepgramServer implements AsyncDisposable {
  /** All connections that ever were. */
  readonly lines: Line[] = [];
  readonly #server: WebSocketServer;
  readonly #finalizes: 'always' | 'never';
  /** Refuses the next handshake so. */
  refusal: { readonly status: number; readonly said: string } | undefined;

  constructor({ finalizes = 'always' }: DeepgramServerOptions = {}) {
    this.#finalizes = finalizes;
    this.#server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: (info, answer) => this.#admit(info.req, answer) });
    this.#server.on('connection', (socket, request) => this.#serve(socket, request));
  }

  static async start(options?: DeepgramServerOptions): Promise<DeepgramServer> {
    const server = new DeepgramServer(options);
    await new Promise<void>((resolve) => server.#server.once('listening', resolve));
    return server;
  }

  get baseUrl(): string {
    return `ws://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Connections on which something is being said. */
  get busy(): number {
    return this.lines.filter((line) => line.isBusy && line.socket.readyState === line.socket.OPEN).length;
  }

  get open(): number {
    return this.#server.clients.size;
  }

  /** Cuts all lines, as a broken network does. */
  cut(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #admit(request: IncomingMessage, answer: (ok: boolean, status?: number, text?: string, headers?: Record<string, string>) => void): void {
    const refusal = this.refusal;
    this.refusal = undefined;
    if (refusal) return answer(false, refusal.status, 'Refused', { 'dg-error': refusal.said, 'retry-after': '3' });
    answer(request.headers.authorization === 'Token dg-canary', 401, 'Unauthorized', { 'dg-error': 'Invalid credentials.' });
  }

  #serve(socket: WebSocket, request: IncomingMessage): void {
    const line: Line = { url: new URL(request.url ?? '', 'ws://localhost'), socket, told: [], isBusy: false, settled: 0 };
    this.lines.push(line);
    const ear = new ToneEar();
    const interimAt = { ms: 0 };
    const tell = (words: readonly RecognisedWord[], flags: object): void => socket.send(JSON.stringify(results(words, ear.heardMs, flags)));
    const settle = (words: readonly RecognisedWord[], flags: object): void => {
      tell(words.slice(line.settled), { is_final: true, ...flags });
      line.settled = 0;
    };
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        if (data.length === 0) return socket.close(1000);
        line.isBusy = true;
        for (const sentence of ear.push(new Int16Array(new Uint8Array(data).buffer))) settle(sentence, { speech_final: true });
        if (ear.heardMs < interimAt.ms) return;
        interimAt.ms = ear.heardMs + INTERIM_MS;
        const fresh = ear.words.slice(line.settled);
        // The last word may still be going on.
        if (fresh.length > WORDS_AT_A_TIME) {
          tell(fresh.slice(0, WORDS_AT_A_TIME), { is_final: true });
          line.settled += WORDS_AT_A_TIME;
        } else tell(fresh, {});
        return;
      }
      const { type } = JSON.parse(data.toString()) as { type: string };
      line.told.push(type);
      if (type === 'Finalize' && this.#finalizes === 'always') settle(ear.flush(), { speech_final: true, from_finalize: true });
      if (type === 'Finalize') line.isBusy = false;
      if (type !== 'CloseStream') return;
      settle(ear.flush(), { speech_final: true });
      socket.send(JSON.stringify({ type: 'Metadata', request_id: 'r', duration: ear.heardMs / 1000, channels: 1 }));
      socket.close(1000);
    });
  }
}

function results(words: readonly RecognisedWord[], heardMs: number, flags: object): object {
  const start = (words[0]?.startMs ?? heardMs) / 1000;
  const said = words.map(({ text, startMs, endMs, confidence = 0 }) => ({
    word: text,
    start: startMs / 1000,
    end: endMs / 1000,
    confidence,
  }));
  return {
    type: 'Results',
    channel_index: [0, 1],
    start,
    duration: heardMs / 1000 - start,
    is_final: false,
    speech_final: false,
    channel: {
      alternatives: [
        {
          transcript: said.map(({ word }) => word).join(' '),
          confidence: 0.9,
          words: said.map((word, at) => ({
            ...word,
            punctuated_word: at === 0 ? `${word.word.charAt(0).toUpperCase()}${word.word.slice(1)}` : word.word,
          })),
        },
      ],
    },
    metadata: { request_id: 'r', model_info: { name: 'tones', version: '1', arch: 'tones' }, model_uuid: 'm' },
    ...flags,
  };
}
