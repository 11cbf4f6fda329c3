/** Asks a provider over HTTP: within a time, with an end to its answer, and no host but the one that was named. */
import { anyOf, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { SpeechError } from './errors.ts';
import { reasonOf } from './recognition/provider-host.ts';

/** A bot's clock will do. */
export type AskingClock = Pick<Clock, 'deadline'> & { readonly hold?: Clock['hold'] | undefined };

export type AskingProvider = Cancel & {
  readonly clock: AskingClock;
  readonly fetch: typeof globalThis.fetch;
  /** The provider and its host, for people. */
  readonly where: string;
  readonly url: URL;
  readonly request: Pick<RequestInit, 'method' | 'headers' | 'body'>;
  readonly withinMs: number;
};

export type ProviderAnswer = {
  readonly status: number;
  readonly isOk: boolean;
  readonly text: string;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter: string | null;
};

const LONGEST_ANSWER = 1_000_000;

/** What it answered, be it a refusal; undefined where that has no end. Rejects with a `SpeechError` where no answer came, or with the signal's reason. */
export async function askProvider(asking: AskingProvider): Promise<ProviderAnswer | undefined> {
  const { clock, fetch, where, url, request, withinMs, signal } = asking;
  signal?.throwIfAborted();
  const late = clock.deadline(withinMs);
  const ask = async (): Promise<ProviderAnswer | undefined> => {
    // A key goes to the host it was given for, and so does what was said.
    const response = await fetch(url, { ...request, redirect: 'error', signal: anyOf(late, signal) });
    const text = await boundedText(response);
    return text === undefined
      ? undefined
      : { status: response.status, isOk: response.ok, text, retryAfter: response.headers.get('retry-after') };
  };
  try {
    return await (clock.hold ? clock.hold(ask) : ask());
  } catch (cause) {
    signal?.throwIfAborted();
    const why = late.aborted
      ? `did not answer within ${String(withinMs / 1000)} s`
      : `could not be reached, or was cut off: ${reasonOf(cause)}`;
    throw new SpeechError('speech/provider-failed', `${where} ${why}`, { cause });
  }
}

/** What is said of an answer that has no end. */
export function tooMuch(where: string): string {
  return `${where} answered with more than ${String(LONGEST_ANSWER)} characters`;
}

async function boundedText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) return undefined;
  }
  return text + decoder.decode();
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a server says of its refusal: OpenAI and Azure say it in the same place, others beside it. */
export function saidIn(text: string): string | undefined {
  const body = jsonIn(text) as { error?: { message?: unknown } | string; detail?: unknown; message?: unknown } | null | undefined;
  const error = body?.error;
  const said = (typeof error === 'object' ? error?.message : error) ?? body?.message ?? body?.detail;
  if (said === undefined || said === null) return undefined;
  return (typeof said === 'string' ? said : JSON.stringify(said)).trim().slice(0, 300);
}
