/**
 * A model of sherpa-onnx that you bring yourself, asked what every recogniser is asked, and how many words it gets wrong of sentences that
 * everybody knows: `ROLLCALL_SHERPA_MANIFEST=models/english/manifest.json npx vitest run test/transcription/own-model.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { joined } from '../../src/media/tones.ts';
import { canBeStarted } from '../../src/speech/program.ts';
import { finalText, inPieces, resultsOf, speechToTextConformance } from '../../src/speech/recognition/conformance/speech-to-text.ts';
import { makeRecogniser } from '../../src/speech/recognition/make-recogniser.ts';
import { readManifest } from '../../src/speech/recognition/models/manifest.ts';
import { pocketsphinx } from '../../src/speech/recognition/pocketsphinx-recogniser.ts';
import type { SpeechToText } from '../../src/speech/recognition/speech-to-text.ts';
import { sherpaSubject } from '../../src/speech/recognition/test-sherpa-subject.ts';
import { wordErrorRate } from '../../src/speech/recognition/word-error-rate.ts';
import { knownSentences, spoken, type KnownSpeaker } from '../speech/known-sentences.ts';

const clock = realClock();
const path = process.env['ROLLCALL_SHERPA_MANIFEST'];
const model = path === undefined ? undefined : readManifest(path);
const family = model?.manifest.family ?? 'transducer';
const [hasFlite, hasSphinx] = await Promise.all(['flite', 'pocketsphinx_continuous'].map(canBeStarted(clock)));
const missing = whyNot();
if (missing !== undefined) console.warn(`Skipped: a model of your own. ${missing}.`);
// What the library of Whisper hears in one go ends after half a minute; a house never says more than 18 s to a recogniser.
const tooLong = family === 'whisper' ? 'Whisper does not hear to the end of a very long utterance' : undefined;

const TEXT = 'we have three questions to answer before lunch';
const WORST_RATE = 0.35;
const rest = new Int16Array(8_000);
const speakers = Object.keys(knownSentences) as KnownSpeaker[];

speechToTextConformance('a model of your own', {
  missing: missing ?? tooLong,
  ...sherpaSubject(family, () => {
    if (!model) throw new TypeError('there is no model');
    return model;
  }),
  sentence: async () => ({ sound: joined([rest, await spoken('ada', TEXT), rest]), text: TEXT }),
  worstRate: WORST_RATE,
});

describe.skipIf(missing !== undefined)(`a model of your own${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  test('known sentences, three voices: not too many words are wrong', { timeout: 300_000 }, async () => {
    await using own = {
      [Symbol.asyncDispose]: async () => undefined,
      ...makeRecogniser({ kind: 'sherpa', manifest: path ?? '' }, { clock }),
    };
    const heard = await heardBy(own);
    const lines = [`${own.name}: ${heard.said}`];
    if (hasSphinx) lines.push(`pocketsphinx: ${(await heardBy(pocketsphinx({ clock }))).said}`);
    console.log(lines.join('\n'));
    expect(heard.rate, JSON.stringify(heard.pairs)).toBeLessThan(WORST_RATE);
  });
});

function whyNot(): string | undefined {
  if (!model) return 'ROLLCALL_SHERPA_MANIFEST names no model';
  const { languages } = model.manifest;
  if (languages !== 'any' && !languages.some((each) => /^en\b/iu.test(each))) return 'the model knows no English';
  return hasFlite ? undefined : 'flite is not installed';
}

/** Each sentence by itself, as a house has it; and how long it took. */
async function heardBy(
  stt: SpeechToText,
): Promise<{ readonly rate: number; readonly pairs: readonly [string, string][]; readonly said: string }> {
  const pairs: [string, string][] = [];
  let [interims, soundMs, tookMs] = [0, 0, 0];
  expect(await stt.missing()).toBeUndefined();
  for (const speaker of speakers)
    for (const sentence of knownSentences[speaker]) {
      const sound = joined([rest, await spoken(speaker, sentence), rest]);
      const beganMs = clock.now();
      const results = await resultsOf(stt, inPieces(sound));
      tookMs += clock.now() - beganMs;
      soundMs += sound.length / 16;
      interims += results.filter(({ kind }) => kind === 'interim').length;
      pairs.push([sentence, finalText(results)]);
    }
  const rate = wordErrorRate(pairs);
  const speed = (soundMs / tookMs).toFixed(1);
  return {
    rate,
    pairs,
    said: `${(100 * rate).toFixed(1)} % of the words wrong, ${speed} times as fast as it was said, ${String(interims)} interim results`,
  };
}
