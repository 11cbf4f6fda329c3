import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { keyTone } from '../../media/dtmf.ts';
import { toneOf } from '../../media/tones.ts';
import type { Heard } from './heard.ts';
import { catalogueOf, Hearing, laid, spokenTexts, throughOpus, tuneOf } from './test-arrangement.ts';

const ECHO = 'This is an echo. What I say comes back to me.';
const SALES = 'I would like to speak to sales.';
const VOICEMAIL = 'Hello, this is Ada. I am calling about our meeting on Monday. Please call me back.';
const sound = (text: string): Int16Array => spokenTexts.get(text) ?? tuneOf(text);
const catalogue = (...texts: string[]) => catalogueOf(new Map(texts.map((text) => [text, sound(text)])));
const texts = (heard: readonly Heard[]): string[] => heard.map(({ text }) => text);

test('every sentence is found where it is, through two codecs, a fifth of the packets lost and noise', async () => {
  const said = [...spokenTexts].map(([text, samples], i) => ({ text, samples, atMs: 500 + i * 6_000 }));
  const random = seededRandom(5);
  const heard = await throughOpus(await throughOpus(laid(said, 37_000, { noiseDb: -41, random }), { loss: 0.15, random }));
  const found = new Hearing(catalogueOf(spokenTexts)).take(heard).listen(39_000).listener.heard();
  expect(texts(found)).toEqual(said.map(({ text }) => text));
  for (const [i, { fromMs, toMs, isWhole, isOver, gainDb }] of found.entries()) {
    expect({ isWhole, isOver }).toEqual({ isWhole: true, isOver: true });
    expect(fromMs - (said[i]?.atMs ?? 0)).toBeLessThan(150);
    expect(fromMs).toBeGreaterThanOrEqual(said[i]?.atMs ?? 0);
    expect(toMs - fromMs).toBeLessThanOrEqual((said[i]?.samples.length ?? 0) / 16);
    expect(Math.abs(gainDb)).toBeLessThan(2);
  }
});

test.each([-12, 0, 12])('a gain of %i dB is told', async (gainDb) => {
  const heard = await throughOpus(laid([{ samples: sound(SALES), atMs: 300, gainDb }], 3_000));
  const [found] = new Hearing(catalogueOf(spokenTexts)).take(heard).listen(4_000).listener.heard();
  expect(found).toMatchObject({ text: SALES, isWhole: true });
  expect(Math.abs((found?.gainDb ?? 0) - gainDb)).toBeLessThan(2);
});

test('two at once are both found, though one is half as strong', async () => {
  const parts = [
    { samples: sound(VOICEMAIL), atMs: 500 },
    { samples: sound(ECHO), atMs: 1_700, gainDb: -6 },
  ];
  const found = new Hearing(catalogueOf(spokenTexts))
    .take(await throughOpus(laid(parts, 8_000)))
    .listen(9_000)
    .listener.heard();
  expect(found.map(({ text, isWhole }) => [text, isWhole])).toEqual([
    [VOICEMAIL, true],
    [ECHO, true],
  ]);
  expect(found[1]?.gainDb).toBeCloseTo(-6, -0.5);
});

test('texts that begin alike are told apart, and one that holds another', async () => {
  const all = catalogue('You pressed 1.', 'You pressed 2.', 'Yes', 'Yes, please');
  const said = ['You pressed 2.', 'You pressed 1.', 'Yes, please', 'Yes'];
  const parts = said.map((text, i) => ({ samples: sound(text), atMs: 200 + i * 1_500 }));
  const found = new Hearing(all)
    .take(await throughOpus(laid(parts, 6_000)))
    .listen(8_000)
    .listener.heard();
  expect(texts(found)).toEqual(said);
  expect(found.every(({ isWhole }) => isWhole)).toBe(true);
});

test('the same text twice in a row is heard twice', () => {
  const twice = laid(
    [0, 1].map((i) => ({ samples: sound(SALES), atMs: 100 + (i * sound(SALES).length) / 16 })),
    5_000,
  );
  expect(texts(new Hearing(catalogue(SALES)).take(twice).listen(6_000).listener.heard())).toEqual([SALES, SALES]);
});

test('while it sounds, a text is there as far as it was heard', () => {
  const hearing = new Hearing(catalogue(VOICEMAIL)).take(laid([{ samples: sound(VOICEMAIL), atMs: 0 }], 6_000).subarray(0, 32_000));
  const [piece] = hearing.listener.heard();
  expect(piece).toMatchObject({ isOver: false, isWhole: false, full: VOICEMAIL });
  expect(piece?.text).toMatch(/^Hello, this is Ada\. .*…$/);
  expect(VOICEMAIL.startsWith(piece?.text.slice(0, -1) ?? '-')).toBe(true);
});

test('a text that was cut off ends with the last word that was heard', async () => {
  const parts = [{ samples: sound(VOICEMAIL).subarray(0, 16 * 2_400), atMs: 200 }];
  const found = new Hearing(catalogueOf(spokenTexts))
    .take(await throughOpus(laid(parts, 3_000)))
    .listen(6_000)
    .listener.heard();
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ isOver: true, isWhole: false });
  expect(found[0]?.text).toMatch(/\S…$/);
  expect(Math.abs((found[0]?.toMs ?? 0) - 2_600)).toBeLessThan(120);
});

test('the marks of a voice say where its words end', () => {
  const text = 'One Two Three';
  const samples = tuneOf('abcdefghijklmnopqr');
  const all = catalogueOf(new Map());
  all.add({ text, by: 'Ada', samples, marks: [100, 200, 240, 240, 300, 400, 480, 480, 600, 700, 800, 900, 1_080] });
  const found = new Hearing(all)
    .take(samples.subarray(0, 16 * 540))
    .listen(3_000)
    .listener.heard();
  expect(found).toMatchObject([{ text: 'One Two…', by: 'Ada', isWhole: false }]);
});

test('another speaking where a text is cut off does not make it longer', () => {
  const parts = [
    { samples: sound(VOICEMAIL).subarray(0, 16 * 2_400), atMs: 0 },
    { samples: sound(ECHO), atMs: 2_400 },
  ];
  const found = new Hearing(catalogueOf(spokenTexts)).take(laid(parts, 6_000)).listen(8_000).listener.heard();
  expect(found.map(({ full, isWhole }) => [full, isWhole])).toEqual([
    [VOICEMAIL, false],
    [ECHO, true],
  ]);
  expect(Math.abs((found[0]?.toMs ?? 0) - 2_400)).toBeLessThan(150);
});

test('what was lost within a text is told, and the text is whole', () => {
  const heard = laid([{ samples: sound(ECHO), atMs: 0 }], 4_000);
  heard.fill(0, 16 * 700, 16 * 900);
  const [found, ...others] = new Hearing(catalogue(ECHO)).take(heard).listen(6_000).listener.heard();
  expect(others).toEqual([]);
  expect(found).toMatchObject({ text: ECHO, isWhole: true });
  expect(found?.gaps).toHaveLength(1);
  expect(Math.abs((found?.gaps[0]?.fromMs ?? 0) - 700)).toBeLessThan(30);
  expect(Math.abs((found?.gaps[0]?.toMs ?? 0) - 900)).toBeLessThan(30);
});

test('a text goes on though 40 ms of it were left out on the way', () => {
  const whole = sound(ECHO);
  const parts = [
    { samples: whole.subarray(0, 16_000), atMs: 0 },
    { samples: whole.subarray(16_640), atMs: 1_000 },
  ];
  const found = new Hearing(catalogue(ECHO)).take(laid(parts, 4_000)).listen(6_000).listener.heard();
  expect(found).toMatchObject([{ text: ECHO, isWhole: true }]);
});

test('a text that comes into the catalogue after its sound began is found', () => {
  const all = catalogue(SALES);
  const hearing = new Hearing(all).take(sound(ECHO).subarray(0, 32_000));
  expect(hearing.listener.heard()).toEqual([]);
  all.add({ text: ECHO, by: 'Grace', samples: sound(ECHO) });
  hearing.take(sound(ECHO).subarray(32_000)).listen(6_000);
  expect(hearing.listener.heard()).toMatchObject([{ text: ECHO, by: 'Grace', isWhole: true }]);
});

test('other speech, tones, keys, music and silence give nothing', async () => {
  const music = tuneOf('zyxwvutsrqponmlkjihgfedcba zyxwvutsrqponmlkjihgfedcba');
  const parts = [
    { samples: sound(ECHO), atMs: 500 },
    { samples: toneOf('ringback'), atMs: 4_500 },
    { samples: keyTone('5', 400), atMs: 11_000 },
    { samples: music, atMs: 12_000 },
  ];
  const others = catalogue(VOICEMAIL, SALES, 'You pressed 5.', 'Please hold the line.');
  expect(
    new Hearing(others)
      .take(await throughOpus(laid(parts, 20_000, { noiseDb: -50 })))
      .listen(22_000)
      .listener.heard(),
  ).toEqual([]);
});

test('after a silent day the next text is found', () => {
  const day = 86_400_000;
  const hearing = new Hearing(catalogue(SALES, ECHO)).take(sound(SALES)).listen(5_000);
  hearing.ear.take(day, sound(ECHO));
  expect(hearing.listener.heard().map(({ text }) => text)).toEqual([SALES]);
  hearing.jump(day + 6_000);
  expect(texts(hearing.listener.heard())).toEqual([SALES, ECHO]);
});
