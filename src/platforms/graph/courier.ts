/** Carries one request to the service and tells the inspector of it twice: when it is sent and when it is answered. */
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { Patience } from '../../call/patience.ts';
import { shownBody, shownHeaders, type WireExchange } from '../../wire/graph/exchange.ts';
import { PlatformError } from './errors.ts';
import { readLimited } from './read-limited.ts';

/** How long an answer may take; Graph's own gateway gives up after about as long. */
const ANSWER_WITHIN_MS = 30_000;
/** Two minutes of recording are 3.8 MB; what is far larger is not for us. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

export type Letter = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly callId?: string | undefined;
};

export type Answer = { readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array };

export class Courier {
  readonly #fetch: typeof globalThis.fetch;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #appId: string;
  readonly #report: (exchange: WireExchange) => void;

  constructor(options: {
    readonly fetch: typeof globalThis.fetch;
    readonly clock: Clock;
    readonly random: Random;
    readonly appId: string;
    readonly report: (exchange: WireExchange) => void;
  }) {
    this.#fetch = options.fetch;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#appId = options.appId;
    this.#report = options.report;
  }

  /** Resolves with whatever was answered, good or bad. Rejects with `platform/unreachable`, or with the signal's reason. */
  async send(letter: Letter, { signal }: Cancel = {}): Promise<Answer> {
    signal?.throwIfAborted();
    const headers = new Headers({ ...letter.headers, 'client-request-id': this.#random.uuid() });
    const sentAt = this.#clock.now();
    const sent: WireExchange = {
      exchangeId: headers.get('client-request-id') ?? '',
      seenBy: 'bot',
      direction: 'command',
      callId: letter.callId,
      appId: this.#appId,
      atMs: this.#clock.wallMs(),
      method: letter.method,
      url: letter.url,
      requestHeaders: shownHeaders(headers),
      requestBody: letter.body === undefined ? undefined : shownBody(letter.body),
    };
    this.#report(sent);
    const tookMs = (): number => this.#clock.now() - sentAt;
    try {
      const answer = await this.#exchange(letter, headers, signal);
      this.#report({ ...sent, ...shownAnswer(answer), tookMs: tookMs() });
      return answer;
    } catch (error) {
      const problem = error instanceof PlatformError ? error.message : 'the bot stopped waiting for the answer';
      this.#report({ ...sent, tookMs: tookMs(), problem });
      throw error;
    }
  }

  async #exchange({ method, url, body }: Letter, headers: Headers, signal: AbortSignal | undefined): Promise<Answer> {
    using patience = new Patience({ clock: this.#clock, ms: ANSWER_WITHIN_MS });
    const stop = anyOf(signal, patience.signal);
    try {
      // Only downloads may be sent on to another place; `fetch` then leaves the token out.
      const redirect = method === 'GET' ? 'follow' : 'error';
      const request = { method, headers, signal: stop, redirect, ...(body === undefined ? {} : { body }) } as const;
      const response = await orAborted(this.#fetch(url, request), stop);
      const bytes = await orAborted(readLimited(response.body, LONGEST_ANSWER), stop);
      if (!bytes)
        throw new PlatformError('platform/odd-answer', `${method} ${url} was answered with more than ${String(LONGEST_ANSWER)} bytes`);
      return { status: response.status, headers: response.headers, bytes };
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      if (cause instanceof PlatformError) throw cause;
      throw unreachable(method, url, patience.isOver ? `no answer came within ${String(ANSWER_WITHIN_MS / 1000)} s` : undefined, cause);
    }
  }
}

export function textOf(answer: Answer): string {
  return new TextDecoder().decode(answer.bytes);
}

function shownAnswer(answer: Answer): Pick<WireExchange, 'status' | 'responseHeaders' | 'responseBody'> {
  const isText = /json|text|xml/i.test(answer.headers.get('content-type') ?? '') || answer.bytes.length === 0;
  return {
    status: answer.status,
    responseHeaders: shownHeaders(answer.headers),
    responseBody: isText ? shownBody(textOf(answer)) : `(${String(answer.bytes.length)} bytes)`,
  };
}

/** Faults after which the request cannot have left this machine. */
const NEVER_SENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

function unreachable(method: string, url: string, why: string | undefined, cause: unknown): PlatformError {
  const fault = codeOf(cause);
  const said = why ?? (fault === 'ECONNREFUSED' ? 'nobody listens there' : (fault ?? String(cause)));
  return new PlatformError(
    'platform/unreachable',
    `${method} ${url} was not answered: ${said}; check the address and that the service is up`,
    {
      cause,
      wasNeverSent: fault !== undefined && NEVER_SENT.includes(fault),
    },
  );
}

/** `fetch` hides the system's code in its error's cause, and several tried addresses in an AggregateError. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
