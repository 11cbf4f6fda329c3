import { expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { chooseVoice, type ChooseVoiceOptions } from './choose-voice.ts';
import { soundOf } from './conformance/text-to-speech.ts';
import { findEspeakVoice } from './espeak-voice.ts';

/** A machine on which only these are installed; nothing is started until somebody speaks. */
function machine(programs: readonly string[], voiceProgram?: string): ChooseVoiceOptions {
  return {
    clock: realClock(),
    log: silentLog,
    isInstalled: (command) => Promise.resolve(programs.includes(command)),
    findVoiceProgram: () => voiceProgram,
  };
}

test.each<[readonly string[], string | undefined, readonly string[]]>([
  [['flite', 'espeak-ng'], '/voice.mjs', ['flite', 'espeak-ng']],
  [['flite'], '/voice.mjs', ['flite', 'espeak-voice']],
  [['flite'], undefined, ['flite']],
  [['espeak-ng'], '/voice.mjs', ['espeak-ng']],
  [[], '/voice.mjs', ['espeak-voice']],
])('with %j and the voice program %j, %j speak in that order', async (programs, voiceProgram, expected) => {
  await using chosen = await chooseVoice(machine(programs, voiceProgram));
  expect(chosen.providers).toEqual(expected);
  expect(chosen.leavesMachine).toBe(false);
});

test('a setting decides, whatever else is there', async () => {
  await using chosen = await chooseVoice({ ...machine(['flite', 'espeak-ng'], '/voice.mjs'), provider: 'espeak-voice' });
  expect(chosen.providers).toEqual(['espeak-voice']);
});

test('where nothing is installed, the error says what was looked for and what to type', async () => {
  await expect(chooseVoice(machine([]))).rejects.toMatchObject({
    code: 'speech/no-provider',
    message: expect.stringMatching(/apt-get install flite.*apt-get install espeak-ng.*npm install rollcall-voice-espeak/u),
  });
});

test('a setting for what is not installed is told of by name', async () => {
  await expect(chooseVoice({ ...machine(['flite']), provider: 'espeak-ng' })).rejects.toMatchObject({
    code: 'speech/no-provider',
    message: expect.stringContaining('the voice espeak-ng is set but not installed'),
  });
});

const program = findEspeakVoice();

test.skipIf(program === undefined)('a voice that is set is spoken with where nothing else is asked for', async () => {
  await using chosen = await chooseVoice({ ...machine([], program), voice: 'de' });
  expect(chosen.providers).toEqual(['espeak-voice']);
  expect((await soundOf(chosen, 'Guten Tag.')).length).toBeGreaterThan(8_000);
});

test.skipIf(program === undefined)('a voice that is set and that nobody has is refused at once', async () => {
  await expect(chooseVoice({ ...machine([], program), voice: 'nobody' })).rejects.toMatchObject({ code: 'speech/unknown-voice' });
});
