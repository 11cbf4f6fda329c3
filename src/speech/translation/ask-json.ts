/** Asks a provider over HTTP, JSON both ways: within a time, and with every failure as one of speech. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { SpeechError } from '../errors.ts';
import { reasonOf, refusalOf } from '../recognition/provider-host.ts';

export type AskJson = Cancel & {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Of the provider, for people. */
  readonly name: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Left out: it is a GET. */
  readonly body?: unknown;
  /** Gives the error of a refusal that means something else than its status alone says. */
  readonly meaning?: ((status: number, body: unknown) => SpeechError | undefined) | undefined;
};

const WITHIN_MS = 15_000;
const LONGEST_ANSWER = 1_000_000;

/** What it answered; rejects with a `SpeechError`, or with the signal's reason. */
export async function askJson({ clock, fetch, name, url, headers = {}, body, meaning, signal }: AskJson): Promise<unknown> {
  signal?.throwIfAborted();
  const late = new AbortController();
  const timer = clock.after(WITHIN_MS, () => late.abort());
  const request: RequestInit = {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    // A key goes to the host it was given for, and to no other.
    redirect: 'error',
    signal: AbortSignal.any([late.signal, ...(signal ? [signal] : [])]),
  };
  const where = `${name} at ${url.host}`;
  try {
    const { response, text } = await clock.hold(async () => {
      const answered = await fetch(url, request);
      return { response: answered, text: await boundedText(answered, where) };
    });
    const answer = parsed(text);
    if (!response.ok) {
      const [said, retryAfter] = [saidIn(answer, text), response.headers.get('retry-after')];
      throw meaning?.(response.status, answer) ?? refusalOf(where, { status: response.status, said, retryAfter, wallMs: clock.wallMs() });
    }
    if (answer === undefined)
      throw new SpeechError('speech/provider-failed', `${where} answered with something that is no JSON; check its address`);
    return answer;
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof SpeechError) throw cause;
    const why = late.signal.aborted
      ? `did not answer within ${String(WITHIN_MS)} ms`
      : `could not be reached, or was cut off: ${reasonOf(cause)}`;
    throw new SpeechError('speech/provider-failed', `${where} ${why}`, { cause });
  } finally {
    timer[Symbol.dispose]();
  }
}

async function boundedText(response: Response, where: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER)
      throw new SpeechError('speech/provider-failed', `${where} answered with more than ${String(LONGEST_ANSWER)} characters`);
  }
  return text + decoder.decode();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** OpenAI and Azure say why in the same place. */
function saidIn(answer: unknown, text: string): string {
  const error = (answer as { error?: { message?: unknown } | string } | undefined)?.error;
  const said = typeof error === 'object' ? error?.message : error;
  return (typeof said === 'string' ? said : text).trim().slice(0, 300);
}
