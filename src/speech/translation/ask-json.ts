/** Asks a provider of translations over HTTP, JSON both ways, with every failure as one of speech. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { askProvider, jsonIn, saidIn, tooMuch } from '../ask-provider.ts';
import { SpeechError } from '../errors.ts';
import { refusalOf } from '../recognition/provider-host.ts';

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

/** What it answered; rejects with a `SpeechError`, or with the signal's reason. */
export async function askJson({ clock, fetch, name, url, headers = {}, body, meaning, signal }: AskJson): Promise<unknown> {
  const where = `${name} at ${url.host}`;
  const isQuestion = body === undefined;
  const request = {
    method: isQuestion ? 'GET' : 'POST',
    headers: { accept: 'application/json', ...(isQuestion ? {} : { 'content-type': 'application/json; charset=UTF-8' }), ...headers },
    ...(isQuestion ? {} : { body: JSON.stringify(body) }),
  };
  const answer = await askProvider({ clock, fetch, where, url, request, withinMs: WITHIN_MS, signal });
  if (!answer) throw new SpeechError('speech/provider-failed', tooMuch(where));
  const { status, text, retryAfter } = answer;
  const json = jsonIn(text);
  if (!answer.isOk) {
    const said = saidIn(text) ?? text.trim().slice(0, 300);
    throw meaning?.(status, json) ?? refusalOf(where, { status, said, retryAfter, wallMs: clock.wallMs() });
  }
  if (json === undefined)
    throw new SpeechError('speech/provider-failed', `${where} answered with something that is no JSON; check its address`);
  return json;
}
