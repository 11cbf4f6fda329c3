/** Who hears whom: judged by what people hear and what is in recordings when everybody speaks at once, each at a pitch. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toneDb } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import type { Routing } from './port.ts';
import { RECORD, TestStage } from './test-stage.ts';

let stage: TestStage;

beforeEach(() => {
  stage = new TestStage();
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('a room', () => {
  test('begins with everybody hearing everybody', async () => {
    await cast();
    expect(await stage.whoHearsWhom()).toEqual({
      ann: 'bob cat bot',
      bob: 'ann cat bot',
      cat: 'ann bob bot',
      tape: 'ann bob cat bot',
    });
  });

  test('keeps a leg that is apart from all others, until it is told otherwise', async () => {
    await cast();
    route({ apart: ['ann'], groups: [] });
    expect(await stage.whoHearsWhom()).toEqual({ ann: '', bob: 'cat bot', cat: 'bob bot', tape: 'bob cat bot' });
    route({ apart: ['tape'], groups: [] });
    expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob cat bot', bob: 'ann cat bot', cat: 'ann bob bot', tape: '' });
    route({ apart: [], groups: [] });
    expect((await stage.whoHearsWhom())['ann']).toBe('bob cat bot');
  });

  test('lets a whisperer hear two and be heard by one of them', async () => {
    await cast();
    route({
      apart: ['cat'],
      groups: [
        { sources: ['ann', 'bob'], receivers: ['cat'] },
        { sources: ['cat'], receivers: ['bob'] },
      ],
    });
    expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob bot', bob: 'ann cat bot', cat: 'ann bob', tape: 'ann bob bot' });
  });

  test('holds conversations side by side, a hosted leg in each', async () => {
    await cast();
    route({
      apart: ['ann', 'bob', 'cat', 'bot', 'tape'],
      groups: [
        { sources: ['ann', 'bob', 'bot'], receivers: ['ann', 'bob', 'bot'] },
        { sources: ['cat'], receivers: ['tape'] },
      ],
    });
    expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob bot', bob: 'ann bot', cat: '', tape: 'cat' });
  });

  test('may be told of legs that are not there: they are routed when they come', async () => {
    route({ apart: ['bob', 'gone'], groups: [{ sources: ['ann', 'never'], receivers: ['bob'] }] });
    await stage.enter('ann');
    await stage.enter('bob');
    expect(await stage.whoHearsWhom()).toEqual({ ann: '', bob: 'ann' });
    stage.engine.send({ kind: 'removeLeg', legId: 'ann' });
    stage.people.delete('ann');
    await stage.enter('cat');
    expect(await stage.whoHearsWhom()).toEqual({ bob: '', cat: '' });
  });

  test('changes in the middle of a word', async () => {
    const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob')];
    void ann.say(sine({ hertz: [440], ms: 2_000 }, 0.1));
    await stage.clock.advance(500);
    route({ apart: ['bob'], groups: [] });
    await stage.clock.advance(500);
    route({ apart: [], groups: [] });
    await stage.clock.advance(2_000);
    const levels = [200, 600, 1_200].map((ms) => toneDb(bob.heard().subarray(ms * 16, (ms + 200) * 16), 440) > -30);
    expect(levels).toEqual([true, false, true]);
  });

  test.each(['opus', 'pcmu'] as const)('encodes once for the most, and for the others alone, to the same sound (%s)', async (codec) => {
    for (const name of ['ann', 'bob', 'cat', 'dan', 'eve']) await stage.enter(name, { codec });
    route({ apart: ['eve'], groups: [{ sources: ['ann', 'bob'], receivers: ['eve', 'dan'] }] });
    stage.engine.send({ kind: 'mute', legId: 'cat', isMuted: true });
    stage.engine.send({ kind: 'mute', legId: 'dan', isMuted: true });
    expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob', bob: 'ann', cat: 'ann bob', dan: 'ann bob', eve: 'ann bob' });
  });

  test('takes no tick while nobody speaks, whatever its routing', async () => {
    await cast();
    route({ apart: ['ann', 'tape'], groups: [{ sources: ['ann'], receivers: ['bob'] }] });
    await stage.whoHearsWhom();
    const before = await stage.ticks();
    route({ apart: ['bob'], groups: [] });
    await stage.clock.advance(600_000);
    expect((await stage.ticks()) - before).toBe(0);
  });
});

describe('keys', () => {
  test('end a recording only if who presses them is heard, and are told of everybody', async () => {
    const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob')];
    stage.addBot('tape', 'records');
    route({ apart: ['tape'], groups: [{ sources: ['ann'], receivers: ['tape'] }] });
    stage.engine.send({ kind: 'record', legId: 'tape', operationId: 'r', ...RECORD, maxDurationMs: 10_000, stopTones: ['#'] });
    void bob.press('#');
    stage.engine.send({ kind: 'press', legId: 'bob', key: '#' });
    await stage.clock.advance(1_000);
    expect(stage.facts('recordEnded')).toEqual([]);
    void ann.press('#');
    await stage.clock.advance(200);
    expect(stage.facts('recordEnded')).toMatchObject([{ outcome: 'stopTone', stopTone: '#' }]);
    expect(stage.facts('keyPressed').map(({ legId, sequence }) => `${legId} ${String(sequence)}`)).toEqual(['bob 1', 'bob 2', 'ann 1']);
  });

  test('stop a prompt only if who presses them is heard', async () => {
    const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob')];
    stage.addBot('tape', 'records');
    route({ apart: ['bob'], groups: [] });
    const tape = { kind: 'record', legId: 'tape', operationId: 'r', ...RECORD } as const;
    stage.engine.send({ ...tape, bargeIn: true, prompt: writeWav(sine({ hertz: [1_000], ms: 2_000 }, 0.3)), maxDurationMs: 100 });
    void bob.press('1');
    await stage.clock.advance(1_000);
    expect(stage.facts('recordEnded')).toEqual([]);
    void ann.press('1');
    await stage.clock.advance(300);
    expect(stage.facts('recordEnded')).toMatchObject([{ outcome: 'maxDuration' }]);
  });
});

describe('a hosted leg', () => {
  test('that is muted says its prompt to nobody, at its own pace, and still records', async () => {
    await cast();
    for (const legId of ['bot', 'tape']) stage.engine.send({ kind: 'mute', legId, isMuted: true });
    expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob cat', bob: 'ann cat', cat: 'ann bob', tape: 'ann bob cat' });
    expect(stage.facts('playEnded')).toMatchObject([{ legId: 'bot', outcome: 'completed' }]);
    stage.engine.send({ kind: 'mute', legId: 'bot', isMuted: false });
    expect((await stage.whoHearsWhom())['ann']).toBe('bob cat bot');
  });
});

/** Ann, Bob and Cat, a bot that plays, and one that records. */
async function cast(): Promise<void> {
  for (const name of ['ann', 'bob', 'cat']) await stage.enter(name);
  stage.addBot('bot', 'plays');
  stage.addBot('tape', 'records');
}

function route(routing: Routing): void {
  stage.engine.send({ kind: 'route', roomId: 'room', ...routing });
}
