/** The socket of a bot: lost, replaced, ended, not read, or misused; and whom it hears apart where that is limited. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toneMs } from '../media/goertzel.ts';
import { FRAME_HEADER_BYTES, frameHeader, writeFrameHeader } from '../wire/bridge/frame.ts';
import { BRIDGE_CLOSE } from './bridge-connection.ts';
import { attachBot } from './test-bridge.ts';
import { castOn, pitchesIn, tone } from './test-bot-cast.ts';
import { TestStage } from './test-stage.ts';

let stage: TestStage;

beforeEach(() => {
  stage = new TestStage();
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('the socket of a bridged leg', () => {
  test('may be lost for ten seconds; the next one begins with nothing asked for and nothing left to say', async () => {
    const { ann, bot } = await castOn(stage);
    bot.order({ kind: 'hear', mixed: true, apart: 'none' });
    bot.say(tone(830, 5_000));
    await stage.clock.advance(200);
    bot.socket.lose();
    await stage.clock.advance(9_000);
    ann.forget();
    const again = attachBot(stage.engine, 'bot');
    void ann.say(tone(440));
    await stage.clock.advance(12_000);
    expect(again.told('ready')).toMatchObject([{ sourceId: 12 }]);
    expect([again.frames.length, pitchesIn(ann.heard()).length]).toEqual([0, 0]);
    again.say(tone(830));
    await stage.clock.advance(1_000);
    expect(pitchesIn(ann.heard())).toEqual([830]);
    expect(stage.facts('legConnected').filter(({ legId }) => legId === 'bot').length).toBe(1);
    expect(stage.facts('legLost')).toEqual([]);
    again.close();
    await stage.clock.advance(9_900);
    expect(stage.facts('legLost')).toEqual([]);
    await stage.clock.advance(200);
    expect(stage.facts('legLost').map(({ legId }) => legId)).toEqual(['bot']);
    const late = attachBot(stage.engine, 'bot');
    await stage.clock.advance(20);
    expect(late.closed).toBe(BRIDGE_CLOSE.noLeg);
  });

  test('takes the place of the one before it', async () => {
    const { ann, bot } = await castOn(stage);
    const second = attachBot(stage.engine, 'bot');
    await stage.clock.advance(20);
    expect(bot.closed).toBe(BRIDGE_CLOSE.replaced);
    bot.say(tone(620));
    second.say(tone(830));
    await stage.clock.advance(11_000);
    expect(pitchesIn(ann.heard())).toEqual([830]);
    expect(stage.facts('legLost')).toEqual([]);
  });

  test('is closed with a last word when the leg is removed or its room closed; a leg whose socket never comes is lost', async () => {
    const { bot } = await castOn(stage);
    stage.engine.send({ kind: 'removeLeg', legId: 'bot' });
    await stage.clock.advance(20);
    expect([bot.events.at(-1)?.kind, bot.closed]).toEqual(['ended', BRIDGE_CLOSE.ended]);
    stage.engine.send({ kind: 'addBridged', roomId: 'room', legId: 'two', limits: { soundsApart: 'all', pictures: 0 } });
    stage.engine.send({ kind: 'addBridged', roomId: 'room', legId: 'three', limits: { soundsApart: 'all', pictures: 0 } });
    const two = attachBot(stage.engine, 'two');
    await stage.clock.advance(121_000);
    expect(stage.facts('legLost').map(({ legId }) => legId)).toEqual(['three']);
    stage.engine.send({ kind: 'closeRoom', roomId: 'room' });
    await stage.clock.advance(20);
    expect([two.events.at(-1)?.kind, two.closed]).toEqual(['ended', BRIDGE_CLOSE.ended]);
  });

  test('that is not read gets no more sound, and what is read later is whole', async () => {
    const { ann, bot } = await castOn(stage);
    bot.order({ kind: 'hear', mixed: true, apart: 'all' });
    await stage.clock.advance(20);
    bot.socket.read(false);
    void ann.say(tone(440, 40_000));
    await stage.clock.advance(41_000);
    expect(bot.frames.length).toBe(0);
    bot.socket.read(true);
    await stage.clock.advance(1_000);
    const sound = bot.frames.filter(({ header }) => header.kind === 'sound');
    expect(Math.abs(sound.length - 1_000_000 / 664 / 2)).toBeLessThan(10);
    expect(toneMs(bot.heard(4), 440, { shareDb: 8 })).toBeGreaterThan(sound.length * 20 - 200);
    expect(bot.closed).toBeUndefined();
  });

  test('has what is not understood named, and is closed after a hundred of them', async () => {
    const { ann, bot } = await castOn(stage);
    bot.raw('{"kind":"hear"}');
    bot.raw('nonsense');
    bot.raw('{"kind":"no such order"}');
    bot.raw(new Uint8Array(10));
    bot.raw(new Uint8Array(700).fill(255));
    bot.raw(frame('mixed', 640));
    bot.raw(frame('sound', 638));
    await stage.clock.advance(20);
    expect(bot.told('problem').map(({ code }) => code)).toEqual([
      'badMessage',
      'badMessage',
      'badMessage',
      'badFrame',
      'badFrame',
      'badFrame',
      'badFrame',
    ]);
    expect(bot.told('problem')[0]?.message).toContain('mixed');
    expect(bot.told('problem')[1]?.message).toBe('it is no JSON');
    expect(bot.told('problem').at(-1)?.message).toContain('638');
    bot.say(tone(830));
    await stage.clock.advance(1_000);
    expect(pitchesIn(ann.heard())).toEqual([830]);
    for (let i = 0; i < 100; i++) bot.raw('nonsense');
    await stage.clock.advance(20);
    expect(bot.closed).toBe(BRIDGE_CLOSE.badMessage);
    expect(stage.errors).toEqual([]);
  });
});

describe('where only so many are heard apart', () => {
  test('those who speak take the places, keep them, and lose them to who is clearly louder or when they fall silent', async () => {
    const { ann, bob, bot } = await castOn(stage, 2);
    const cat = await stage.enter('cat');
    stage.engine.send({ kind: 'identify', legId: 'cat', sourceId: 16 });
    bot.order({ kind: 'hear', mixed: true, apart: 'all' });
    void ann.say(tone(440, 8_000));
    void bob.say(tone(620, 3_000));
    await stage.clock.advance(1_500);
    void cat.say(tone(1_070, 6_000));
    await stage.clock.advance(1_000);
    expect(apart()).toEqual([4, 8]);
    await stage.clock.advance(2_000);
    expect(apart()).toEqual([4, 16]);
    void bob.say(tone(620, 3_000).map((sample) => sample * 6));
    await stage.clock.advance(500);
    bot.forget();
    await stage.clock.advance(1_000);
    const heard = apart();
    expect(heard).toContain(8);
    expect(heard.length).toBe(2);
    expect(pitchesIn(bot.heard())).toEqual([440, 620, 1_070]);

    /** Who was heard in the last 300 ms. */
    function apart(): number[] {
      const headers = bot.frames.map(({ header }) => header);
      const last = headers.at(-1)?.timestampUs ?? 0;
      const recent = headers.filter(({ kind, timestampUs }) => kind === 'sound' && timestampUs > last - 300_000);
      return [...new Set(recent.map(({ sourceId }) => sourceId))].toSorted((a, b) => a - b);
    }
  });
});

function frame(kind: 'mixed' | 'sound', mediaBytes: number): Uint8Array {
  const message = new Uint8Array(FRAME_HEADER_BYTES + mediaBytes);
  writeFrameHeader(message, { ...frameHeader(), kind });
  return message;
}
