import { expect, test } from 'vitest';
import { atDesk, done, house, threeTalk, type House } from './test-house.ts';

const prompt = { uri: 'http://localhost/wait.wav' };
const pid = (h: House, userId: string): string => h.personLeg(userId)?.participantId ?? '';

test.each([
  ['between two', atDesk],
  ['in a group', threeTalk],
] as const)('hold %s: the house plays its music, and it ends when the app says so', async (_, begin) => {
  const h = house();
  const desk = await begin(h);
  const legId = h.personLeg('ada')?.legId;
  const { operationId } = done(h.switchboard.startHold({ ...desk, participantId: pid(h, 'ada'), clientContext: 'c' }));
  expect(h.engine.last('hold')).toEqual({ kind: 'hold', legId, music: new Uint8Array([9]) });
  expect(h.personLeg('ada')?.isOnHold).toBe(true);
  expect(h.notices.find(({ kind }) => kind === 'holdEnded')).toMatchObject({
    operationId,
    clientContext: 'c',
    what: 'startHold',
    problem: undefined,
  });
  const stopped = done(h.switchboard.stopHold({ ...desk, participantId: pid(h, 'ada') }));
  expect(h.engine.last('hold')).toEqual({ kind: 'hold', legId });
  expect(h.notices.findLast(({ kind }) => kind === 'holdEnded')).toMatchObject({ operationId: stopped.operationId, what: 'stopHold' });
  expect(h.facts.filter(({ type }) => type === 'legOnHold')).toMatchObject([{ isOnHold: true }, { isOnHold: false }]);
});

test("an app's own prompt is fetched first, and one that cannot be had holds nobody", async () => {
  const h = house();
  const desk = await atDesk(h);
  const request = { ...desk, participantId: pid(h, 'ada'), prompt };
  const first = done(h.switchboard.startHold(request));
  expect(h.wanted.at(-1)).toMatchObject({ operationId: first.operationId, prompts: [prompt] });
  expect(h.personLeg('ada')?.isOnHold).toBe(false);
  h.switchboard.promptsFailed({ ...desk, operationId: first.operationId, problem: { kind: 'download', message: '404' } });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'holdEnded', what: 'startHold', problem: { message: '404' } });
  const second = done(h.switchboard.startHold(request));
  h.switchboard.promptsReady({ ...desk, operationId: second.operationId, sounds: [new Uint8Array([5])] });
  expect(h.engine.last('hold')).toMatchObject({ music: new Uint8Array([5]) });
  expect(h.told().at(-1)).toBe('desk holdEnded startHold');
});

test('one at a time is on hold, and nobody who is not', async () => {
  const h = house();
  const desk = await threeTalk(h);
  expect(h.switchboard.stopHold({ ...desk, participantId: pid(h, 'ada') })).toMatchObject({ code: 'switchboard/wrong-state' });
  done(h.switchboard.startHold({ ...desk, participantId: pid(h, 'ada') }));
  expect(h.switchboard.startHold({ ...desk, participantId: pid(h, 'grace') })).toMatchObject({ code: 'switchboard/wrong-state' });
  expect(h.switchboard.stopHold({ ...desk, participantId: pid(h, 'grace') })).toMatchObject({ code: 'switchboard/wrong-state' });
  const own = h.appLeg('desk')?.participantId ?? '';
  expect(h.switchboard.startHold({ ...desk, participantId: own })).toMatchObject({ code: 'switchboard/wrong-state' });
});

test('a prompt that comes after everything was called off is let go', async () => {
  const h = house();
  const desk = await threeTalk(h);
  const { operationId } = done(h.switchboard.startHold({ ...desk, participantId: pid(h, 'ada'), prompt }));
  done(h.switchboard.stopHold({ ...desk, participantId: pid(h, 'ada') }));
  expect(h.told().slice(-2)).toEqual(['desk holdEnded startHold failed', 'desk holdEnded stopHold']);
  h.switchboard.promptsReady({ ...desk, operationId, sounds: [new Uint8Array([5])] });
  expect(h.engine.last('hold')).toBeUndefined();
});

test('an app that leaves takes its music with it', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.startHold({ ...desk, participantId: pid(h, 'ada') });
  h.switchboard.hangUpApp(desk);
  expect(h.engine.last('hold')).toEqual({ kind: 'hold', legId: h.personLeg('ada')?.legId });
  expect(h.personLeg('ada')?.isOnHold).toBe(false);
});

test('one who leaves before the music begins ends the operation', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.startHold({ ...desk, participantId: pid(h, 'ada'), prompt });
  h.switchboard.hangUp({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' });
  expect(h.told().slice(-2)).toEqual(['desk holdEnded startHold failed', 'desk roster Grace,desk']);
});
