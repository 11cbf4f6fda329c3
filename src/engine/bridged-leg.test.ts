/** A bot over the media bridge, judged by what it hears and by what others hear of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { toneDb, toneMs } from '../media/goertzel.ts';
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

describe('a bridged leg', () => {
  test('offers languages, and is told what people have chosen of them, on every socket that it has', async () => {
    const { bot } = await castOn(stage);
    const offer = { spoken: 'en-US', captions: ['es'], voices: ['es'], transcriber: { name: 'sphinx', leavesMachine: false } };
    bot.order({ kind: 'offer', ...offer });
    bot.order({ kind: 'caption', captionId: 'c', text: 'hola', isFinal: true, language: 'es', isTranslation: true });
    await stage.clock.advance(20);
    expect(stage.facts('offered')).toEqual([{ legId: 'bot', ...offer }]);
    expect(stage.facts('captioned')).toMatchObject([{ language: 'es', isTranslation: true }]);
    const wants = { hasCaptions: true, captions: ['es'], voices: [{ language: 'es', sourceIds: [4] }] };
    stage.engine.send({ kind: 'tellWants', legId: 'bot', wants });
    stage.engine.send({ kind: 'tellWants', legId: 'ann', wants });
    stage.engine.send({ kind: 'tellWants', legId: 'nobody', wants });
    await stage.clock.advance(20);
    expect(bot.told('wants')).toEqual([{ kind: 'wants', ...wants }]);
    const again = attachBot(stage.engine, 'bot');
    await stage.clock.advance(20);
    expect(again.events.map(({ kind }) => kind).slice(0, 2)).toEqual(['ready', 'wants']);
    expect(again.told('wants')).toEqual([{ kind: 'wants', ...wants }]);
    again.raw(JSON.stringify({ kind: 'offer', spoken: 'en', captions: 'es', voices: [] }));
    await stage.clock.advance(20);
    expect(again.told('problem')).toMatchObject([{ code: 'badMessage' }]);
    expect(stage.errors).toEqual([]);
  });

  test('is connected with its first socket, hears people mixed and apart, and is heard', async () => {
    const { ann, bob, bot } = await castOn(stage);
    expect(stage.facts('legConnected').map(({ legId }) => legId)).toEqual(['ann', 'bob', 'bot']);
    expect(bot.told('ready')).toMatchObject([{ sourceId: 12 }]);
    bot.order({ kind: 'hear', mixed: true, apart: 'all' });
    await stage.clock.advance(20);
    void ann.say(tone(440));
    void bob.say(tone(620));
    bot.say(tone(830));
    await stage.clock.advance(1_500);
    expect(pitchesIn(bot.heard())).toEqual([440, 620]);
    expect(pitchesIn(bot.heard(4))).toEqual([440]);
    expect(pitchesIn(bot.heard(8))).toEqual([620]);
    expect(bot.frames.some(({ header }) => header.sourceId === 12)).toBe(false);
    expect(pitchesIn(ann.heard())).toEqual([620, 830]);
    expect(Math.abs(toneMs(ann.heard(), 830, { shareDb: 8 }) - 600)).toBeLessThan(60);
    expect(stage.errors).toEqual([]);
  });

  test('tells with each frame its place in its stream, the time, how loud it is, and whether anybody speaks', async () => {
    const { ann, bot } = await castOn(stage);
    bot.order({ kind: 'hear', mixed: true, apart: [4] });
    void ann.say(tone(440, 200));
    await stage.clock.advance(400);
    void ann.say(tone(440, 200));
    await stage.clock.advance(1_000);
    for (const kind of ['mixed', 'sound'] as const) {
      const headers = bot.frames.map(({ header }) => header).filter((header) => header.kind === kind);
      expect(headers.map(({ sequence }) => sequence - (headers[0]?.sequence ?? 0))).toEqual(headers.map((_, i) => i));
      for (const [i, header] of headers.entries()) {
        const before = headers[i - 1];
        expect(header.timestampUs % 20_000).toBe(0);
        expect(header.isFirst).toBe(header.timestampUs - (before?.timestampUs ?? 0) !== 20_000);
        expect(header.sourceId).toBe(kind === 'mixed' ? 0 : 4);
      }
      expect(headers.filter(({ isFirst }) => isFirst).length).toBe(2);
      expect(headers.filter(({ isSpeech }) => isSpeech).length).toBeGreaterThan(10);
      expect(headers[0]?.isSpeech).toBe(false);
      expect(headers.some(({ level }) => level === 23)).toBe(true);
    }
  });

  test('hears nothing it did not ask for, and no more of it once it asks for something else', async () => {
    const { ann, bob, bot } = await castOn(stage);
    void ann.say(tone(440, 2_000));
    void bob.say(tone(620, 2_000));
    await stage.clock.advance(300);
    expect(bot.frames).toEqual([]);
    bot.order({ kind: 'hear', mixed: false, apart: [8] });
    await stage.clock.advance(300);
    expect(new Set(bot.frames.map(({ header }) => header.sourceId))).toEqual(new Set([8]));
    bot.forget();
    bot.order({ kind: 'hear', mixed: true, apart: 'none' });
    await stage.clock.advance(300);
    expect(new Set(bot.frames.map(({ header }) => header.kind))).toEqual(new Set(['mixed']));
  });

  test('is cut short within one tick', async () => {
    const { ann, bot } = await castOn(stage);
    bot.say(tone(830, 5_000));
    await stage.clock.advance(1_000);
    bot.order({ kind: 'mark', name: 'all said' });
    bot.order({ kind: 'clear' });
    await stage.clock.advance(1_000);
    expect(Math.abs(toneMs(ann.heard(), 830, { shareDb: 8 }) - 980)).toBeLessThanOrEqual(40);
    const told = bot.told('cleared')[0]?.droppedMs ?? 0;
    expect(Math.abs(told - 4_000)).toBeLessThanOrEqual(40);
    expect(bot.events.map(({ kind }) => kind).filter((kind) => kind === 'cleared' || kind === 'marked')).toEqual(['cleared', 'marked']);
    bot.say(tone(830, 400));
    await stage.clock.advance(1_000);
    expect(toneMs(ann.heard(), 830, { shareDb: 8 })).toBeGreaterThan(1_300);
  });

  test('is told when what came before a mark has been said', async () => {
    const { bot } = await castOn(stage);
    bot.order({ kind: 'mark', name: 'nothing' });
    bot.say(tone(830, 400));
    bot.order({ kind: 'mark', name: 'first' });
    bot.say(tone(830, 400));
    bot.order({ kind: 'mark', name: 'second' });
    await stage.clock.advance(20);
    expect(names()).toEqual(['nothing']);
    await stage.clock.advance(420);
    expect(names()).toEqual(['nothing', 'first']);
    await stage.clock.advance(400);
    expect(names()).toEqual(['nothing', 'first', 'second']);

    function names(): string[] {
      return bot.told('marked').map(({ name }) => name);
    }
  });

  test('is heard without a gap though its frames come unevenly, and a single frame is heard as well', async () => {
    const { ann, bot } = await castOn(stage);
    const sound = tone(830, 1_200);
    const chance = seededRandom(7);
    let sent = 0;
    for (let ms = 0; sent < sound.length; ms += 20) {
      // On average a frame every 20 ms, up to 40 ms late.
      const due = Math.min(sound.length, (Math.floor((ms - 40 * chance.unit()) / 20) + 1) * 320);
      if (due > sent) bot.say(sound.subarray(sent, due));
      sent = Math.max(sent, due);
      await stage.clock.advance(20);
    }
    await stage.clock.advance(200);
    expect(Math.abs(toneMs(ann.heard(), 830, { shareDb: 8 }) - 1_200)).toBeLessThan(30);
    ann.forget();
    bot.say(tone(830, 20));
    await stage.clock.advance(200);
    expect(ann.heard().some((sample) => Math.abs(sample) > 1_000)).toBe(true);
  });

  test('has ten seconds of what it sends kept, and is told once a second that more is dropped', async () => {
    const { ann, bot } = await castOn(stage);
    bot.say(tone(830, 12_000));
    await stage.clock.advance(100);
    bot.say(tone(830, 1_000));
    await stage.clock.advance(100);
    expect(bot.told('problem').map(({ code }) => code)).toEqual(['soundFull']);
    await stage.clock.advance(2_000);
    bot.say(tone(830, 12_000));
    await stage.clock.advance(25_000);
    expect(bot.told('problem').map(({ code }) => code)).toEqual(['soundFull', 'soundFull']);
    expect(Math.abs(toneMs(ann.heard(), 830, { shareDb: 8 }) - 12_200)).toBeLessThan(300);
  });

  test('presses keys that are heard and told, and hears of the keys of others', async () => {
    const { ann, bot } = await castOn(stage);
    bot.order({ kind: 'press', pressId: 'p1', keys: '4#' });
    bot.say(tone(830, 200));
    await stage.clock.advance(60);
    expect(toneDb(ann.heard().subarray(320, 960), 770)).toBeGreaterThan(-32);
    await stage.clock.advance(1_000);
    expect(stage.facts('keyPressed')).toEqual([
      { legId: 'bot', key: '4', sequence: 1 },
      { legId: 'bot', key: '#', sequence: 2 },
    ]);
    expect(bot.told('pressed')).toEqual([{ kind: 'pressed', pressId: 'p1' }]);
    expect(Math.abs(toneMs(ann.heard(), 830, { shareDb: 8 }) - 200)).toBeLessThan(40);
    await Promise.all([ann.press('7'), stage.clock.advance(300)]);
    expect(bot.told('key')).toEqual([{ kind: 'key', sourceId: 4, key: '7' }]);
  });

  test('tells texts for what is said', async () => {
    const { bot } = await castOn(stage);
    bot.order({ kind: 'caption', captionId: 'c', sourceId: 4, text: 'hello', isFinal: false, language: 'en' });
    bot.order({ kind: 'caption', captionId: 'c', text: 'hello you', isFinal: true });
    await stage.clock.advance(20);
    expect(stage.facts('captioned')).toEqual([
      { legId: 'bot', captionId: 'c', sourceId: 4, text: 'hello', isFinal: false, language: 'en' },
      { legId: 'bot', captionId: 'c', text: 'hello you', isFinal: true },
    ]);
  });

  test('neither hears nor is heard where it is apart, and is told of nobody who speaks', async () => {
    const { ann, bot } = await castOn(stage);
    stage.engine.send({ kind: 'route', roomId: 'room', apart: ['bot'], groups: [] });
    bot.order({ kind: 'hear', mixed: true, apart: 'all' });
    void ann.say(tone(440));
    bot.say(tone(830));
    await Promise.all([ann.press('1'), stage.clock.advance(1_000)]);
    expect(bot.frames).toEqual([]);
    expect(bot.events.map(({ kind }) => kind)).toEqual(['ready']);
    expect(pitchesIn(ann.heard())).toEqual([]);
    stage.engine.send({ kind: 'route', roomId: 'room', apart: [], groups: [] });
    void ann.say(tone(440));
    await stage.clock.advance(1_000);
    expect(pitchesIn(bot.heard())).toEqual([440]);
  });

  test('is muted by the room, and goes into another one with its socket', async () => {
    const { ann, bot } = await castOn(stage);
    stage.engine.send({ kind: 'mute', legId: 'bot', isMuted: true });
    bot.say(tone(830));
    await stage.clock.advance(1_000);
    expect(pitchesIn(ann.heard())).toEqual([]);
    stage.engine.send({ kind: 'mute', legId: 'bot', isMuted: false });
    stage.open('other');
    const cat = await stage.enter('cat', { room: 'other' });
    stage.engine.send({ kind: 'identify', legId: 'cat', sourceId: 16 });
    stage.engine.send({ kind: 'moveLeg', legId: 'bot', roomId: 'other' });
    bot.order({ kind: 'hear', mixed: false, apart: 'all' });
    bot.say(tone(830));
    void cat.say(tone(1_070));
    void ann.say(tone(440));
    await stage.clock.advance(1_000);
    expect(pitchesIn(cat.heard())).toEqual([830]);
    expect(pitchesIn(ann.heard())).toEqual([]);
    expect(pitchesIn(bot.heard(16))).toEqual([1_070]);
    expect(bot.heard(4).length).toBe(0);
  });
});
