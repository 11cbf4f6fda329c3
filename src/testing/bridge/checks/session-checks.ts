/** How sessions are opened, and how a bridge says no. */
import { type Check, type Rule } from '../check.ts';
import { holds } from '../check-outcome.ts';
import type { CheckStage } from '../check-stage.ts';

const OPENING = 'opening-a-session';
const refusal: Rule = {
  anchor: OPENING,
  says: 'Anything else is a refusal with `{ "error": { "code", "message" } }`; the message says what to do.',
};

export const sessionChecks: readonly Check[] = [
  {
    name: 'a session is opened, and has all its fields',
    rule: { anchor: OPENING, says: "with `Authorization: Bearer <token>`, the application token that Graph's calling API takes." },
    async run(stage) {
      const { sessionId, blob, socketUrl, expiresInMs, limits } = await stage.session();
      holds(sessionId.length > 0 && blob.length > 0, 'sessionId or blob is empty');
      holds(
        URL.canParse(socketUrl) && /^wss?:$/.test(new URL(socketUrl).protocol),
        `socketUrl is ${socketUrl}, and no address of ws: or wss:`,
      );
      holds(expiresInMs >= 1_000, `expiresInMs is ${String(expiresInMs)}: no call could be placed within that`);
      holds(limits.pictures === 0 || limits.codecs.includes('vp8'), 'there are pictures, and vp8 is not among limits.codecs');
    },
  },
  {
    name: 'nobody guesses the names of sessions, or their blobs',
    rule: { anchor: 'security', says: 'Session ids and blobs are random, and long enough that nobody guesses them (128 bits).' },
    async run(stage) {
      const [one, other] = [await stage.session(), await stage.session()];
      for (const what of ['sessionId', 'blob'] as const) {
        holds(one[what].length >= 16, `${what} has ${String(one[what].length)} characters, and 16 are the least for 128 bits`);
        const unlike = differing(one[what], other[what]);
        holds(unlike >= 10, `two sessions have ${what} that differ in ${String(unlike)} characters alone: one is guessed by the other`);
      }
    },
  },
  {
    name: 'fields of a later version are passed over',
    rule: { anchor: OPENING, says: 'Fields that are not named here are to be ignored by both ends.' },
    async run(stage) {
      const { status, text } = await stage.post('{"version":1,"later":{"version":2}}');
      holds(status === 201, `a field that is not known was answered with ${String(status)}: ${text.slice(0, 200)}`);
    },
  },
  refused('without a token there is no session', [401], ['unauthenticated'], (stage) =>
    stage.post(undefined, { authorization: undefined }),
  ),
  refused('with a bad token there is no session', [401], ['unauthenticated'], (stage) =>
    stage.post(undefined, { authorization: 'Bearer junk' }),
  ),
  refused('another version is refused', [400], ['badRequest'], (stage) => stage.post('{"version":99}')),
  refused('a body that is no JSON is refused', [400], ['badRequest'], (stage) => stage.post('version 1')),
  refused('another type of body is refused', [415], ['unsupportedMediaType'], (stage) =>
    stage.post(undefined, { 'content-type': 'text/plain' }),
  ),
  refused('a large body is refused', [413], ['tooLarge'], (stage) =>
    stage.post(JSON.stringify({ version: 1, later: 'x'.repeat(100_000) })),
  ),
  refused('another method is refused', [405], ['methodNotAllowed'], (stage) => stage.post(undefined, {}, 'GET')),
];

function refused(
  name: string,
  statuses: readonly number[],
  codes: readonly string[],
  ask: (stage: CheckStage) => ReturnType<CheckStage['post']>,
): Check {
  return {
    name,
    rule: refusal,
    async run(stage) {
      const { status, json, text } = await ask(stage);
      holds(statuses.includes(status), `the answer was ${String(status)}, and not ${statuses.join(' or ')}: ${text.slice(0, 200)}`);
      const { error } = (json ?? {}) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } };
      holds(
        codes.some((code) => code === error?.code),
        `error.code is ${JSON.stringify(error?.code)}, and not ${codes.join(' or ')}`,
      );
      holds(typeof error?.message === 'string' && error.message.length > 0, 'error.message is not there');
    },
  };
}

function differing(one: string, other: string): number {
  return Array.from(one).filter((character, i) => other[i] !== character).length;
}
