/** `rollcall speech try`: a sound file becomes text, by pocketsphinx where it is installed, and by a server. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { joined } from '../media/tones.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { canBeStarted } from '../speech/program.ts';
import { OpenAiServer } from '../speech/recognition/test-openai-server.ts';
import { wordErrorRate } from '../speech/recognition/word-error-rate.ts';
import type { RecognisedFile } from '../server/transcription/recognise-file.ts';
import type { TranscriptionConfig } from '../server/transcription/transcription-config.ts';
import { fixture, NOBODY, SpeechPrompt } from './test-speech-prompt.ts';

const isCi = process.env['CI'] === 'true';
const noSphinx = isCi || (await canBeStarted(realClock())('pocketsphinx_continuous')) ? undefined : 'pocketsphinx is not installed';
let prompt: SpeechPrompt;
beforeEach(async () => void (prompt = await SpeechPrompt.open()));
afterEach(() => prompt[Symbol.asyncDispose]());

describe('a sound file', { timeout: 60_000 }, () => {
  test.skipIf(noSphinx !== undefined)('is understood by pocketsphinx, with its times', async () => {
    const file = fixture('grace-hello');
    const { lines, durationMs, tookMs, asked, language } = await prompt.answer<RecognisedFile>({}, 0, 'try', file);
    expect(asked).toEqual([{ name: 'pocketsphinx', leavesMachine: false }]);
    expect(language).toBe('en-US');
    expect(durationMs).toBeGreaterThan(2_000);
    expect(tookMs).toBeGreaterThan(0);
    const said = lines.map(({ text }) => text).join(' ');
    expect(wordErrorRate([['grace here I hear you loud and clear', said]]), said).toBeLessThanOrEqual(0.25);
    for (const { startMs, endMs, by } of lines) {
      expect(by).toBe('pocketsphinx');
      expect(startMs).toBeLessThan(endMs);
      expect(endMs).toBeLessThanOrEqual(durationMs + 20);
    }
    // It is short: nobody waits.
    expect(prompt.problems).toBe('');
  });

  describe('by a server of one’s own', () => {
    let server: OpenAiServer;
    let config: TranscriptionConfig;
    /** Two who speak after each other, with two seconds of nothing between: two utterances. */
    let file: string;
    beforeEach(async () => {
      server = await OpenAiServer.start();
      config = { recognisers: [{ kind: 'openai', baseUrl: server.baseUrl, name: 'ours', atOnce: 1 }] };
      file = join(prompt.folder, 'two.wav');
      await writeFile(file, writeWav(await twice(1)));
    });
    afterEach(() => server[Symbol.asyncDispose]());
    const says = (...texts: string[]): void => {
      const body = (text: string): string =>
        JSON.stringify({ text, language: 'english', duration: 1, segments: [{ id: 0, start: 0, end: 1, text }] });
      server.next.push(...texts.map((text) => ({ status: 200, body: body(text), headers: { 'content-type': 'application/json' } })));
    };

    test('numbers are taken out as the house does, unless it does not', async () => {
      says('My card number is 4111 1111 1111 1111.', 'Thank you.');
      expect(await prompt.type(config, 'try', file)).toBe(0);
      expect(prompt.printed).toMatch(/– .* {2}My card number is •••\.?$/m);
      expect(prompt.printed).toMatch(/^ {2}0:0\d\.\d – 0:0\d\.\d {2}Thank you\.$/m);
      expect(prompt.printed).toMatch(
        /^ {2}9\.\d s of sound in \d+\.\d s: \d+\.\d times as (?:fast as it was said|long as it took to say)$/m,
      );
      expect(prompt.printed).not.toContain('4111');
      says('My card number is 4111 1111 1111 1111.', 'Thank you.');
      expect(await prompt.type({ ...config, redact: false }, 'try', file)).toBe(0);
      expect(prompt.printed).toContain('4111 1111 1111 1111');
    });

    test('what nobody could turn into text is a gap with its reason, and gives exit code 1', async () => {
      says('This is understood.');
      const refusal = { status: 400, body: '{"error":{"message":"not this one"}}' };
      server.next.push(refusal, refusal, refusal);
      expect(await prompt.type(config, 'try', file)).toBe(1);
      expect(prompt.printed).toContain('This is understood.');
      expect(prompt.printed).toMatch(/– .* {2}\[…\] ours: .*not this one/);
    });

    test('one of several is asked by its name, in the language that is said', async () => {
      const both: TranscriptionConfig = { recognisers: [...(NOBODY.recognisers ?? []), ...(config.recognisers ?? [])] };
      says('Guten Tag.', 'Wie geht es?');
      const { asked, language, lines } = await prompt.answer<RecognisedFile>(
        both,
        0,
        'try',
        file,
        '--recogniser',
        'ours',
        '--language',
        'de',
      );
      expect([asked.map(({ name }) => name), language]).toEqual([['ours'], 'de']);
      expect(lines.map(({ text }) => text)).toEqual(['Guten Tag.', 'Wie geht es?']);
      await expect(prompt.type(both, 'try', file, '--recogniser', 'theirs')).rejects.toMatchObject({
        message: 'No recogniser “theirs” is configured.',
        remedy: 'There is: pocketsphinx, ours.',
      });
      await expect(prompt.type(both, 'try', file, '--recogniser', 'pocketsphinx')).rejects.toThrow(/no-such-sphinx.*apt-get install/);
    });

    test('of a long file it is told how far it is, beside what is printed', async () => {
      await writeFile(file, writeWav(await twice(6)));
      says(...Array.from({ length: 12 }, (_, i) => `Sentence ${'abcdefghijkl'.charAt(i)}.`));
      expect(await prompt.type(config, 'try', file)).toBe(0);
      expect(prompt.problems).toMatch(/^(?: {2}\d:\d\d\.\d of \d:\d\d\.\d, \d+ %\n){2,10}$/);
      expect(prompt.problems).toContain('100 %');
      expect(prompt.printed).not.toContain('%');
      expect(prompt.printed.match(/Sentence [a-l]\./g)).toHaveLength(12);
    });

    test('Ctrl-C ends it', async () => {
      server.next.push('silence');
      const stop = new AbortController();
      prompt.surroundings = { signal: stop.signal };
      const running = prompt.type(config, 'try', file);
      await expect.poll(() => server.open).toBe(1);
      stop.abort(new Error('stopped by hand'));
      expect(await running).toBe(130);
      expect(prompt.problems).toContain('Stopped.');
      expect(prompt.printed).toBe('');
    });

    test('silence goes to nobody, and is told', async () => {
      await writeFile(file, writeWav(new Int16Array(48_000)));
      expect(await prompt.type(config, 'try', file)).toBe(0);
      expect(prompt.printed).toContain('Nobody says a word in it.');
      expect(server.requests).toEqual([]);
    });
  });

  test('that is not there, or none, is told before anybody is asked', async () => {
    await expect(prompt.type({}, 'try', join(prompt.folder, 'none.wav'))).rejects.toThrow(/There is no .*none\.wav/);
    const page = join(prompt.folder, 'page.wav');
    await writeFile(page, '<html>not found</html>');
    await expect(prompt.type({}, 'try', page)).rejects.toMatchObject({
      message: expect.stringContaining('is no WAV file, but a page of HTML') as string,
      remedy: expect.stringContaining('ffmpeg -i') as string,
    });
    await expect(prompt.type(NOBODY, 'try', fixture('yes-please'))).rejects.toMatchObject({
      message: expect.stringMatching(/Nobody is there who turns speech into text:\n {2}pocketsphinx: .*apt-get install/) as string,
    });
    await expect(prompt.type({ recognisers: [] }, 'try', fixture('yes-please'))).rejects.toThrow('No recogniser is configured.');
  });
});

/** What is spoken in a fixture, so many times twice, with two seconds of nothing after each. */
async function twice(times: number): Promise<Int16Array> {
  const said = readWav(await readFile(fixture('grace-hello')));
  return joined(Array.from({ length: times * 2 }, () => [said, new Int16Array(32_000)]).flat());
}
