import { expect, test } from 'vitest';
import { proofRounds } from '../../../test/proof-rounds.ts';
import { seededRandom } from '../../base/random.ts';
import { builtInVoice } from '../voices/built-in-voice.ts';
import { catalogueOf, Hearing, laid, type Part, evenly, spokenTexts, throughOpus } from './test-arrangement.ts';

const voice = builtInVoice();
const madeUp = async (text: string, speaker: string): Promise<Int16Array> => evenly((await voice.speak(text, { speaker })).samples);
const texts = [
  'You pressed 1.',
  'You pressed 2.',
  'Hello there, who are you?',
  'Please hold the line.',
  'Please leave a message.',
  'Goodbye, now',
];
const known = new Map(spokenTexts);
for (const text of texts) known.set(text, await madeUp(text, 'bot'));
const foreign = await Promise.all(
  ['What the fox jumps over', 'A quick brown vixen', 'Sphinx of black quartz'].map((text) => madeUp(text, 'Ada')),
);
const ROUNDS = proofRounds(24, 200);

type Said = Part & { readonly text: string; readonly isCut: boolean };

test('in random arrangements hardly a text is missed, and hardly one is found that was not said', async () => {
  let [right, missed, wrong, misjudged] = [0, 0, 0, 0];
  for (const seed of ROUNDS) {
    const { said, heard } = await arrangement(seed);
    const found = [
      ...new Hearing(catalogueOf(known))
        .take(heard)
        .listen(heard.length / 16 + 3_000)
        .listener.heard(),
    ];
    for (const { text, atMs, isCut } of said) {
      const index = found.findIndex(({ full, fromMs }) => full === text && Math.abs(fromMs - atMs) < 200);
      if (index < 0) {
        missed++;
        continue;
      }
      right++;
      const [piece] = found.splice(index, 1);
      if (piece?.isWhole === isCut) misjudged++;
    }
    wrong += found.length;
  }
  expect(right / (right + missed)).toBeGreaterThanOrEqual(0.98);
  expect(right / (right + wrong)).toBeGreaterThanOrEqual(0.98);
  expect(misjudged / right).toBeLessThan(0.03);
}, 300_000);

/** Somebody says a few sentences, one of them perhaps cut off; now and then another, half as strong, speaks as well. */
async function arrangement(seed: number): Promise<{ readonly said: readonly Said[]; readonly heard: Int16Array }> {
  const random = seededRandom(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random.unit() * list.length)] as T;
  const said: Said[] = [];
  const others: Part[] = [];
  let atMs = 100 + 900 * random.unit();
  for (let count = 0; count < 3; count++) {
    const [text, whole] = one([...known]);
    const isCut = random.unit() < 0.2 && whole.length > 16_000;
    const samples = isCut ? whole.subarray(0, whole.length * (0.5 + 0.2 * random.unit())) : whole;
    said.push({ text, samples, atMs, isCut, gainDb: 0 });
    if (random.unit() < 0.2) others.push({ samples: one(foreign), atMs: atMs + 300, gainDb: -6 });
    else if (random.unit() < 0.3) {
      const [second, secondSamples] = one([...known].filter(([other]) => other.slice(0, 4) !== text.slice(0, 4)));
      said.push({ text: second, samples: secondSamples, atMs: atMs + 400 * random.unit(), isCut: false, gainDb: -6 });
      atMs += Math.max(0, secondSamples.length - samples.length) / 16;
    }
    atMs += samples.length / 16 + 300 + (random.unit() < 0.4 ? 0 : 1_000 * random.unit());
  }
  const gainDb = -12 + 18 * random.unit();
  const parts = [...said, ...others].map((part) => ({ ...part, gainDb: (part.gainDb ?? 0) + gainDb }));
  const sound = laid(parts, Math.ceil(atMs / 20) * 20 + 500, { noiseDb: -41 + gainDb, random });
  const sent = await throughOpus(sound, { loss: 0.15 * random.unit(), random });
  return { said, heard: seed % 4 === 0 ? await throughOpus(sent) : sent };
}
