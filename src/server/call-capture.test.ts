import { expect, test } from 'vitest';
import { atDesk, dialled, done, house, taken, threeTalk, type House } from '../switchboard/test-house.ts';
import { CallCapture, type CallCaptureOptions } from './call-capture.ts';

type Bounds = Pick<CallCaptureOptions, 'callLimit' | 'byteLimit' | 'legLimit'>;
const capturing = (h: House, bounds: Bounds = {}): CallCapture =>
  new CallCapture({ engine: h.engine, switchboard: h.switchboard, clock: h.clock, ...bounds });
const legOf = (h: House, userId: string): string => h.personLeg(userId)?.legId ?? '';
const taps = (h: House): readonly string[] =>
  h.engine.commands.flatMap((one) => (one.kind === 'tap' ? [`${one.legId === legOf(h, 'ada') ? 'ada' : 'other'} ${String(one.isTapped)}`] : [])); // prettier-ignore
const says = (h: House, legId: string, bytes = 100): void =>
  h.engine.facts.tell('tapped', { legId, atMs: 500, wav: new Uint8Array(bytes) });

test('people are tapped and apps are not; speech has its time, and keys and muting are deeds', async () => {
  const h = house();
  const capture = capturing(h);
  await atDesk(h);
  expect(taps(h)).toEqual(['ada true']);
  const legId = legOf(h, 'ada');
  const tappedMs = h.clock.wallMs();
  await h.clock.advance(2_000);
  says(h, legId);
  done(h.switchboard.pressKey({ legId, userId: 'ada', key: '7' }));
  h.engine.facts.tell('keyPressed', { legId: h.appLeg('desk')?.legId ?? '', key: '1', sequence: 1 });
  done(h.switchboard.mute({ legId, userId: 'ada', isMuted: true }));
  done(h.switchboard.mute({ legId, userId: 'ada', isMuted: false }));
  const kept = capture.of(h.switchboard.calls()[0]?.callId ?? '');
  expect(kept?.said).toEqual([{ who: 'ada', wallMs: tappedMs + 500, wav: new Uint8Array(100) }]);
  expect(kept?.deeds.map(({ deed }) => deed)).toEqual([{ kind: 'key', who: 'ada', key: '7' }, { kind: 'mute', who: 'ada' }, { kind: 'unmute', who: 'ada' }]); // prettier-ignore
  expect(kept?.deeds[0]?.wallMs).toBe(tappedMs + 2_000);
  expect(h.engine.mistakes).toEqual([]);
});

test('who is muted by somebody else did nothing', async () => {
  const h = house();
  const capture = capturing(h);
  const desk = await threeTalk(h);
  done(h.switchboard.muteParticipant({ ...desk, participantId: h.personLeg('ada')?.participantId ?? '' }));
  expect(capture.of(h.switchboard.calls()[0]?.callId ?? '')?.deeds).toEqual([]);
});

test('the last words of somebody who is gone still come', async () => {
  const h = house();
  const capture = capturing(h);
  const { callId, legId } = await dialled(h, 'ada', '202');
  await taken(h, 'grace');
  done(h.switchboard.hangUp({ legId, userId: 'ada' }));
  says(h, legId);
  expect(capture.of(callId)?.said).toHaveLength(1);
});

test('the oldest call goes when there are too many, and is listened to no longer', async () => {
  const h = house();
  const capture = capturing(h, { callLimit: 1 });
  const first = await dialled(h, 'ada', '202');
  says(h, first.legId);
  expect(capture.bytes).toBe(100);
  const second = await dialled(h, 'linus', '901');
  expect(capture.of(first.callId)).toBeUndefined();
  expect(capture.bytes).toBe(0);
  expect(taps(h)).toEqual(['ada true', 'ada false', 'other true']);
  says(h, first.legId);
  expect(capture.bytes).toBe(0);
  expect(capture.of(second.callId)).toBeDefined();
});

test('the oldest sound goes when there is too much, which is noted', async () => {
  const h = house();
  const capture = capturing(h, { byteLimit: 250 });
  const first = await dialled(h, 'ada', '202');
  const second = await dialled(h, 'linus', '901');
  says(h, first.legId);
  says(h, second.legId);
  says(h, second.legId);
  expect(capture.of(first.callId)).toMatchObject({ said: [], lostSound: true });
  expect(capture.of(second.callId)).toMatchObject({ lostSound: false });
  says(h, second.legId, 1_000);
  expect(capture.bytes).toBe(0);
  expect(capture.of(second.callId)).toMatchObject({ said: [], lostSound: true });
});

test('more people than it may listen to at once are left out, until one has gone', async () => {
  const h = house();
  const capture = capturing(h, { legLimit: 1 });
  const first = await dialled(h, 'ada', '202');
  const second = await dialled(h, 'linus', '901');
  expect(taps(h)).toEqual(['ada true']);
  expect(capture.of(second.callId)?.lostSound).toBe(true);
  done(h.switchboard.hangUp({ legId: first.legId, userId: 'ada' }));
  await dialled(h, 'grace', '101');
  expect(taps(h)).toEqual(['ada true', 'other true']);
});
