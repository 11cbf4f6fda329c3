/** Real voices, a real recogniser: three who talk at once, the first of whose recognisers dies on the way. */
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { realRandom } from '../../base/random.ts';
import { FRAME_MS, FRAME_SAMPLES, msOf } from '../../media/frame.ts';
import { joined } from '../../media/tones.ts';
import { soundOf } from '../conformance/text-to-speech.ts';
import { fliteTextToSpeech } from '../flite.ts';
import { SpeechError } from '../errors.ts';
import { canBeStarted } from '../program.ts';
import { pocketsphinx } from '../recognition/pocketsphinx-recogniser.ts';
import { wordErrorRate } from '../recognition/word-error-rate.ts';
import type { SpeechToText } from '../recognition/speech-to-text.ts';
import type { Segment } from '../segment.ts';
import { Transcriber } from './transcriber.ts';

const clock = realClock();
const programs = await Promise.all(['pocketsphinx_continuous', 'flite'].map(canBeStarted(clock)));
const isMissing = process.env['CI'] !== 'true' && !programs.every(Boolean);

const SAID = [
  ['rms', 'we have decided to move the launch to the second week of march', 'please remember that the office is closed on friday'],
  ['slt', 'I will call the hotel and ask for three more rooms', 'thank you very much for your help'],
  ['awb', 'the weather will be fine in the morning', 'we will meet again in the second week of march'],
] as const;

describe.skipIf(isMissing)('with pocketsphinx and flite', () => {
  test('each is understood under their own name, to the last word', { timeout: 120_000 }, async () => {
    const flite = fliteTextToSpeech({ clock });
    const rest = new Int16Array(16_000);
    const voices = await Promise.all(
      SAID.map(async ([voice, first, second], who) => {
        const [one, two] = [await soundOf(flite, first, { voice }), await soundOf(flite, second, { voice })];
        // They begin a little after one another, and talk all at once.
        return joined([new Int16Array(FRAME_SAMPLES * 10 * (who + 1)), one, rest, two, rest]);
      }),
    );
    const providers = [dyingAfter(700), pocketsphinx({ clock })];
    await using transcriber = new Transcriber({ clock, random: realRandom(), providers, language: 'en-US', patienceMs: 60_000 });
    const revisions: Segment[] = [];
    const ears = SAID.map(([voice]) =>
      transcriber.open({ speakerId: voice, name: voice }, { onSegment: (segment) => void revisions.push(segment) }),
    );
    const frames = Math.max(...voices.map(({ length }) => length)) / FRAME_SAMPLES;
    for (let i = 0; i < frames; i++)
      for (const [who, sound] of voices.entries()) ears[who]?.push(sound.slice(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES), i * FRAME_MS);
    await Promise.all(ears.map((ear) => ear.end()));
    const newest = new Map(revisions.map((segment) => [segment.segmentId, segment]));
    const finals = [...newest.values()].filter(({ state }) => state !== 'removed');
    expect(finals.every(({ state }) => state === 'final')).toBe(true);
    const pairs = SAID.map(([voice, ...texts]): [string, string] => {
      const heard = finals.filter(({ speaker }) => speaker.speakerId === voice);
      return [texts.join(' '), heard.map(({ text }) => text).join(' ')];
    });
    expect(wordErrorRate(pairs), JSON.stringify(pairs)).toBeLessThan(0.2);
    for (const { startMs, words, made } of finals) {
      expect(made).toMatchObject({ provider: 'pocketsphinx' });
      expect(words?.[0]?.startMs).toBeGreaterThanOrEqual(startMs);
    }
    expect(transcriber.load).toMatchObject({ droppedMs: 0, waiting: 0 });
    expect(transcriber.load.failovers).toBeGreaterThan(0);
  });
});

/** Dies in the middle of the first word or the second. */
function dyingAfter(ms: number): SpeechToText {
  return {
    name: 'dies',
    leavesMachine: false,
    languages: 'any',
    gives: { interims: true, words: false, confidence: false },
    atOnce: 3,
    missing: async () => undefined,
    async *recognise(sound) {
      let samples = 0;
      for await (const piece of sound) {
        samples += piece.length;
        if (msOf(samples) >= ms) throw new SpeechError('speech/provider-failed', 'it was killed');
        yield { kind: 'interim', text: 'hm', startMs: 0, endMs: msOf(samples) };
      }
    },
  };
}
