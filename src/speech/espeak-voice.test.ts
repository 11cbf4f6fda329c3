import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { soundOf, textToSpeechConformance } from './conformance/text-to-speech.ts';
import { EspeakVoice, findEspeakVoice } from './espeak-voice.ts';

const clock = realClock();
const program = findEspeakVoice();
const missing = program === undefined ? 'the package rollcall-voice-espeak is not installed' : undefined;

textToSpeechConformance('rollcall-voice-espeak', { missing, make: () => new EspeakVoice({ clock, program: program ?? '' }) });

test.skipIf(missing !== undefined)('a voice that is killed in a sentence fails it, and the next sentence finds a new one', async () => {
  await using voice = new EspeakVoice({ clock, program: program ?? '' });
  const cutShort = async (): Promise<void> => {
    for await (const _ of voice.speak('One sentence. '.repeat(200))) process.kill(voice.pid ?? 0, 'SIGKILL');
  };
  await expect(cutShort()).rejects.toMatchObject({ code: 'speech/provider-failed', rest: expect.stringContaining('One sentence.') });
  expect((await soundOf(voice, 'Hello there.')).length).toBeGreaterThan(8_000);
});

test.skipIf(missing !== undefined)('a voice that died is started again after a rest, with nobody asking', async () => {
  const turned = virtualClock();
  await using voice = new EspeakVoice({ clock: turned, program: program ?? '' });
  await voice.voices();
  const before = voice.pid;
  process.kill(before ?? 0, 'SIGKILL');
  // The death of a process is told by the machine, in its own time.
  while (voice.pid === before) await turned.advance(100);
  expect((await voice.voices()).length).toBeGreaterThan(50);
});

test.skipIf(missing !== undefined)('a closed voice says so, and its process is gone', async () => {
  const voice = new EspeakVoice({ clock, program: program ?? '' });
  await voice.voices();
  const pid = voice.pid ?? 0;
  await voice[Symbol.asyncDispose]();
  await voice[Symbol.asyncDispose]();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await expect(soundOf(voice, 'Hello.')).rejects.toMatchObject({ code: 'speech/provider-failed' });
});

test.each([
  ['dies at once', 'throw new Error("no data file")', 'no data file'],
  ['speaks no protocol', 'console.log("Hello, I am something else entirely"); setInterval(() => {}, 1000)', 'SIGKILL'],
])('a program that %s is told of with what it said', async (_, source, said) => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-voice-'));
  const file = join(folder, 'voice.mjs');
  await writeFile(file, source);
  const voice = new EspeakVoice({ clock, program: file });
  await expect(soundOf(voice, 'Hello.')).rejects.toMatchObject({ code: 'speech/provider-failed', message: expect.stringContaining(said) });
  await voice[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
