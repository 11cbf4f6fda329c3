import { expect, test } from 'vitest';
import { silentLog } from '../base/log.ts';
import { soundOf } from './conformance/text-to-speech.ts';
import { SpeechError } from './errors.ts';
import { firstThatSpeaks } from './first-that-speaks.ts';
import { inSentences } from './in-sentences.ts';
import { sentencesOf } from './sentences.ts';
import type { TextToSpeech } from './text-to-speech.ts';
import { voiceFor } from './voice-for.ts';

/** Says one sample of `mark` for each letter; breaks at a sentence that holds `breaksAt`. */
function fake(name: string, mark: number, language: string, breaksAt?: string): TextToSpeech {
  const voices = [{ id: `${name}-voice`, name, language }];
  return {
    name,
    leavesMachine: false,
    voices: () => Promise.resolve(voices),
    async *speak(text, options = {}) {
      voiceFor(name, voices, options, `${name}-voice`);
      const speakPiece = async function* (piece: string): AsyncGenerator<Int16Array, void, undefined> {
        yield new Int16Array(2).fill(mark);
        if (breaksAt !== undefined && piece.includes(breaksAt)) throw new Error('out of breath');
        yield new Int16Array(piece.length - 2).fill(mark);
      };
      yield* inSentences(sentencesOf(text), speakPiece, { signal: options.signal });
    },
  };
}

const log = silentLog;

test('where one fails in the middle, the next says that sentence again and goes on', async () => {
  const tts = firstThatSpeaks([fake('a', 1, 'en', 'Two'), fake('b', 2, 'en')], { log });
  // Two samples of the broken sentence were heard already.
  expect([...(await soundOf(tts, 'One. Two. Six.'))].join('')).toMatch(/^1111(11)?22222222$/u);
});

test('a voice of the one that failed is not asked of the next', async () => {
  const tts = firstThatSpeaks([fake('a', 1, 'en', 'One'), fake('b', 2, 'en')], { log });
  expect([...(await soundOf(tts, 'One.', { voice: 'a-voice' }))].join('')).toBe('112222');
});

test('a language that the first does not have goes to the second, a voice that nobody has to nobody', async () => {
  const tts = firstThatSpeaks([fake('a', 1, 'en'), fake('b', 2, 'de')], { log });
  expect([...(await soundOf(tts, 'Ja.', { language: 'de' }))]).toEqual([2, 2, 2]);
  await expect(soundOf(tts, 'Ja.', { voice: 'c' })).rejects.toMatchObject({
    code: 'speech/unknown-voice',
    message: expect.stringMatching(/a: .*; b: /u),
  });
});

test('when all fail, each is told of', async () => {
  const tts = firstThatSpeaks([fake('a', 1, 'en', 'One'), fake('b', 2, 'en', 'One')], { log });
  await expect(soundOf(tts, 'One.')).rejects.toMatchObject({
    code: 'speech/provider-failed',
    message: expect.stringMatching(/a: .*; b: /u),
  });
});

test('a failure says what was still to be said, and why', async () => {
  const error = await soundOf(fake('a', 1, 'en', 'Two'), 'One. Two. Three.').catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(SpeechError);
  expect(error).toMatchObject({ rest: 'Two. Three.', cause: new Error('out of breath') });
});

test('an abort is passed through and the next provider is not asked', async () => {
  const controller = new AbortController();
  const reason = new Error('hung up');
  const tts = firstThatSpeaks([fake('a', 1, 'en'), fake('b', 2, 'en')], { log });
  const marks: number[] = [];
  const heard = async (): Promise<void> => {
    for await (const chunk of tts.speak('One. Two.', { signal: controller.signal })) {
      marks.push(...chunk);
      controller.abort(reason);
    }
  };
  await expect(heard()).rejects.toBe(reason);
  expect(marks).toEqual([1, 1]);
});
