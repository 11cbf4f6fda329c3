import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { joined } from '../../media/tones.ts';
import { soundOf } from '../conformance/text-to-speech.ts';
import { fliteTextToSpeech } from '../flite.ts';
import { canBeStarted } from '../program.ts';
import { finalText, inPieces, resultsOf, speechToTextConformance } from './conformance/speech-to-text.ts';
import { pocketsphinx } from './pocketsphinx-recogniser.ts';
import { SphinxOutput } from './sphinx-output.ts';
import { wordErrorRate } from './word-error-rate.ts';

const clock = realClock();
const flite = fliteTextToSpeech({ clock });
const programs = await Promise.all(['pocketsphinx_continuous', 'flite'].map(canBeStarted(clock)));
const missing = process.env['CI'] === 'true' || programs.every(Boolean) ? undefined : 'pocketsphinx and flite are not both installed';
const TEXT = 'we have decided to move the launch to the second week of march';

speechToTextConformance('pocketsphinx', {
  missing,
  make: (time) => pocketsphinx({ clock: time }),
  sentence: async () => ({ sound: await saying(TEXT), text: TEXT }),
  worstRate: 0.2,
  working: async () => (await ours()).length,
  kill: async () => {
    for (const pid of await ours()) process.kill(pid, 'SIGKILL');
  },
});

describe.skipIf(missing !== undefined)('pocketsphinx', { timeout: 60_000 }, () => {
  test('sentences in three voices: not one word in eight is wrong', async () => {
    const recogniser = pocketsphinx({ clock });
    const pairs: [string, string][] = [];
    for (const voice of ['rms', 'slt', 'awb'])
      for (const text of ['I will call the hotel and ask for three more rooms', 'Please remember that the office is closed on Friday'])
        pairs.push([text, finalText(await resultsOf(recogniser, inPieces(await saying(text, voice)), { language: 'en-GB' }))]);
    expect(wordErrorRate(pairs), JSON.stringify(pairs)).toBeLessThan(0.125);
  });

  test('after a pause the sentence before it is told while somebody still speaks', async () => {
    const first = await saying(TEXT);
    const sound = joined([first, new Int16Array(32_000), await saying('Thank you very much for your help')]);
    const results = await resultsOf(pocketsphinx({ clock }), inPieces(sound));
    expect(results).toHaveLength(2);
    expect(results[1]?.startMs).toBeGreaterThan(first.length / 16 + 2_000);
    expect(results.every(({ kind, language }) => kind === 'final' && language === 'en-US')).toBe(true);
  });
});

test('a program that is not there is named with the line that installs it', async () => {
  const none = pocketsphinx({ clock, command: 'no-such-sphinx' });
  expect(await none.missing()).toMatch(/no-such-sphinx.*apt-get install/);
  await expect(resultsOf(none, inPieces(new Int16Array(16_000)))).rejects.toMatchObject({
    code: 'speech/no-provider',
    isRecoverable: false,
    message: expect.stringMatching(/no-such-sphinx.*apt-get install/),
  });
});

test('what is no word is left out, and pronunciations are not told apart', () => {
  const output = new SphinxOutput();
  const first = output.push("and i'm <sil> here so\n<s> 0.000 0.120 1.000200\nand(2) 0.130 0.2");
  expect(first).toEqual([]);
  expect(output.push("50 0.5\ni'm 0.260 0.400 1.000300\n<sil> 0.410 0.500 1.0\n[NOISE] 0.510 0.550 0.9\n++UH++ 0.560 0.570 0.9\n")).toEqual(
    [],
  );
  const words = [
    { text: 'and', startMs: 130, endMs: 260, confidence: 0.5 },
    { text: "I'm", startMs: 260, endMs: 410, confidence: 1 },
  ];
  expect(output.push('</s> 0.600 0.700 1.0\n')).toEqual([
    { kind: 'final', text: "and I'm", startMs: 130, endMs: 410, confidence: 0.75, words, language: 'en-US' },
  ]);
  expect(output.push('\n<s> 0.000 0.120 1.000200\n<sil> 0.2 0.3 1.0\n')).toEqual([]);
  expect(output.flush()).toEqual([]);
});

/** The recognisers that this process has started, and what they started. */
async function ours(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,comm=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u));
  const found = new Set([process.pid]);
  for (const [pid, parent] of [...all, ...all]) if (found.has(Number(parent))) found.add(Number(pid));
  return all.filter(([pid, , name]) => found.has(Number(pid)) && name?.startsWith('pocketsphinx')).map(([pid]) => Number(pid));
}

async function saying(text: string, voice = 'rms'): Promise<Int16Array> {
  return joined([new Int16Array(4_800), await soundOf(flite, text, { voice }), new Int16Array(8_000)]);
}
