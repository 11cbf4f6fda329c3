/** Texts from outside: what pages, bots and the services of bots send, bent by chance. Each reader gives a value or its own kind of error, and nothing else. */
import { anything, array, assert, constantFrom, dictionary, integer, oneof, property, string, tuple, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import { ZodError } from 'zod';
import { GraphDoorError } from '../../src/doors/graph/errors.ts';
import { jsonFault } from '../../src/doors/graph/json-fault.ts';
import { filterOf } from '../../src/doors/graph/odata/odata-filter.ts';
import { queryOf } from '../../src/doors/graph/odata/odata-query.ts';
import { faultOfOffer } from '../../src/doors/webrtc/offer.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { readOffer } from '../../src/engine/sdp.ts';
import { retryAfterMs } from '../../src/base/retry-after.ts';
import { parseNotifications } from '../../src/wire/graph/notification.ts';
import { pageRequest } from '../../src/wire/live/page-command.ts';
import { proofRounds } from '../proof-rounds.ts';

const numRuns = proofRounds(500, 50_000).length;

/** Pieces of a language in any order, with noise among them. */
function pieces(...words: readonly string[]): Arbitrary<string> {
  return array(oneof({ weight: 5, arbitrary: constantFrom(...words) }, { weight: 1, arbitrary: string({ maxLength: 8 }) }), {
    maxLength: 30,
  }).map((all) => all.join(''));
}

function onlyThrows(kind: new (...words: never[]) => Error, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
  }
}

test('offers of browsers (SDP)', () => {
  const sdp = pieces('v=0\r\n', 'm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\n', 'a=rtpmap:111 opus/48000/2\r\n', 'a=rtpmap:', '111 ', 'telephone-event/8000\r\n', 'a=ice-ufrag:abcd\r\n', 'a=ice-pwd:', 'a=fingerprint:sha-256 00\r\n', 'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n', '\r\n', '\n', ' ', '=', '99999999999'); // prettier-ignore
  const read = property(sdp, (text) => {
    faultOfOffer(text);
    onlyThrows(EngineError, () => readOffer(text));
  });
  assert(read, { numRuns });
});

const names = ['id', 'command', 'kind', 'legId', 'offer', 'value', 'changeType', 'resourceUrl', 'resourceData', 'state', 'toneInfo', 'info', 'participants', 'sequenceNumber', 'identity', '__proto__', 'constructor']; // prettier-ignore
const words = ['dial', 'answer', 'signIn', 'updated', 'deleted', 'Established', '/communications/calls/1', '/app/calls/1/participants', '/communications/calls/1/operations/2', '']; // prettier-ignore
const value: Arbitrary<unknown> = oneof(
  { weight: 3, arbitrary: constantFrom<unknown>(...words, 1, null, [], {}) },
  anything({ maxDepth: 2 }),
);
const object = dictionary(constantFrom(...names), oneof(value, dictionary(constantFrom(...names), value, { noNullPrototype: true })), {
  noNullPrototype: true,
});

test('commands of pages', () => {
  assert(
    property(oneof(object, value), (json) => void pageRequest.safeParse(json)),
    { numRuns },
  );
});

test('notifications', () => {
  const body = oneof(
    object,
    array(object).map((items) => ({ value: items })),
    value,
  );
  assert(
    property(body, (json) => onlyThrows(ZodError, () => parseNotifications(json))),
    { numRuns },
  );
});

test('queries of OData', () => {
  const filter = pieces(
    'id',
    ' eq ',
    "'x'",
    "'",
    '(',
    ')',
    ' and ',
    ' or ',
    'not ',
    'startswith(',
    ',',
    'displayName',
    ' ne ',
    '1',
    'null',
    'any(',
    ':',
    '/',
    ' ',
  );
  const fields = { paths: ['id', 'displayName', 'joinMeetingIdSettings/joinMeetingId'] };
  const read = property(filter, pieces('id', ',', '*', '-1', '5', '1e9', ' '), (text, other) => {
    onlyThrows(GraphDoorError, () => filterOf(text, fields));
    for (const name of ['$select', '$top', '$skip', '$orderby', '$expand', '$count'])
      onlyThrows(GraphDoorError, () => queryOf(new URLSearchParams([[name, other]]), ['$select', '$top', '$count', '$orderby', '$expand']));
  });
  assert(read, { numRuns });
});

test('where JSON breaks, and when to try again', () => {
  const json = pieces('{', '}', '[', ']', '"a"', ':', ',', '1', '-', '.', 'e', 'true', '"', '\\', '\\u12', '\n', ' ');
  const header = oneof(pieces('1', '9', '-', '.', 'e', 'Wed, 21 Oct 2026 07:28:00 GMT', 'GMT', ' '), integer().map(String));
  const read = property(tuple(json, header), ([text, after]) => {
    jsonFault(text);
    const ms = retryAfterMs(after, 1_800_000_000_000);
    if (ms !== undefined) expect(ms).toBeGreaterThanOrEqual(0);
  });
  assert(read, { numRuns });
});
