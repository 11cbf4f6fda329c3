/** One connection to Deepgram: one utterance after the other, and kept alive between them. */
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { SAMPLE_RATE } from '../../media/frame.ts';
import { SpeechError } from '../errors.ts';
import { deepgramMessage, DeepgramSentences, type DeepgramResults } from './deepgram-messages.ts';
import { refusalOf } from './provider-host.ts';
import { eachPiece } from './read-sound.ts';
import type { ToldResults } from './told-results.ts';
import type { WarmStream } from './warm-streams.ts';

export type DeepgramStreamOptions = { readonly clock: Clock; readonly url: URL; readonly apiKey: string; readonly name: string };
export type DeepgramUtterance = Cancel & { readonly results: ToldResults; readonly language?: string | undefined };

/** It hangs up after 10 s in which nothing came. */
const KEEP_ALIVE_MS = 4_000;
const OPEN_WITHIN_MS = 10_000;
/** `Finalize` is mostly answered at once, but not always: then the connection is ended, which always is. */
const FINALIZE_WITHIN_MS = 2_000;
const CLOSE_WITHIN_MS = 8_000;
/** More that has not left yet is waited for. */
const MOST_BUFFERED = 262_144;
/** RFC 6455 §7.4.1: the sound or the request was not what it takes. */
const NOT_TAKEN = new Set([1002, 1003, 1007, 1008]);

type Turn = {
  readonly sentences: DeepgramSentences;
  readonly results: ToldResults;
  readonly baseMs: number;
  readonly over: () => void;
  isAsked: boolean;
};

export class DeepgramStream implements WarmStream {
  readonly #clock: Clock;
  readonly #name: string;
  readonly #socket: WebSocket;
  readonly #opened: Promise<void>;
  /** What was said before the line was open: an utterance at most. */
  readonly #early: Uint8Array[] = [];
  #line: Socket | undefined;
  #keepAlive: Timer | undefined;
  #lastSentMs: number;
  #sentSamples = 0;
  #turn: Turn | undefined;
  #failure: SpeechError | undefined;
  #onFailure: ((error: SpeechError) => void) | undefined;
  #isClosing = false;

  constructor({ clock, url, apiKey, name }: DeepgramStreamOptions) {
    this.#clock = clock;
    this.#name = `${name} at ${url.host}`;
    this.#lastSentMs = clock.now();
    const socket = new WebSocket(url, {
      headers: { authorization: `Token ${apiKey}` },
      handshakeTimeout: OPEN_WITHIN_MS,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    this.#opened = new Promise((resolve, reject) => {
      socket.on('open', () => {
        for (const bytes of this.#early.splice(0)) socket.send(bytes, () => undefined);
        resolve();
      });
      socket.on('upgrade', (response) => (this.#line = response.socket));
      socket.on('unexpected-response', (_, response) => {
        const [said, retryAfter] = [response.headers['dg-error'], response.headers['retry-after']];
        this.#fail(refusalOf(this.#name, { status: response.statusCode ?? 0, said: said?.toString(), retryAfter, wallMs: clock.wallMs() }));
        reject(this.#failure);
        socket.terminate();
      });
      socket.on('error', (cause) => {
        this.#fail(
          new SpeechError('speech/provider-failed', `${this.#name} could not be reached, or was cut off: ${cause.message}`, { cause }),
        );
        reject(this.#failure);
      });
      socket.on('close', (code, reason) => {
        this.#closed(code, reason.toString());
        reject(this.#failure);
      });
    });
    // Whoever speaks is told; an idle connection that breaks is replaced by the next.
    this.#opened.then(
      () => this.#stayAlive(),
      () => undefined,
    );
    socket.on('message', (data, isBinary) => {
      if (!isBinary && data instanceof Buffer) this.#heard(data.toString());
    });
  }

  get isUsable(): boolean {
    return this.#failure === undefined && !this.#isClosing && this.#turn === undefined;
  }

  /** Resolves when all of it was recognised; then the connection is free for the next. When it rejects, the connection is of no use any more. */
  async utterance(sound: AsyncIterable<Int16Array>, { results, language, signal }: DeepgramUtterance): Promise<void> {
    this.#line?.ref();
    let over = (): void => undefined;
    const done = new Promise<void>((resolve) => (over = resolve));
    const baseMs = (this.#sentSamples * 1000) / SAMPLE_RATE;
    this.#turn = { sentences: new DeepgramSentences({ baseMs, language }), results, baseMs, over, isAsked: false };
    const failed = new AbortController();
    this.#onFailure = (error) => failed.abort(error);
    if (this.#failure) failed.abort(this.#failure);
    const until = anyOf(failed.signal, signal);
    try {
      await eachPiece(sound, (samples) => this.#send(samples), { signal: until });
      await this.#clock.hold(() => orAborted(this.#finish(done), until));
      const last = this.#turn.sentences.flush();
      if (last) results.tell(last);
      if (this.#isClosing) this.#socket.close();
    } catch (error) {
      this.#isClosing = true;
      this.#socket.terminate();
      throw error;
    } finally {
      this.#turn = undefined;
      this.#onFailure = undefined;
      this.#line?.unref();
    }
  }

  close(): void {
    this.#isClosing = true;
    this.#keepAlive?.[Symbol.dispose]();
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'CloseStream' }));
    this.#socket.close();
    const timer = this.#clock.after(CLOSE_WITHIN_MS, () => this.#socket.terminate());
    this.#socket.on('close', () => timer[Symbol.dispose]());
  }

  async #send(samples: Int16Array): Promise<void> {
    // A message without a byte would end the stream.
    if (samples.length === 0) return;
    const bytes = new Uint8Array(new Int16Array(samples).buffer);
    this.#sentSamples += samples.length;
    this.#lastSentMs = this.#clock.now();
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#early.push(bytes);
    else if (this.#socket.bufferedAmount < MOST_BUFFERED) this.#socket.send(bytes, () => undefined);
    else await this.#clock.hold(() => new Promise<void>((resolve) => this.#socket.send(bytes, () => resolve())));
  }

  async #finish(done: Promise<void>): Promise<void> {
    const turn = this.#turn;
    if (!turn || (this.#sentSamples * 1000) / SAMPLE_RATE === turn.baseMs) return;
    await this.#opened;
    turn.isAsked = true;
    this.#socket.send(JSON.stringify({ type: 'Finalize' }));
    const impatience = this.#clock.after(FINALIZE_WITHIN_MS, () => {
      this.#isClosing = true;
      this.#socket.send(JSON.stringify({ type: 'CloseStream' }));
    });
    const patience = this.#clock.after(FINALIZE_WITHIN_MS + CLOSE_WITHIN_MS, () =>
      this.#fail(new SpeechError('speech/provider-failed', `${this.#name} did not say what it understood within 10 s`)),
    );
    try {
      await done;
    } finally {
      impatience[Symbol.dispose]();
      patience[Symbol.dispose]();
    }
  }

  #heard(text: string): void {
    const message = deepgramMessage(text);
    if (message?.type === 'Results') this.#understood(message);
    if (message?.type === 'Metadata' && this.#isClosing) this.#turn?.over();
    if (message?.type === 'Error')
      this.#fail(
        new SpeechError(
          'speech/provider-failed',
          `${this.#name} gave up: ${message.description ?? message.message ?? 'it did not say why'}`,
        ),
      );
  }

  #understood(message: DeepgramResults): void {
    const turn = this.#turn;
    const endMs = (message.start + message.duration) * 1000;
    // The answer to the `Finalize` of the utterance before may come late.
    if (!turn || endMs <= turn.baseMs + 1) return;
    const result = turn.sentences.push(message);
    if (result) turn.results.tell(result);
    const hasAll = endMs >= (this.#sentSamples * 1000) / SAMPLE_RATE - 100;
    if (turn.isAsked && message.is_final && (message.from_finalize || hasAll)) turn.over();
  }

  #closed(code: number, reason: string): void {
    this.#keepAlive?.[Symbol.dispose]();
    // Asked to end, it ends when all was told.
    if (this.#isClosing && code === 1000) this.#turn?.over();
    this.#fail(
      new SpeechError('speech/provider-failed', `${this.#name} hung up (${String(code)}${reason && `: ${reason}`})`, {
        isRecoverable: !NOT_TAKEN.has(code),
      }),
    );
  }

  #fail(error: SpeechError): void {
    this.#failure ??= error;
    this.#onFailure?.(this.#failure);
  }

  #stayAlive(): void {
    this.#keepAlive = this.#clock.after(KEEP_ALIVE_MS, () => {
      if (this.#socket.readyState !== WebSocket.OPEN) return;
      if (this.#clock.now() - this.#lastSentMs >= KEEP_ALIVE_MS) this.#socket.send(JSON.stringify({ type: 'KeepAlive' }));
      this.#stayAlive();
    });
  }
}
