/** Plays and recordings in virtual time: judged by what people hear, by what is in a recording, and by what is told. */
import { afterEach, beforeEach, describe, test } from 'vitest';
import type { VirtualClock } from '../base/virtual-clock.ts';
import { toneMs } from '../media/goertzel.ts';
import { levelDb } from '../media/level.ts';
import { joined, sine } from '../media/tones.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { LocalEngine } from './local-engine.ts';
import type { MemoryPerson } from './memory-person.ts';
import type { RecordOptions } from './port.ts';
import { TestStage } from './test-stage.ts';
import { expect } from './test-within.ts';

const RECORD: RecordOptions = {
  bargeIn: false,
  beep: false,
  initialSilenceMs: 5_000,
  maxSilenceMs: 1_000,
  maxDurationMs: 30_000,
  stopTones: ['#'],
};

let stage: TestStage;
let clock: VirtualClock;
let engine: LocalEngine;

beforeEach(() => {
  stage = new TestStage();
  ({ clock, engine } = stage);
  engine.send({ kind: 'addHosted', roomId: 'room', legId: 'bot' });
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('a hosted leg', () => {
  test('plays sounds without a gap, in real time, and says when it is done', async () => {
    const ann = await enter('ann');
    engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [writeWav(tone(440, 510)), writeWav(tone(1_000, 490))] });
    await clock.advance(980);
    expect(facts('playEnded')).toEqual([]);
    await clock.advance(40);
    expect(facts('playEnded')).toEqual([{ legId: 'bot', operationId: 'p', outcome: 'completed' }]);
    await clock.advance(500);
    expect(ann.heard().subarray(0, 16_000)).toEqual(joined([tone(440, 510), tone(1_000, 490)]));
  });

  test('plays what is queued in order, fails beyond twenty, and cancels one or all', async () => {
    await enter('ann');
    const play = (operationId: string): void =>
      engine.send({ kind: 'play', legId: 'bot', operationId, sounds: [writeWav(tone(440, 100))] });
    for (let i = 0; i < 22; i++) play(`p${String(i)}`);
    expect(facts('playEnded')).toMatchObject([{ operationId: 'p21', outcome: 'failed' }]);
    engine.send({ kind: 'cancel', legId: 'bot', operationId: 'p1' });
    await clock.advance(210);
    expect(
      facts('playEnded')
        .slice(1)
        .map(({ operationId, outcome }) => `${operationId} ${outcome}`),
    ).toEqual(['p1 cancelled', 'p0 completed', 'p2 completed']);
    engine.send({ kind: 'cancel', legId: 'bot' });
    expect(facts('playEnded').length).toBe(22);
    expect(new Set(facts('playEnded').map(({ operationId }) => operationId)).size).toBe(22);
  });

  test('fails to play what is no WAV, in words', async () => {
    engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [new TextEncoder().encode('ID3 and so on')] });
    expect(facts('playEnded')).toMatchObject([{ outcome: 'failed', message: expect.stringContaining('an MP3 file') as string }]);
    engine.send({ kind: 'play', legId: 'nobody', operationId: 'q', sounds: [] });
    expect(facts('playEnded')[1]).toMatchObject({ operationId: 'q', outcome: 'failed' });
  });

  test('records what the others say, without its own prompt and beep, until they are silent', async () => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD, prompt: writeWav(tone(1_000, 500)), beep: true });
    await clock.advance(1_000);
    expect(toneMs(ann.heard(), 1_000)).toBeWithin(480, 520);
    expect(toneMs(ann.heard(), 880)).toBeWithin(200, 260);
    void ann.say(joined([tone(440, 1_000), silence(500), tone(440, 1_000)]));
    await clock.advance(5_000);
    const [ended] = facts('recordEnded');
    expect(ended).toMatchObject({ legId: 'bot', operationId: 'r', outcome: 'maxSilence' });
    const recorded = readWav(ended?.wav ?? new Uint8Array(0));
    expect(toneMs(recorded, 440)).toBeWithin(1_900, 2_060);
    expect(toneMs(recorded, 1_000) + toneMs(recorded, 880)).toBe(0);
    expect(ended?.durationMs).toBe(recorded.length / 16);
    expect(ended?.durationMs).toBeWithin(3_600, 4_000);
    expect(toneMs(recorded.subarray(recorded.length - 15_000), 440)).toBe(0);
  });

  test('ends a recording in which nobody speaks, without a tick in between', async () => {
    await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD });
    await clock.advance(200);
    const before = await ticks();
    await clock.advance(4_900);
    expect(facts('recordEnded')).toMatchObject([{ outcome: 'initialSilence', durationMs: 5_000 }]);
    expect((await ticks()) - before).toBeLessThanOrEqual(2);
    expect(levelDb(readWav(facts('recordEnded')[0]?.wav ?? new Uint8Array(0)))).toBe(-100);
  });

  test('ends a recording at a stop tone, and takes other keys for what they are', async () => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD });
    void ann.say(tone(440, 3_000));
    await clock.advance(500);
    void ann.press('1');
    await clock.advance(500);
    void ann.press('#');
    await clock.advance(100);
    expect(facts('recordEnded')).toMatchObject([{ outcome: 'stopTone', stopTone: '#' }]);
    expect(facts('recordEnded')[0]?.durationMs).toBeWithin(900, 1_100);
  });

  test('ends a recording at a stop tone that came by another road, and tells it once', async () => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD });
    void ann.say(tone(440, 3_000));
    await clock.advance(500);
    engine.send({ kind: 'press', legId: 'ann', key: '#' });
    engine.send({ kind: 'press', legId: 'nobody', key: '#' });
    await clock.advance(100);
    expect(facts('recordEnded')).toMatchObject([{ outcome: 'stopTone', stopTone: '#' }]);
    expect(facts('keyPressed')).toEqual([{ legId: 'ann', key: '#', sequence: 1 }]);
  });

  test('ends a recording at its longest, to the sample, and never beyond two minutes', async () => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD, maxDurationMs: 1_234 });
    void ann.say(tone(440, 2_000));
    await clock.advance(2_500);
    expect(facts('recordEnded')).toMatchObject([{ outcome: 'maxDuration', durationMs: 1_234 }]);
    engine.send({ kind: 'record', legId: 'bot', operationId: 's', ...RECORD, maxDurationMs: 600_000, initialSilenceMs: 0 });
    await clock.advance(121_000);
    expect(facts('recordEnded')[1]).toMatchObject({ operationId: 's', outcome: 'maxDuration', durationMs: 120_000 });
  });

  test.each([
    ['a key', 500, (ann: MemoryPerson): void => void ann.press('5')],
    ['a voice, of which nothing is lost,', 1_500, (ann: MemoryPerson): void => void ann.say(tone(440, 1_000))],
  ])('stops its prompt for %s where barge-in is allowed', async (_, saidMs, interrupt) => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD, bargeIn: true, prompt: writeWav(tone(1_000, 5_000)) });
    await clock.advance(1_000);
    interrupt(ann);
    await clock.advance(300);
    void ann.say(tone(440, 500));
    await clock.advance(5_000);
    expect(toneMs(ann.heard(), 1_000)).toBeWithin(900, 1_320);
    expect(facts('recordEnded')).toMatchObject([{ outcome: 'maxSilence' }]);
    expect(toneMs(readWav(facts('recordEnded')[0]?.wav ?? new Uint8Array(0)), 440)).toBeWithin(saidMs - 60, saidMs + 60);
  });

  test('does not stop its prompt where barge-in is not allowed', async () => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD, prompt: writeWav(tone(1_000, 2_000)) });
    await clock.advance(500);
    void ann.press('#');
    void ann.say(tone(440, 500));
    await clock.advance(2_500);
    expect(toneMs(ann.heard(), 1_000)).toBeWithin(1_960, 2_040);
    expect(facts('recordEnded')).toEqual([]);
  });

  test('stops what it plays for a recording that may barge in, and lets one that may not wait', async () => {
    await enter('ann');
    engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [writeWav(tone(440, 1_000))] });
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD });
    await clock.advance(500);
    expect(facts('playEnded')).toEqual([]);
    engine.send({ kind: 'record', legId: 'bot', operationId: 's', ...RECORD, bargeIn: true });
    expect(facts('playEnded')).toMatchObject([{ operationId: 'p', outcome: 'cancelled' }]);
    expect(facts('recordEnded')).toEqual([{ legId: 'bot', operationId: 'r', outcome: 'cancelled', durationMs: 0 }]);
  });

  test.each([
    ['cancelled', (): void => engine.send({ kind: 'cancel', legId: 'bot' })],
    ['removed', (): void => engine.send({ kind: 'removeLeg', legId: 'bot' })],
    ['lost with its room', (): void => engine.send({ kind: 'closeRoom', roomId: 'room' })],
  ])('gives out what was said when it is %s after the caller has gone', async (_, end) => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD, prompt: writeWav(tone(1_000, 500)), beep: true });
    await clock.advance(1_000);
    void ann.say(tone(440, 2_000));
    await clock.advance(1_500);
    engine.send({ kind: 'removeLeg', legId: 'ann' });
    end();
    const [ended, ...others] = facts('recordEnded');
    expect(others).toEqual([]);
    expect(ended).toMatchObject({ legId: 'bot', operationId: 'r', outcome: 'cancelled' });
    const recorded = readWav(ended?.wav ?? new Uint8Array(0));
    expect(toneMs(recorded, 440)).toBeWithin(1_360, 1_520);
    expect(ended?.durationMs).toBe(recorded.length / 16);
  });

  test.each([
    ['before the end of its prompt', 200, 300],
    ['in a silence that nobody broke', 1_500, 0],
  ])('gives out nothing when it is cancelled %s', async (_, afterMs, sayMs) => {
    const ann = await enter('ann');
    engine.send({ kind: 'record', legId: 'bot', operationId: 'r', ...RECORD, prompt: writeWav(tone(1_000, 500)), beep: true });
    void ann.say(tone(440, sayMs));
    await clock.advance(afterMs);
    engine.send({ kind: 'cancel', legId: 'bot', operationId: 'r' });
    expect(facts('recordEnded')).toMatchObject([{ operationId: 'r', outcome: 'cancelled' }]);
    expect(facts('recordEnded')[0]?.wav).toBeUndefined();
  });

  test('ends its operations as cancelled when its room is closed', async () => {
    engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [writeWav(tone(440, 1_000))] });
    await clock.advance(100);
    engine.send({ kind: 'closeRoom', roomId: 'room' });
    expect(facts('playEnded')).toMatchObject([{ operationId: 'p', outcome: 'cancelled' }]);
    expect(facts('legLost')).toEqual([]);
    expect(await engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
  });
});

const enter: TestStage['enter'] = (legId, options) => stage.enter(legId, options);
const facts: TestStage['facts'] = (wanted) => stage.facts(wanted);
const ticks: TestStage['ticks'] = () => stage.ticks();

function tone(hertz: number, ms: number): Int16Array {
  return sine({ hertz: [hertz], ms }, 0.3);
}

function silence(ms: number): Int16Array {
  return new Int16Array(ms * 16);
}
