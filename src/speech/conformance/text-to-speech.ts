/** What every provider of speech must do; each provider's test runs it, with sound judged by what is heard. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { levelDb } from '../../media/level.ts';
import { joined } from '../../media/tones.ts';
import { LONGEST_TEXT } from '../plain-text.ts';
import type { SpeakOptions, TextToSpeech } from '../text-to-speech.ts';

const SENTENCE = 'Hello, this is Ada speaking.';

export type TextToSpeechSubject = {
  /** Visible as the reason when the suite is skipped. */
  readonly missing: string | undefined;
  readonly make: () => TextToSpeech & Partial<AsyncDisposable>;
};

export async function soundOf(tts: TextToSpeech, text: string, options?: SpeakOptions): Promise<Int16Array> {
  const chunks: Int16Array[] = [];
  for await (const chunk of tts.speak(text, options)) chunks.push(chunk);
  return joined(chunks);
}

export function textToSpeechConformance(name: string, { missing, make }: TextToSpeechSubject): void {
  describe.skipIf(missing !== undefined)(`${name}, as a voice${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
    let tts: ReturnType<typeof make>;
    beforeAll(() => {
      tts = make();
    });
    afterAll(async () => tts[Symbol.asyncDispose]?.());

    test('a sentence takes about as long as a person would, and is heard', async () => {
      const sound = await soundOf(tts, SENTENCE);
      expect(sound.length / 16_000).toBeGreaterThan(1);
      expect(sound.length / 16_000).toBeLessThan(4);
      expect(levelDb(sound)).toBeGreaterThan(-35);
    });

    test('a long text begins before it is all made, and all of it is spoken', async () => {
      let chunks = 0;
      let samples = 0;
      for await (const chunk of tts.speak(`${SENTENCE} Can you hear me? I will call again tomorrow, at nine o'clock.`)) {
        chunks++;
        samples += chunk.length;
      }
      expect(chunks).toBeGreaterThan(1);
      expect(samples / 16_000).toBeGreaterThan(4);
    });

    test('its voices are told apart, and an unknown one is refused', async () => {
      const voices = await tts.voices();
      expect(voices.length).toBeGreaterThan(0);
      expect(new Set(voices.map(({ id }) => id)).size).toBe(voices.length);
      expect(levelDb(await soundOf(tts, SENTENCE, { voice: voices.at(-1)?.id }))).toBeGreaterThan(-40);
      for (const voice of ['../../etc/passwd', '-o', 'https://example.com/voice', '']) {
        await expect(soundOf(tts, SENTENCE, { voice })).rejects.toMatchObject({ code: 'speech/unknown-voice' });
      }
    });

    test('a language is matched to a voice, and one that nobody speaks is refused', async () => {
      expect((await soundOf(tts, SENTENCE, { language: 'en-GB' })).length).toBeGreaterThan(16_000);
      await expect(soundOf(tts, SENTENCE, { language: 'tlh-Qaak' })).rejects.toMatchObject({ code: 'speech/unknown-voice' });
    });

    test.each(['', ' \n\t', '...', '\0\x1b', '<>', '\ud800'])('there is nothing to say in %j', async (text) => {
      await expect(soundOf(tts, text)).rejects.toMatchObject({ code: 'speech/nothing-to-say' });
    });

    test('a text that is too long is refused before anything is said', async () => {
      await expect(soundOf(tts, 'a '.repeat(LONGEST_TEXT))).rejects.toMatchObject({ code: 'speech/text-too-long' });
    });

    test.each([
      '-o /nowhere/x Hello',
      '--help',
      '$(reboot) `reboot` ; reboot',
      '"quoted" \'text\' \\',
      '<speak>Hello<break time="9s"/></speak>',
      '[[h@loU]] hello',
      'é ü 你好 hello 📞',
    ])('%j is only text', async (text) => {
      const sound = await soundOf(tts, text);
      expect(sound.length / 16_000).toBeGreaterThan(0.3);
      expect(sound.length / 16_000).toBeLessThan(9);
    });

    test('an abort before the start, and one in the middle, end it with the reason itself', async () => {
      const reason = new Error('barged in');
      await expect(soundOf(tts, SENTENCE, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const heard = async (): Promise<void> => {
        for await (const _ of tts.speak(`${SENTENCE} `.repeat(20), { signal: controller.signal })) controller.abort(reason);
      };
      await expect(heard()).rejects.toBe(reason);
      expect((await soundOf(tts, SENTENCE)).length).toBeGreaterThan(16_000);
    });

    test('a listener that leaves early costs nothing later', async () => {
      for await (const _ of tts.speak(`${SENTENCE} `.repeat(20))) break;
      expect((await soundOf(tts, SENTENCE)).length).toBeGreaterThan(16_000);
    });

    test('several speak at once, and none loses anything', async () => {
      const sounds = await Promise.all(Array.from({ length: 4 }, () => soundOf(tts, SENTENCE)));
      const longest = Math.max(...sounds.map(({ length }) => length));
      // A voice may breathe a little differently each time.
      for (const sound of sounds) expect(sound.length / longest).toBeGreaterThan(0.98);
    });
  });
}
