/** Hosted legs that press keys and that play without end: what others hear, what is told, and what it stops. */
import { afterEach, beforeEach, describe, test } from 'vitest';
import { keyHertz } from '../media/dtmf.ts';
import { toneDb, toneMs } from '../media/goertzel.ts';
import { levelDb } from '../media/level.ts';
import { sine } from '../media/tones.ts';
import { readWav, writeWav } from '../media/wav.ts';
import type { MemoryPerson } from './memory-person.ts';
import type { EngineCommand, Key } from './port.ts';
import { RECORD, TestStage } from './test-stage.ts';
import { expect } from './test-within.ts';

let stage: TestStage;
let ann: MemoryPerson;

beforeEach(async () => {
  stage = new TestStage();
  ann = await stage.enter('ann');
  stage.addBot('bot', 'plays');
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('keys of a hosted leg', () => {
  test('are heard as two tones each, with silence between, and told at their start', async () => {
    sendKeys({ keys: ['1', '1', '#', 'D'], toneMs: 100, gapMs: 60 });
    await stage.clock.advance(150);
    expect(told()).toEqual(['bot 1 1']);
    await stage.clock.advance(850);
    expect(told()).toEqual(['bot 1 1', 'bot 1 2', 'bot # 3', 'bot D 4']);
    expect(stage.facts('keysEnded')).toEqual([{ legId: 'bot', operationId: 'k', outcome: 'completed' }]);
    (['1', '1', '#', 'D'] as const).forEach((key, i) => {
      const tone = piece(i * 160, 100);
      expect(keyHertz(key).map((hertz) => toneDb(tone, hertz) > -20)).toEqual([true, true]);
      expect(levelDb(piece(i * 160 + 100, 60))).toBe(-100);
    });
    expect(levelDb(ann.heard())).toBeLessThan(-10);
  });

  test('go on counting in the next operation, which waits for its turn', async () => {
    sendKeys({ keys: ['1', '2'] });
    sendKeys({ operationId: 'l', keys: ['3'] });
    stage.engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [writeWav(sine({ hertz: [2_210], ms: 100 }, 0.3))] });
    await stage.clock.advance(1_000);
    expect(told()).toEqual(['bot 1 1', 'bot 2 2', 'bot 3 3']);
    expect(stage.facts('keysEnded').map(({ operationId }) => operationId)).toEqual(['k', 'l']);
    expect(stage.facts('playEnded')).toMatchObject([{ operationId: 'p', outcome: 'completed' }]);
    expect(toneMs(ann.heard(), 2_210)).toBeWithin(80, 120);
  });

  test.each([
    ['the operation is cancelled', { kind: 'cancel', legId: 'bot', operationId: 'k' }],
    ['all is cancelled', { kind: 'cancel', legId: 'bot' }],
    ['the leg is removed', { kind: 'removeLeg', legId: 'bot' }],
    ['the room is closed', { kind: 'closeRoom', roomId: 'room' }],
  ] satisfies [string, EngineCommand][])('stop when %s, those that wait as well', async (_, command) => {
    sendKeys({ keys: ['1', '2', '3', '4'] });
    sendKeys({ operationId: 'l', keys: ['5'] });
    await stage.clock.advance(200);
    stage.engine.send(command);
    if (command.kind === 'cancel') stage.engine.send({ kind: 'cancel', legId: 'bot' });
    await stage.clock.advance(1_000);
    expect(told()).toEqual(['bot 1 1', 'bot 2 2']);
    expect(stage.facts('keysEnded').map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
    expect(await stage.engine.health()).toMatchObject([{ legs: command.kind === 'closeRoom' ? 0 : command.kind === 'removeLeg' ? 1 : 2 }]);
  });

  test('end the recordings of other hosted legs that hear them, and of no others', async () => {
    for (const legId of ['near', 'far']) {
      stage.addBot(legId, 'records');
      stage.engine.send({ kind: 'record', legId, operationId: legId, ...RECORD, maxDurationMs: 5_000, stopTones: ['#'] });
    }
    stage.engine.send({ kind: 'route', roomId: 'room', apart: ['far'], groups: [{ sources: ['ann'], receivers: ['far'] }] });
    sendKeys({ keys: ['1', '#'], toneMs: 200, gapMs: 100 });
    await stage.clock.advance(1_000);
    const [ended, ...others] = stage.facts('recordEnded');
    expect(others).toEqual([]);
    expect(ended).toMatchObject({ legId: 'near', outcome: 'stopTone', stopTone: '#' });
    expect(toneDb(readWav(ended?.wav ?? new Uint8Array(0)).subarray(0, 3_200), 697)).toBeGreaterThan(-25);
  });

  test('of one that is muted are told and not heard', async () => {
    stage.engine.send({ kind: 'mute', legId: 'bot', isMuted: true });
    sendKeys({ keys: ['1', '2'] });
    await stage.clock.advance(1_000);
    expect(told()).toEqual(['bot 1 1', 'bot 2 2']);
    expect(ann.packets).toBe(0);
  });

  test('that make no sense fail in words, none at all are soon pressed, and a lost leg says so', async () => {
    sendKeys({ operationId: 'a', keys: ['1'], toneMs: 0 });
    sendKeys({ operationId: 'b', keys: ['1', '2'], toneMs: 100, gapMs: -1 });
    sendKeys({ operationId: 'c', keys: ['1', '2'], toneMs: 90_000 });
    sendKeys({ operationId: 'd', keys: [] });
    sendKeys({ operationId: 'e', keys: ['1'], legId: 'nobody' });
    expect(stage.facts('keysEnded').map(({ operationId, outcome }) => `${operationId} ${outcome}`)).toEqual([
      'a failed',
      'b failed',
      'c failed',
      'd completed',
      'e failed',
    ]);
    expect(stage.facts('keysEnded')[2]?.message).toContain('120000 are the most');
  });

  test('beyond a full queue fail', () => {
    for (let i = 0; i < 22; i++) sendKeys({ operationId: `k${String(i)}`, keys: ['1'] });
    expect(stage.facts('keysEnded')).toMatchObject([{ operationId: 'k21', outcome: 'failed' }]);
  });

  test('may be cancelled by whoever is told of one', async () => {
    stage.engine.facts.on('keyPressed', () => stage.engine.send({ kind: 'cancel', legId: 'bot' }));
    sendKeys({ keys: ['1', '2'], toneMs: 5, gapMs: 0 });
    await stage.clock.advance(500);
    expect(told()).toEqual(['bot 1 1']);
    expect(stage.facts('keysEnded')).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

describe('a play that begins anew', () => {
  test('goes on without a gap until it is cancelled, and what waited comes after it', async () => {
    const sound = sine({ hertz: [1_070], ms: 130 }, 0.3);
    stage.engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [writeWav(sound)], isLooping: true });
    sendKeys({ keys: ['1'] });
    await stage.clock.advance(2_000);
    expect(ann.heard()).toEqual(Int16Array.from(ann.heard(), (_, i) => sound[i % sound.length] ?? 0));
    expect(ann.heard().length).toBeGreaterThan(30_000);
    expect([stage.facts('playEnded'), stage.facts('keysEnded')]).toEqual([[], []]);
    stage.engine.send({ kind: 'cancel', legId: 'bot', operationId: 'p' });
    await stage.clock.advance(500);
    expect(stage.facts('playEnded')).toEqual([{ legId: 'bot', operationId: 'p', outcome: 'cancelled' }]);
    expect(stage.facts('keysEnded')).toMatchObject([{ outcome: 'completed' }]);
    const before = await stage.ticks();
    await stage.clock.advance(60_000);
    expect((await stage.ticks()) - before).toBe(0);
  });

  test('of nothing ends at once', () => {
    stage.engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [], isLooping: true });
    expect(stage.facts('playEnded')).toMatchObject([{ outcome: 'completed' }]);
  });
});

type Keys = { readonly keys: readonly Key[]; readonly operationId?: string; readonly legId?: string; readonly toneMs?: number };

function sendKeys({ keys, operationId = 'k', legId = 'bot', ...times }: Keys & { readonly gapMs?: number }): void {
  stage.engine.send({ kind: 'sendKeys', legId, operationId, keys, toneMs: 100, gapMs: 50, ...times });
}

function told(): string[] {
  return stage.facts('keyPressed').map(({ legId, key, sequence }) => `${legId} ${key} ${String(sequence)}`);
}

/** What Ann heard in that time. */
function piece(fromMs: number, ms: number): Int16Array {
  return ann.heard().subarray(fromMs * 16, (fromMs + ms) * 16);
}
