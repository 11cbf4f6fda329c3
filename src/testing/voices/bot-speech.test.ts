import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { readWav } from '../../media/wav.ts';
import { LONGEST_TEXT } from '../../speech/plain-text.ts';
import { Catalogue } from '../hearing/spoken.ts';
import { botSpeech } from './bot-speech.ts';
import { builtInVoice } from './built-in-voice.ts';
import type { LabVoice } from './lab-voice.ts';
import { said } from './said.ts';

const never: LabVoice = { ...builtInVoice(), speak: () => new Promise(() => undefined) };

test('what a bot says is in the catalogue with its very samples', async () => {
  const catalogue = new Catalogue();
  const speech = botSpeech({ voice: builtInVoice(), catalogue, by: 'reception' });
  const wav = await speech.wavOf('Good morning.');
  await speech.wavOf('Good morning.', { voice: 'slt' });
  const [spoken] = catalogue.all;
  expect(catalogue.size).toBe(1);
  expect(spoken).toMatchObject({ text: 'Good morning.', by: 'reception' });
  expect(readWav(wav)).toEqual(spoken?.samples);
  expect(spoken?.marks).toHaveLength('Good morning.'.length);
});

test('what a person says is in the catalogue as theirs, beside what a bot says', async () => {
  const [catalogue, voice] = [new Catalogue(), builtInVoice()];
  await botSpeech({ voice, catalogue, by: 'reception' }).wavOf('Hello.');
  const { samples, marks } = await said({ voice, catalogue, speaker: 'Ada', text: 'Hello.' });
  const [bots, adas] = catalogue.all;
  expect(adas).toEqual({ text: 'Hello.', by: 'Ada', samples, marks });
  expect(bots?.samples).not.toEqual(samples);
});

test.each(['', '...', '👍'])('there is nothing to say in %j, as for a real voice', async (text) => {
  const catalogue = new Catalogue();
  const speech = botSpeech({ voice: builtInVoice(), catalogue, by: 'reception' });
  await expect(speech.wavOf(text)).rejects.toMatchObject({ code: 'speech/nothing-to-say' });
  expect(catalogue.size).toBe(0);
});

test('a text that is too long is refused, as by a real voice', async () => {
  const speech = botSpeech({ voice: builtInVoice(), catalogue: new Catalogue(), by: 'reception' });
  await expect(speech.wavOf('a'.repeat(LONGEST_TEXT + 1))).rejects.toMatchObject({ code: 'speech/text-too-long' });
});

test('trouble fails a text with its own error, and the next may be well', async () => {
  const catalogue = new Catalogue();
  const failure = new Error('the provider is down');
  let isDown = true;
  const trouble = async (): Promise<void> => {
    if (isDown) throw failure;
  };
  const speech = botSpeech({ voice: builtInVoice(), catalogue, by: 'reception', trouble });
  await expect(speech.wavOf('Hello.')).rejects.toBe(failure);
  expect(catalogue.size).toBe(0);
  isDown = false;
  expect(readWav(await speech.wavOf('Hello.')).length).toBeGreaterThan(0);
});

test('trouble takes the time that it takes, and who gives up waits no longer', async () => {
  const clock = virtualClock();
  const speech = botSpeech({ voice: builtInVoice(), catalogue: new Catalogue(), by: 'reception', trouble: () => clock.sleep(4_000) });
  let at = 0;
  void speech.wavOf('Hello.').then(() => (at = clock.now()));
  const controller = new AbortController();
  const reason = new Error('hung up');
  const given = expect(speech.wavOf('Hello.', { signal: controller.signal })).rejects.toBe(reason);
  await clock.advance(1_000);
  controller.abort(reason);
  await given;
  await clock.advance(2_999);
  expect(at).toBe(0);
  await clock.advance(1);
  expect(at).toBe(4_000);
});

test('a voice that never comes back is left by who gives up, and nothing is noted', async () => {
  const catalogue = new Catalogue();
  const controller = new AbortController();
  const reason = new Error('hung up');
  const waiting = botSpeech({ voice: never, catalogue, by: 'reception' }).wavOf('Hello.', { signal: controller.signal });
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(botSpeech({ voice: never, catalogue, by: 'reception' }).wavOf('Hi.', { signal: controller.signal })).rejects.toBe(reason);
  expect(catalogue.size).toBe(0);
});
