import { expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { soundOf, textToSpeechConformance } from './conformance/text-to-speech.ts';
import { espeakTextToSpeech } from './espeak-program.ts';
import { canBeStarted } from './program.ts';

const clock = realClock();
const missing = (await canBeStarted(clock)('espeak-ng')) ? undefined : 'the program espeak-ng is not installed';

textToSpeechConformance('espeak-ng', { missing, make: () => espeakTextToSpeech({ clock }) });

test('a program that is not there is named', async () => {
  const tts = espeakTextToSpeech({ clock, command: 'no-such-espeak' });
  await expect(soundOf(tts, 'Hello.')).rejects.toMatchObject({
    code: 'speech/provider-failed',
    message: expect.stringContaining('no-such-espeak'),
  });
});
