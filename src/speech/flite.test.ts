import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { soundOf, textToSpeechConformance } from './conformance/text-to-speech.ts';
import { fliteTextToSpeech } from './flite.ts';
import { canBeStarted } from './program.ts';

const clock = realClock();
const missing = (await canBeStarted(clock)('flite')) ? undefined : 'the program flite is not installed';

textToSpeechConformance('flite', { missing, make: () => fliteTextToSpeech({ clock }) });

test.skipIf(missing !== undefined)(`nothing is left of what was said, also when it was cut short`, async () => {
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  const tts = fliteTextToSpeech({ clock, temporaryFolder });
  await soundOf(tts, 'Hello there. How are you?');
  for await (const _ of tts.speak('Hello there. How are you? I am well.')) break;
  await soundOf(tts, 'Hello.', { voice: 'none' }).catch(() => undefined);
  expect(await readdir(temporaryFolder)).toEqual([]);
  await rm(temporaryFolder, { recursive: true });
});

test('a program that is not there is named', async () => {
  const tts = fliteTextToSpeech({ clock, command: 'no-such-flite' });
  await expect(soundOf(tts, 'Hello.')).rejects.toMatchObject({
    code: 'speech/provider-failed',
    message: expect.stringContaining('no-such-flite'),
  });
});
