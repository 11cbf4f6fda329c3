import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';
import { joined } from '../media/tones.ts';
import { soundOf } from './conformance/text-to-speech.ts';
import { fliteTextToSpeech } from './flite.ts';
import { canBeStarted } from './program.ts';
import { sphinxWords } from './sphinx-words.ts';

const clock = realClock();
const flite = fliteTextToSpeech({ clock });
const programs = await Promise.all(['pocketsphinx_continuous', 'flite'].map(canBeStarted(clock)));
const missing = process.env['CI'] === 'true' || programs.every(Boolean) ? '' : ' (skipped: pocketsphinx and flite are not both installed)';
const silence = (ms: number): Int16Array => new Int16Array(ms * 16);
const listener = sphinxWords({ clock });
const yesOrNo = ['yes', 'no'];

describe.skipIf(missing !== '')(`pocketsphinx${missing}`, () => {
  const voices = ['slt', 'rms', 'awb', 'kal16'];
  test('yes is yes and no is no, in each voice, loud and quiet', { timeout: 60_000 }, async () => {
    const each = async (voice: string): Promise<void> => {
      for (const word of yesOrNo)
        for (const loud of [0.8, 0.1]) expect(await heard(await saying(word, voice, loud)), `${word} by ${voice}`).toBe(word);
    };
    await Promise.all(voices.map(each));
  });

  test('whoever says something else has said neither', { timeout: 60_000 }, async () => {
    const others = ['Hello everyone, I am sorry, I am late.', 'Can you hear me?', 'Good morning.', 'I do not know.', 'Stop.', 'One.'];
    const each = async (voice: string): Promise<void> => {
      for (const text of others) expect(await heard(await saying(text, voice)), `"${text}" by ${voice}`).toBeUndefined();
    };
    await Promise.all(voices.map(each));
  });

  test('the word counts that comes after other talk, and nothing after it is listened to', async () => {
    const talk = joined([await saying('Can you hear me all right?', 'rms'), await saying('Yes.', 'rms'), await saying('No.', 'rms')]);
    const left: number[] = [];
    expect(
      await listener.wordIn(
        frames(talk, (ms) => left.push(ms)),
        yesOrNo,
        { withinMs: 30_000 },
      ),
    ).toBe('yes');
    expect(left[0]).toBeLessThan(talk.length / 16 - 1_000);
  });

  test('time that is over is over, but a word that has begun is heard to its end', async () => {
    const late = joined([silence(2_000), await saying('No', 'slt')]);
    expect(await heard(late, { withinMs: 2_000 })).toBeUndefined();
    expect(await heard(late, { withinMs: 2_700 })).toBe('no');
  });

  test('words of several parts, and other words than yes and no', async () => {
    expect(await heard(await saying('stop recording', 'slt'), { words: ['stop recording', 'go on'] })).toBe('stop recording');
    expect(await heard(await saying('I agree', 'rms'), { words: ['I agree', 'I disagree'] })).toBe('I agree');
  });

  test('virtual time stands still while the program listens', async () => {
    const turned = virtualClock();
    const samples = await saying('yes', 'slt');
    const listening = sphinxWords({ clock: turned }).wordIn(frames(samples), yesOrNo, { withinMs: 5_000 });
    await turned.settle();
    expect(await listening).toBe('yes');
    expect(turned.now()).toBe(0);
  });

  test('nothing is missing', async () => expect(await listener.missing()).toBeUndefined());

  test('a word that the dictionary does not have is named', () =>
    expect(heard(silence(100), { words: ['yes', 'rhubarbarian'] })).rejects.toMatchObject({
      code: 'speech/unknown-word',
      message: expect.stringContaining('"rhubarbarian"'),
    }));

  test('no file is left, neither of a word that was heard nor after a signal', async () => {
    const temporaryFolder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
    const here = sphinxWords({ clock, temporaryFolder });
    expect(await here.wordIn(frames(await saying('yes', 'slt')), yesOrNo, { withinMs: 9_000 })).toBe('yes');
    const stop = new AbortController();
    const endless = (async function* () {
      for (let i = 0; ; i++) {
        if (i === 50) stop.abort(new Error('enough'));
        yield { samples: new Int16Array(FRAME_SAMPLES) };
      }
    })();
    await expect(here.wordIn(endless, yesOrNo, { withinMs: Infinity, signal: stop.signal })).rejects.toThrow('enough');
    expect(await readdir(temporaryFolder)).toEqual([]);
    await rm(temporaryFolder, { recursive: true });
  });
});

test('a program that is not there is named with the line that installs it', async () => {
  const none = sphinxWords({ clock, command: 'no-such-sphinx' });
  expect(await none.missing()).toMatch(/no-such-sphinx.*apt-get install/);
  await expect(none.wordIn(frames(silence(100)), yesOrNo, { withinMs: 100 })).rejects.toMatchObject({
    code: 'speech/no-provider',
    message: expect.stringMatching(/no-such-sphinx.*apt-get install/),
  });
});

async function heard(
  samples: Int16Array,
  { words = yesOrNo, withinMs = 60_000 }: { words?: readonly string[]; withinMs?: number } = {},
): Promise<string | undefined> {
  return listener.wordIn(frames(samples), words, { withinMs });
}

async function saying(text: string, voice: string, loud: number = 0.6): Promise<Int16Array> {
  const said = (await soundOf(flite, text, { voice })).map((sample) => sample * loud);
  return joined([silence(400), said, silence(600)]);
}

async function* frames(samples: Int16Array, left?: (atMs: number) => void): AsyncGenerator<{ readonly samples: Int16Array }> {
  let at = 0;
  try {
    for (; at < samples.length; at += FRAME_SAMPLES) yield { samples: samples.subarray(at, at + FRAME_SAMPLES) };
  } finally {
    left?.(at / 16);
  }
}
