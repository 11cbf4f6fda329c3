/** Bodies of commands, read once at the door into what the switchboard understands. */
import type { z } from 'zod';
import type { AppEntry } from '../../switchboard/directory.ts';
import type { PromptSource } from '../../switchboard/media-task.ts';
import type { MediaPrompt } from '../../wire/graph/operation.ts';
import { keyOfTone } from '../../wire/graph/tone.ts';
import type { Key } from '../../engine/port.ts';
import { whyNotAllowed } from './outbound/address-guard.ts';
import { jsonFault } from './json-fault.ts';
import { GraphDoorError, type GraphDoorErrorCode } from './errors.ts';

/** The JSON of a body; an empty one is an empty object. Says where it breaks. */
export function parsedJson(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const place = jsonFault(text);
    const why = place === undefined ? (cause as Error).message : `It breaks at ${place}.`;
    throw bad(`The request is invalid: its body is not JSON. ${why}`, cause);
  }
}

/** The body as `schema` has it. Names every place that is not as it must be. */
export function bodyAs<T>(
  schema: z.ZodType<T>,
  json: unknown,
  codeAt: (path: string) => GraphDoorErrorCode = () => 'graph-door/bad-request',
): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 5).map(({ path, message }) => ({ path: pathText(path), message }));
  const text = places.map(({ path, message }) => `${path || 'body'}: ${message}`).join('; ');
  throw new GraphDoorError(codeAt(places[0]?.path ?? ''), `The request is invalid: ${text}.`);
}

/**
 * An address that may be called back: https, or http for an app of this machine. What can be said against it without looking its host up
 * is said at once; where the app itself was registered it may be called back in any case.
 */
export function callbackOf(uri: string, { isLocal, webhook }: AppEntry): string {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) {
    const isHome = webhook !== undefined && URL.canParse(webhook) && url.origin === new URL(webhook).origin;
    const why = whyNotAllowed(url, { isLocal });
    if (why === undefined || (isHome && !url.username && !url.password)) return uri;
    throw bad(`The request is invalid: callbackUri: ${why}.`);
  }
  if (url?.protocol === 'http:')
    throw bad('The request is invalid: callbackUri must be https; only an app registered as local may use http.');
  throw bad(`The request is invalid: callbackUri: “${uri.slice(0, 200)}” is no https address.`);
}

export function promptsOf(prompts: readonly MediaPrompt[]): readonly PromptSource[] {
  return prompts.map(({ mediaInfo: { uri, resourceId } }) => ({ uri, ...(resourceId ? { resourceId } : {}) }));
}

/** Stop tones as keys: `#`, `5`, or by their names, `pound`, `tone5`. */
export function keysOf(tones: readonly string[]): readonly Key[] {
  return tones.map((tone) => {
    const key = /^[0-9*#A-Da-d]$/.test(tone) ? tone.toUpperCase() : keyOfTone(tone);
    if (key === undefined) throw bad(`The request is invalid: stopTones: “${tone.slice(0, 20)}” is no key.`);
    return key as Key;
  });
}

/** Tones to be sent, by their names. */
export function tonesOf(tones: readonly string[]): readonly Key[] {
  return tones.map((tone) => {
    const key = keyOfTone(tone);
    if (key !== undefined) return key as Key;
    if (tone.toLowerCase() === 'flash') throw notImplemented('Sending the tone “flash” (the hook of a telephone)', 'Leave it out.');
    throw bad(`The request is invalid: tones: “${tone.slice(0, 20)}” is none of tone0 … tone9, star, pound, a, b, c, d.`);
  });
}

export function notImplemented(what: string, remedy: string): GraphDoorError {
  return new GraphDoorError('graph-door/not-implemented', `${what} is documented by Microsoft, but not served here yet. ${remedy}`);
}

function bad(message: string, cause?: unknown): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', message, { cause });
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
