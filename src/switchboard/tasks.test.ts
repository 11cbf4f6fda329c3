import { expect, test } from 'vitest';
import { atDesk, dialled, house } from './test-house.ts';

const prompt = { uri: 'http://localhost/hello.wav' };
const sounds = [new Uint8Array([2])];
const options = { bargeIn: false, beep: true, initialSilenceMs: 5000, maxSilenceMs: 5000, maxDurationMs: 5000, stopTones: ['#'] } as const;

test('an answered app is told in order: establishing, established, established with active media', async () => {
  const h = house();
  await atDesk(h);
  expect(h.told()).toEqual(['desk incoming', 'desk establishing', 'desk established', 'desk established active']);
  expect(h.notices.at(-1)?.callbackUri).toBe('http://localhost/callback');
  expect(h.personLeg('ada')?.state).toBe('connected');
});

test('media becomes active only when the caller has sound', async () => {
  const h = house();
  const result = h.switchboard.dial({ userId: 'ada', pageId: 'p', number: '100' });
  if (!result.ok) throw new Error(result.message);
  h.switchboard.answerApp({ appId: 'desk', legId: h.appLeg('desk')?.legId ?? '', callbackUri: 'http://localhost/callback' });
  expect(h.told().at(-1)).toBe('desk established');
  await h.engine.connect({ roomId: result.callId, legId: result.legId, offer: '' });
  expect(h.told().at(-1)).toBe('desk established active');
});

test('prompts play in the order in which they were asked for, whichever arrives first', async () => {
  const h = house();
  const desk = await atDesk(h);
  const first = h.switchboard.play({ ...desk, prompts: [prompt] });
  const second = h.switchboard.play({ ...desk, prompts: [prompt] });
  if (!first.ok || !second.ok) throw new Error('refused');
  expect(h.wanted.map(({ operationId }) => operationId)).toEqual([first.operationId, second.operationId]);
  h.switchboard.promptsReady({ ...desk, operationId: second.operationId, sounds });
  expect(h.engine.last('play')).toBeUndefined();
  h.switchboard.promptsReady({ ...desk, operationId: first.operationId, sounds });
  expect(h.engine.last('play')).toMatchObject({ operationId: first.operationId, sounds });
  h.engine.played();
  expect(h.engine.last('play')?.operationId).toBe(second.operationId);
  h.engine.played();
  expect(h.told().slice(-2)).toEqual(['desk taskEnded play completed', 'desk taskEnded play completed']);
});

test('a prompt that cannot be had fails in its turn, and the next one plays', async () => {
  const h = house();
  const desk = await atDesk(h);
  const first = h.switchboard.play({ ...desk, prompts: [prompt] });
  const second = h.switchboard.play({ ...desk, prompts: [prompt] });
  if (!first.ok || !second.ok) throw new Error('refused');
  h.switchboard.promptsReady({ ...desk, operationId: second.operationId, sounds });
  h.switchboard.promptsFailed({ ...desk, operationId: first.operationId, problem: { kind: 'download', message: '404' } });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'taskEnded', end: { outcome: 'failed', problem: { message: '404' } } });
  expect(h.engine.last('play')?.operationId).toBe(second.operationId);
});

test('a recording without a prompt begins at once and ends with its sound', async () => {
  const h = house();
  const desk = await atDesk(h);
  const result = h.switchboard.record({ ...desk, prompts: [], options });
  if (!result.ok) throw new Error(result.message);
  expect(h.engine.last('record')).toMatchObject({ legId: desk.legId, beep: true, prompt: undefined });
  const wav = new Uint8Array([3]);
  h.engine.facts.tell('recordEnded', {
    ...desk,
    operationId: result.operationId,
    outcome: 'stopTone',
    stopTone: '#',
    wav,
    durationMs: 900,
  });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'taskEnded', end: { outcome: 'recorded', because: 'stopTone', wav, durationMs: 900 } });
});

test('cancelling ends what runs and what waits; what comes later from the engine is let go', async () => {
  const h = house();
  const desk = await atDesk(h);
  const first = h.switchboard.play({ ...desk, prompts: [prompt] });
  if (!first.ok) throw new Error(first.message);
  h.switchboard.promptsReady({ ...desk, operationId: first.operationId, sounds });
  const second = h.switchboard.record({ ...desk, prompts: [prompt], options });
  if (!second.ok) throw new Error(second.message);
  h.switchboard.cancel(desk);
  const told = h.told().slice(-2);
  expect(told).toEqual(['desk taskEnded play cancelled', 'desk taskEnded record cancelled']);
  h.engine.facts.tell('playEnded', { ...desk, operationId: first.operationId, outcome: 'cancelled' });
  h.switchboard.promptsReady({ ...desk, operationId: second.operationId, sounds });
  expect(h.told().slice(-2)).toEqual(told);
  expect(h.engine.last('record')).toBeUndefined();
});

test('a recording that may barge in cancels what runs', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.play({ ...desk, prompts: [prompt] });
  h.switchboard.record({ ...desk, prompts: [], options: { ...options, bargeIn: true } });
  expect(h.told().at(-1)).toBe('desk taskEnded play cancelled');
  expect(h.engine.last('record')).toBeDefined();
});

test('the queue has a bound', async () => {
  const h = house({ limits: { tasksPerLeg: 2 } });
  const desk = await atDesk(h);
  const results = [1, 2, 3].map(() => h.switchboard.play({ ...desk, prompts: [prompt] }));
  expect(results.map((result) => result.ok || result.code)).toEqual([true, true, 'switchboard/queue-full']);
});

test('nothing plays before the call is established', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const legId = h.appLeg('desk')?.legId ?? '';
  expect(h.switchboard.play({ appId: 'desk', legId, prompts: [prompt] })).toMatchObject({ ok: false, code: 'switchboard/wrong-state' });
});

test('keys reach an app that asked for them, counted from 1, by sound or by page', async () => {
  const h = house();
  const desk = await atDesk(h);
  const legId = h.personLeg('ada')?.legId ?? '';
  h.engine.facts.tell('keyPressed', { legId, key: '1', sequence: 1 });
  h.switchboard.subscribeTones(desk);
  h.engine.facts.tell('keyPressed', { legId, key: '2', sequence: 2 });
  h.switchboard.pressKey({ legId, userId: 'ada', key: '#' });
  expect(h.told().slice(-2)).toEqual(['desk tone 2#1', 'desk tone ##2']);
});

test('hang-up completes what runs before the call ends', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.record({ ...desk, prompts: [], options });
  h.switchboard.hangUp({ legId: h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  expect(h.told().slice(-2)).toEqual(['desk taskEnded record cancelled', 'desk terminated otherHungUp']);
  expect(h.engine.rooms.size).toBe(0);
});

test('what a caller said until she hung up is brought in before the call ends', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.engine.heard = new Uint8Array([7]);
  h.switchboard.record({ ...desk, prompts: [], options });
  h.switchboard.play({ ...desk, prompts: [] });
  h.switchboard.hangUp({ legId: h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  expect(h.notices.slice(-3)).toMatchObject([
    { kind: 'taskEnded', task: { kind: 'record' }, end: { outcome: 'cancelled', wav: h.engine.heard } },
    { kind: 'taskEnded', task: { kind: 'play' }, end: { outcome: 'cancelled' } },
    { kind: 'terminated', as: 'otherHungUp' },
  ]);
});

test('a last recording that never comes does not keep the call', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.engine.isDeaf = true;
  h.switchboard.record({ ...desk, prompts: [], options });
  h.switchboard.hangUp({ legId: h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  expect(h.personLeg('ada')?.state).toBe('ended');
  expect(h.switchboard.keepAlive(desk)).toMatchObject({ code: 'switchboard/unknown-leg' });
  expect(h.told().at(-1)).toBe('desk established active');
  await h.clock.advance(1_000);
  expect(h.told().slice(-2)).toEqual(['desk taskEnded record cancelled', 'desk terminated otherHungUp']);
  expect(h.engine.rooms.size).toBe(0);
});

test('an app that hangs up is told twice, and its caller reads who it was', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.hangUpApp(desk);
  expect(h.told().slice(-2)).toEqual(['desk terminating', 'desk terminated hungUp']);
  expect(h.personLeg('ada')?.endedBecause).toBe('The bot “desk” hung up.');
  expect(h.switchboard.readCall(desk)).toMatchObject({ ok: true, leg: { state: 'ended' } });
  await h.clock.advance(30_000);
  expect(h.switchboard.readCall(desk)).toMatchObject({ ok: false, code: 'switchboard/unknown-leg' });
  expect(h.switchboard.calls()).toEqual([]);
});

test('an app that does not keep its call alive for 45 minutes loses it', async () => {
  const h = house();
  const desk = await atDesk(h);
  await h.clock.advance(44 * 60_000);
  expect(h.switchboard.keepAlive(desk)).toEqual({ ok: true });
  await h.clock.advance(44 * 60_000);
  expect(h.appLeg('desk')?.state).toBe('connected');
  await h.clock.advance(60_000);
  expect(h.told().at(-1)).toBe('desk terminated keepAliveMissed');
  expect(h.personLeg('ada')?.endedBecause).toBe('The bot “desk” did not keep the call alive for 45 minutes.');
});

test("another app's call does not exist", async () => {
  const h = house();
  const { legId } = await atDesk(h);
  expect(h.switchboard.readCall({ appId: 'echo', legId })).toMatchObject({ code: 'switchboard/unknown-leg' });
  expect(h.switchboard.hangUpApp({ appId: 'echo', legId })).toMatchObject({ code: 'switchboard/unknown-leg' });
  expect(h.switchboard.keepAlive({ appId: 'echo', legId })).toMatchObject({ code: 'switchboard/unknown-leg' });
});
