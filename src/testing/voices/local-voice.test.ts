import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { levelDb } from '../../media/level.ts';
import { canBeStarted } from '../../speech/program.ts';
import { openLabVoice } from './choose-lab-voice.ts';
import { openLocalVoice, type LocalVoiceOptions } from './local-voice.ts';
import { voicePicker } from './pick-voice.ts';

const clock = realClock();
const log = silentLog;
const nothing = { clock, log, isInstalled: async () => false, findVoiceProgram: () => undefined };
const only = (program: string): Pick<LocalVoiceOptions, 'isInstalled' | 'findVoiceProgram'> => ({
  isInstalled: async (command: string) => command === program,
  findVoiceProgram: () => undefined,
});

describe.each(['flite', 'espeak-ng'])('%s', async (program) => {
  const missing = !(await canBeStarted(clock)(program));
  const options = { clock, log, ...only(program) };

  test.skipIf(missing)(`two people are told apart, and each says the same twice${missing ? ' (skipped: not installed)' : ''}`, async () => {
    await using voice = await openLocalVoice(options);
    expect(voice?.name).toBe(program);
    const speak = async (speaker: string): Promise<Int16Array> =>
      (await voice?.speak('Hello, can you hear me?', { speaker }))?.samples ?? new Int16Array();
    const [ada, grace] = [await speak('Ada'), await speak('Grace')];
    expect(ada).not.toEqual(grace);
    expect(await speak('Ada')).toEqual(ada);
    expect(levelDb(ada)).toBeGreaterThan(-30);
    expect(levelDb(ada)).toBeLessThan(-12);
  });

  test.skipIf(missing)(`virtual time stands still while the program works${missing ? ' (skipped: not installed)' : ''}`, async () => {
    const turned = virtualClock();
    const opening = openLocalVoice({ ...options, clock: turned });
    await turned.settle();
    await using voice = await opening;
    const speaking = voice?.speak('Hello there.', { speaker: 'Ada' });
    await turned.settle();
    expect((await speaking)?.samples.length).toBeGreaterThan(8_000);
    expect(turned.now()).toBe(0);
  });

  test.skipIf(missing)(`nothing to say is refused, an abort is its own reason${missing ? ' (skipped: not installed)' : ''}`, async () => {
    await using voice = await openLocalVoice(options);
    await expect(voice?.speak('...', { speaker: 'Ada' })).rejects.toMatchObject({ code: 'speech/nothing-to-say' });
    const reason = new Error('hung up');
    await expect(voice?.speak('Hello.', { speaker: 'Ada', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

test('where nothing is installed there is no local voice, and the built-in one speaks', async () => {
  expect(await openLocalVoice(nothing)).toBeUndefined();
  await using voice = await openLabVoice('auto', nothing);
  expect(voice.name).toBe('built-in');
});

test('a local voice that is asked for and not there is told of, with what to install', async () => {
  await expect(openLabVoice('local', nothing)).rejects.toMatchObject({
    code: 'testing/no-voice',
    message: expect.stringContaining('apt-get install -y flite'),
  });
});

test('a program that is there and does not work is not passed over in silence', async () => {
  // Said to be installed, and cannot be: the lab must not go on with another voice than the one expected.
  const broken = { clock, log, isInstalled: async (command: string) => command === 'flite', findVoiceProgram: () => undefined };
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    await expect(openLabVoice('auto', broken)).rejects.toMatchObject({
      code: 'testing/no-voice',
      message: expect.stringContaining('flite'),
    });
  } finally {
    process.env['PATH'] = path;
  }
});

test('the built-in voice is had by name wherever others are installed', async () => {
  expect((await openLabVoice('built-in', { clock, log })).name).toBe('built-in');
});

test('a name keeps its voice, others take others while there are enough, then they share', () => {
  const voices = ['de', 'en-a', 'en-b', 'en-c'].map((id) => ({ id, name: id, language: id }));
  const voiceOf = voicePicker(voices);
  const first = ['Ada', 'Grace', 'Alan'].map(voiceOf);
  expect(new Set(first)).toEqual(new Set(['en-a', 'en-b', 'en-c']));
  expect(['Ada', 'Grace', 'Alan'].map(voiceOf)).toEqual(first);
  expect(voiceOf('Edsger')).toMatch(/^en-/u);
  // Who speaks first has the same voice in every lab.
  expect(voicePicker(voices)('Grace')).toBe(voicePicker(voices)('Grace'));
  expect(voicePicker([])('Ada')).toBeUndefined();
  expect(voicePicker([{ id: 'de', name: 'de', language: 'de' }])('Ada')).toBe('de');
});
