/** What is kept of a room: each on her own lane, everybody in the mix, and nothing of those who are not heard by all. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sine } from '../../media/tones.ts';
import { TestLogs } from './test-logs.ts';
import { RECORD, TestStage } from '../test-stage.ts';
import type { EngineCommand } from '../port.ts';

let stage: TestStage;
let logs: TestLogs;
beforeEach(() => {
  logs = new TestLogs();
  stage = new TestStage({ keptLogs: logs.open });
});
afterEach(async () => {
  await stage[Symbol.asyncDispose]();
  expect(stage.errors).toEqual([]);
});

function keep(legIds: readonly string[], more: Partial<Extract<EngineCommand, { kind: 'keepRoom' }>> = {}): void {
  const place = { folder: more.recordingId ?? 'r', key: '', startedMs: stage.clock.wallMs() };
  const people = legIds.map((legId) => ({ legId, personId: `${legId}-id`, name: legId }));
  stage.engine.send({ kind: 'keepRoom', roomId: 'room', recordingId: 'r', place, people, ...more });
}

/** Who is heard on each lane, by the pitch of each. */
async function lanes(): Promise<Record<string, string>> {
  const heard: Record<string, string> = {};
  for (const [lane, sound] of await logs.decoded('r')) {
    heard[lane] = ['ada', 'bob', 'cyd', 'bot'].filter((name) => stage.pitchOf(name) > 0 && TestLogs.loudest(sound, stage.pitchOf(name)) > -32).join(' '); // prettier-ignore
  }
  return heard;
}

test('each is kept alone and in the mix, by her own pitch and at her own time; who is not named is not kept', async () => {
  const [ada, bob, cyd] = await Promise.all([stage.enter('ada'), stage.enter('bob'), stage.enter('cyd')]);
  keep(['ada', 'bob']);
  await stage.clock.advance(1_000);
  void ada.say(stage.voiceOf('ada'));
  await stage.clock.advance(400);
  void bob.say(stage.voiceOf('bob'));
  void cyd.say(stage.voiceOf('cyd'));
  await stage.clock.advance(2_000);
  expect(await lanes()).toEqual({ mixed: 'ada bob', ada: 'ada', bob: 'bob' });
  const [adas, bobs] = [logs.times('r', 'ada'), logs.times('r', 'bob')];
  expect(adas.every((atMs) => atMs % 20 === 0)).toBe(true);
  expect(adas[0]).toBeGreaterThanOrEqual(1_000);
  expect(adas[0]).toBeLessThan(1_200);
  expect((bobs[0] ?? 0) - (adas[0] ?? 0)).toBe(400);
  // 600 ms of voice, the tail of the gate, and one packet in which it rings out.
  expect(adas.length).toBeGreaterThanOrEqual(30);
  expect(adas.length).toBeLessThan(60);
  expect(new Set(adas).size).toBe(adas.length);
});

test('nobody is kept who is muted, on hold or apart', async () => {
  const people = await Promise.all([stage.enter('ada'), stage.enter('bob'), stage.enter('cyd')]);
  keep(['ada', 'bob', 'cyd']);
  stage.engine.send({ kind: 'mute', legId: 'ada', isMuted: true });
  stage.engine.send({ kind: 'hold', legId: 'bob', music: new Uint8Array(0) });
  stage.engine.send({ kind: 'route', roomId: 'room', apart: ['cyd'], groups: [{ sources: ['cyd'], receivers: ['ada'] }] });
  for (const [i, name] of ['ada', 'bob', 'cyd'].entries()) void people[i]?.say(stage.voiceOf(name));
  await stage.clock.advance(2_000);
  expect(await lanes()).toEqual({});
  stage.errors.length = 0;
});

test('a bot that speaks is on a lane of its own', async () => {
  await stage.enter('ada');
  stage.addBot('bot', 'plays');
  keep(['ada', 'bot']);
  await stage.whoHearsWhom();
  expect(await lanes()).toEqual({ mixed: 'ada bot', ada: 'ada', bot: 'bot' });
});

test('who comes later is kept from when she is named, who is named no longer is kept no longer, and who comes again has her lane', async () => {
  const [ada, bob] = await Promise.all([stage.enter('ada'), stage.enter('bob')]);
  keep(['ada']);
  void bob.say(stage.voiceOf('bob'));
  await stage.clock.advance(1_500);
  expect(logs.times('r', 'bob')).toEqual([]);
  keep(['ada', 'bob']);
  void bob.say(stage.voiceOf('bob'));
  await stage.clock.advance(1_500);
  const before = logs.times('r', 'bob').length;
  expect(before).toBeGreaterThan(25);
  keep(['bob']);
  void ada.say(stage.voiceOf('ada'));
  await stage.clock.advance(1_500);
  expect(logs.times('r', 'ada')).toEqual([]);
  keep(['ada', 'bob']);
  void ada.say(stage.voiceOf('ada'));
  await stage.clock.advance(1_500);
  expect(logs.notes('r').filter((note) => /joined|left/.test(note))).toEqual([
    'joined ada-id',
    'joined bob-id',
    'left ada-id',
    'joined ada-id',
  ]);
  expect(logs.tracks('r')).toEqual(['mixed', 'bob', 'ada']);
});

test('a pause leaves a gap: nothing is kept in it, and times go on', async () => {
  const ada = await stage.enter('ada');
  keep(['ada']);
  void ada.say(sine({ hertz: [440], ms: 6_000 }, 0.1));
  await stage.clock.advance(2_000);
  keep(['ada'], { isPaused: true });
  await stage.clock.advance(2_000);
  keep(['ada']);
  await stage.clock.advance(4_000);
  const times = logs.times('r', 'ada');
  expect(times.filter((atMs) => atMs > 2_020 && atMs < 3_980)).toEqual([]);
  expect(times.filter((atMs) => atMs >= 4_000).length).toBeGreaterThan(95);
  expect(logs.notes('r').filter((note) => /paus|resum/.test(note))).toEqual(['paused', 'resumed']);
});

test('it ends when it is told to, with its room, and with the engine; and says so when all is written', async () => {
  await stage.enter('ada');
  keep(['ada']);
  await stage.clock.advance(100);
  stage.engine.send({ kind: 'endKeeping', recordingId: 'r', why: 'asked' });
  await stage.clock.advance(20);
  expect(stage.facts('keepingEnded')).toEqual([{ recordingId: 'r', outcome: 'ended' }]);
  expect(logs.notes('r').at(-1)).toBe('ended asked');
  expect(logs.isClosed('r')).toBe(true);

  keep(['ada'], { recordingId: 's' });
  stage.engine.send({ kind: 'closeRoom', roomId: 'room' });
  await stage.clock.advance(20);
  expect(stage.facts('keepingEnded').at(-1)).toEqual({ recordingId: 's', outcome: 'ended' });
  expect(logs.notes('s').at(-1)).toBe('ended the call is over');

  stage.open('other');
  keep([], { recordingId: 't', roomId: 'other' });
  await stage.engine[Symbol.asyncDispose]();
  expect(logs.notes('t').at(-1)).toBe('ended the media engine was closed');
  expect(logs.isClosed('t')).toBe(true);
});

test('a disk that is full ends it, and nobody else is troubled', async () => {
  const [ada] = await Promise.all([stage.enter('ada'), stage.enter('bob')]);
  keep(['ada']);
  void ada.say(sine({ hertz: [440], ms: 2_000 }, 0.1));
  await stage.clock.advance(500);
  logs.fill('r', new Error('the disk is full'));
  await stage.clock.advance(1_000);
  expect(stage.facts('keepingEnded')).toEqual([{ recordingId: 'r', outcome: 'failed', message: 'the disk is full' }]);
  const kept = logs.times('r', 'ada').length;
  await stage.clock.advance(1_000);
  expect(logs.times('r', 'ada')).toHaveLength(kept);
  expect(stage.people.get('bob')?.heard().length).toBeGreaterThan(16_000);
  expect(stage.errors.splice(0)).toEqual(['a recording of a room ends: it cannot be written']);
});

test('a room that is not open cannot be kept, nor can any where there is no log', async () => {
  keep(['ada'], { roomId: 'elsewhere' });
  expect(stage.facts('keepingEnded')).toEqual([{ recordingId: 'r', outcome: 'failed', message: 'room elsewhere is not open' }]);
  logs.refuse = new Error('no such folder');
  keep(['ada']);
  expect(stage.facts('keepingEnded').at(-1)).toMatchObject({ outcome: 'failed', message: 'no such folder' });
  expect(stage.errors.splice(0)).toHaveLength(2);
});

test('a room that is kept and in which nothing sounds costs no ticks', async () => {
  const ada = await stage.enter('ada');
  keep(['ada']);
  void ada.say(stage.voiceOf('ada'));
  await stage.clock.advance(5_000);
  const before = await stage.ticks();
  await stage.clock.advance(60_000);
  expect(await stage.ticks()).toBe(before);
});

test('who leads is noted', async () => {
  const [ada, bob] = await Promise.all([stage.enter('ada'), stage.enter('bob')]);
  keep(['ada', 'bob']);
  void ada.say(sine({ hertz: [440], ms: 1_000 }, 0.2));
  await stage.clock.advance(2_000);
  void bob.say(sine({ hertz: [620], ms: 1_000 }, 0.2));
  await stage.clock.advance(2_000);
  expect(logs.notes('r').filter((note) => note.startsWith('leads'))).toEqual(['leads ada-id', 'leads bob-id']);
});

test('the recorder of an answer and a recording of the room do not disturb each other', async () => {
  const ada = await stage.enter('ada');
  stage.addBot('bot', 'records');
  keep(['ada']);
  stage.engine.send({ kind: 'record', legId: 'bot', operationId: 'o', ...RECORD });
  void ada.say(stage.voiceOf('ada'));
  await stage.clock.advance(2_000);
  expect(stage.facts('recordEnded')).toHaveLength(1);
  expect(await lanes()).toEqual({ mixed: 'ada', ada: 'ada' });
});
