/** Control messages and sessions of the media bridge: what is sent is understood, more than we know is passed over, junk is refused. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bridgeEvent, bridgeOrder, type BridgeEvent, type BridgeOrder } from './control.ts';
import { BRIDGE_VERSION, bridgeSession, openSession } from './session.ts';

const sourceId = fc.integer({ min: 0, max: 0xffff_ffff });
const of = fc.constantFrom('camera', 'screen');
const name = fc.string({ minLength: 1, maxLength: 128 });
const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e9 });
const text = fc.string({ maxLength: 2_000 });

const orders: fc.Arbitrary<BridgeOrder> = fc.oneof(
  fc.record({
    kind: fc.constant('hear' as const),
    mixed: fc.boolean(),
    apart: fc.oneof(fc.constantFrom('none' as const, 'all' as const), fc.array(sourceId, { maxLength: 20 })),
  }),
  fc.record({
    kind: fc.constant('watch' as const),
    pictures: fc.array(fc.record({ sourceId, maxHeight: fc.integer({ min: 1, max: 8_192 }) }, { requiredKeys: ['sourceId'] }), {
      maxLength: 20,
    }),
  }),
  fc.constant({ kind: 'clear' as const }),
  fc.record({ kind: fc.constant('mark' as const), name }),
  fc.record(
    {
      kind: fc.constant('press' as const),
      pressId: name,
      keys: fc.stringMatching(/^[0-9*#A-D]{1,100}$/),
      gapMs: fc.integer({ min: 0, max: 60_000 }),
    },
    { requiredKeys: ['kind', 'pressId', 'keys'] },
  ),
  fc.record({ kind: fc.constant('stopPictures' as const), of }),
  fc.record(
    {
      kind: fc.constant('caption' as const),
      captionId: name,
      sourceId,
      text,
      isFinal: fc.boolean(),
      language: fc.string({ maxLength: 32 }),
    },
    { requiredKeys: ['kind', 'captionId', 'text', 'isFinal'] },
  ),
);

const events: fc.Arbitrary<BridgeEvent> = fc.oneof(
  fc.record({ kind: fc.constant('ready' as const), sourceId, nowUs: fc.maxSafeNat() }),
  fc.record({ kind: fc.constant('speaking' as const), sourceIds: fc.array(sourceId) }),
  fc.record({ kind: fc.constant('dominantSpeaker' as const), sourceId: fc.option(sourceId) }),
  fc.record({ kind: fc.constant('key' as const), sourceId, key: fc.stringMatching(/^[0-9*#A-D]$/) }),
  fc.record({ kind: fc.constant('pictures' as const), sourceId, of, isOn: fc.boolean() }),
  fc.record({ kind: fc.constant('keyFrameWanted' as const), of }),
  fc.record({ kind: fc.constant('marked' as const), name }),
  fc.record({ kind: fc.constant('cleared' as const), droppedMs: number }),
  fc.record({ kind: fc.constant('pressed' as const), pressId: name }),
  fc.record({ kind: fc.constant('quality' as const), sourceId, loss: number, jitterMs: number, concealed: number }),
  fc.record({
    kind: fc.constant('problem' as const),
    code: fc.constantFrom('soundFull', 'badMessage', 'badFrame', 'overLimit', 'unknownSource'),
    message: fc.string(),
  }),
  fc.record({ kind: fc.constant('ended' as const), message: fc.string() }),
);

test('every order and every event comes back from its JSON as it was', () => {
  fc.assert(
    fc.property(orders, events, (order, event) => {
      expect(bridgeOrder.parse(JSON.parse(JSON.stringify(order)))).toEqual(order);
      expect(bridgeEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
    }),
  );
});

test('fields that a later version may add do no harm', () => {
  fc.assert(
    fc.property(orders, events, (order, event) => {
      expect(bridgeOrder.safeParse({ ...order, later: { version: 2 } }).success).toBe(true);
      expect(bridgeEvent.safeParse({ ...event, later: { version: 2 } }).success).toBe(true);
    }),
  );
});

test('junk is refused without a word thrown', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (junk) => {
      expect(bridgeOrder.safeParse(junk).success).toBe(false);
      expect(bridgeEvent.safeParse(junk).success).toBe(false);
    }),
  );
});

test.each<[string, unknown]>([
  ['an unknown order', { kind: 'dance' }],
  ['a source that is no number of 32 bits', { kind: 'hear', mixed: true, apart: [2 ** 32] }],
  ['a source that is no whole number', { kind: 'hear', mixed: true, apart: [1.5] }],
  ['sources by a word that means nothing', { kind: 'hear', mixed: true, apart: 'some' }],
  ['more sources than there can be', { kind: 'hear', mixed: true, apart: Array.from({ length: 1_001 }, (_, i) => i) }],
  ['more pictures than there can be', { kind: 'watch', pictures: Array.from({ length: 101 }, (_, i) => ({ sourceId: i })) }],
  ['a height of nothing', { kind: 'watch', pictures: [{ sourceId: 1, maxHeight: 0 }] }],
  ['a mark without a name', { kind: 'mark', name: '' }],
  ['a key that no telephone has', { kind: 'press', pressId: 'p', keys: '12E' }],
  ['no keys', { kind: 'press', pressId: 'p', keys: '' }],
  ['a gap of an hour', { kind: 'press', pressId: 'p', keys: '1', gapMs: 3_600_000 }],
  ['a caption as long as a book', { kind: 'caption', captionId: 'c', text: 'a'.repeat(2_001), isFinal: true }],
])('%s is refused', (_, order) => {
  expect(bridgeOrder.safeParse(order).success).toBe(false);
});

test('a session is opened in this version alone, and told with its limits', () => {
  expect(openSession.safeParse({ version: BRIDGE_VERSION }).success).toBe(true);
  expect(openSession.safeParse({ version: BRIDGE_VERSION + 1 }).success).toBe(false);
  const session = { version: 1, sessionId: 's', blob: 'b', socketUrl: 'wss://carrier.example/s', expiresInMs: 60_000 };
  const limits = { soundsApart: 4, pictures: 2, codecs: ['vp8'] };
  expect(bridgeSession.parse({ ...session, limits })).toEqual({ ...session, limits });
  expect(bridgeSession.safeParse({ ...session, limits: { ...limits, soundsApart: 'all' } }).success).toBe(true);
  expect(bridgeSession.safeParse(session).success).toBe(false);
  expect(bridgeSession.safeParse({ ...session, limits: { ...limits, soundsApart: 'many' } }).success).toBe(false);
  expect(bridgeSession.safeParse({ ...session, blob: '', limits }).success).toBe(false);
});
