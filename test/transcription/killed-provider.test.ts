/**
 * A recogniser's process is killed while somebody speaks. With another behind it, not a word is lost; with none, the gap is shown wherever the
 * words would be, and a second pass over the recording fills it.
 */
import { afterAll, describe, expect, test, vi } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { joined } from '../../src/media/tones.ts';
import { canBeStarted } from '../../src/speech/program.ts';
import { pocketsphinx } from '../../src/speech/recognition/pocketsphinx-recogniser.ts';
import type { SpeechToText } from '../../src/speech/recognition/speech-to-text.ts';
import { wordErrorRate } from '../../src/speech/recognition/word-error-rate.ts';
import { proofRounds } from '../proof-rounds.ts';
import { knownSentences, spoken } from '../speech/known-sentences.ts';
import { Killer, killAll } from './killed-recogniser.ts';
import { openSpokenHouse, textOf } from './spoken-house.ts';

const clock = realClock();
const programs = await Promise.all(['pocketsphinx_continuous', 'flite'].map(canBeStarted(clock)));
const isMissing = process.env['CI'] !== 'true' && !programs.every(Boolean);
if (isMissing) console.warn('Skipped: killed recognisers. Needs pocketsphinx and flite.');

/** What killing may cost in words. */
const MORE_ERRORS = 0.1;
const patience = { timeout: 60_000, interval: 250 };
const sentences = knownSentences.grace;
const rest = new Int16Array(16_000);
const figures: { readonly atMs: number; readonly bare: number; readonly rate: number }[] = [];
afterAll(() => {
  const lines = figures.map(
    ({ atMs, bare, rate }) =>
      `${String(Math.round(atMs))} ms: ${(100 * rate).toFixed(0)} % (${(100 * bare).toFixed(0)} % of the bare sound)`,
  );
  if (lines.length > 0) console.log(`word error rate with the recogniser killed after\n  ${lines.join('\n  ')}`);
});

/** Looking whether all is there loads its whole model; that was looked at above. */
const named = (name: string): SpeechToText => ({ ...pocketsphinx({ clock }), name, missing: () => Promise.resolve(undefined) });

/** What the recogniser makes of the bare sound. */
async function bareRate(sentence: string, sound: Int16Array): Promise<number> {
  let heard = '';
  for await (const { kind, text } of named('bare').recognise(inPieces(sound))) if (kind === 'final') heard += ` ${text}`;
  return wordErrorRate([[sentence, heard]]);
}

async function* inPieces(sound: Int16Array): AsyncGenerator<Int16Array> {
  for (let at = 0; at < sound.length; at += 3_200) yield sound.subarray(at, at + 3_200);
}

describe.skipIf(isMissing)('a recogniser that is killed in mid-sentence', { timeout: 120_000 }, () => {
  test('with another behind it loses not a word, and everybody is told who listens', async () => {
    const rounds = proofRounds(1, 30);
    const random = seededRandom(7);
    const thanks = await spoken('grace', 'thank you very much');
    await using it = await openSpokenHouse([named('first'), named('second')], { hasBot: true });
    const { person, page } = it;
    await page.event('languages', ({ languages }) => languages.transcriber?.name === 'first');
    for (const round of rounds) {
      const sentence = sentences[round % sentences.length] ?? '';
      const sound = await spoken('grace', sentence);
      const bare = await bareRate(sentence, sound);
      const [before, heardBefore, toldBefore] = [await it.view(), it.transcription?.segments.length ?? 0, it.providersTold.length];
      const atMs = (0.1 + 0.85 * random.unit()) * (sound.length / 16);
      const saying = person.say(joined([sound, rest]));
      await it.clock.sleep(atMs);
      // One of the bot's, one of the house's.
      expect(await killAll(2)).toBe(2);
      await saying;
      let kept = '';
      await it.shows((segments) => {
        const fresh = segments.slice(before.segments.length);
        kept = textOf(fresh);
        expect(wordErrorRate([[sentence, kept]])).toBeLessThanOrEqual(bare + MORE_ERRORS);
        expect(fresh.map(({ state }) => state)).not.toContain('unheard');
      });
      await vi.waitFor(() => {
        const heard = textOf(it.transcription?.segments.slice(heardBefore) ?? []);
        expect(wordErrorRate([[sentence, heard]])).toBeLessThanOrEqual(bare + MORE_ERRORS);
      }, patience);
      figures.push({ atMs, bare, rate: wordErrorRate([[sentence, kept]]) });
      const [told] = it.providersTold.slice(toldBefore);
      expect(told).toMatchObject({
        from: { name: 'first' },
        to: { name: 'second' },
        why: expect.stringMatching(/first: .*SIGKILL|first: .*13[57]/u) as string,
      });
      expect(it.languages.map(({ transcriber }) => transcriber?.name)).toContain('second');
      expect([...it.captions.values()].map(({ text }) => text)).toContain(kept);
      // It is tried again after a while, and is back when it has understood something.
      await it.clock.sleep(8_000);
      await person.say(joined([thanks, rest]));
      await vi.waitFor(() => expect(it.providersTold.at(-1)?.to.name).toBe('first'), patience);
      await page.event('languages', ({ languages }) => languages.transcriber?.name === 'first');
    }
  });

  test('with none behind it is a gap that is shown with its time and why, and that a second pass fills', async () => {
    const sentence = sentences[0] ?? '';
    const sound = await spoken('grace', sentence);
    const bare = await bareRate(sentence, sound);
    await using it = await openSpokenHouse([named('alone')]);
    await it.person.say(joined([sound, rest]));
    await it.shows((segments) => expect(segments.map(({ state }) => state)).toEqual(['final']));
    {
      await using killer = new Killer();
      await it.person.say(joined([sound, rest]));
      await it.shows((segments) => expect(segments.map(({ state }) => state)).toEqual(['final', 'unheard']));
      expect(killer.kills).toBeGreaterThan(1);
    }
    await it.end();
    const [heard, gap] = (await it.view()).segments;
    expect(gap).toMatchObject({ text: '', problem: expect.stringContaining('alone') as string });
    const lengthMs = (gap?.endMs ?? 0) - (gap?.startMs ?? 0);
    expect(Math.abs(lengthMs - sound.length / 16)).toBeLessThan(700);
    expect(gap?.startMs).toBeGreaterThan(heard?.endMs ?? Infinity);
    expect([...it.captions.values()].map(({ text }) => text)).toContain('[…]');
    for (const format of ['vtt', 'srt', 'txt', 'json'])
      expect([format, await (await it.asked(`/transcript.${format}`)).text()]).toEqual([
        format,
        expect.stringMatching(/\[inaudible\]|unheard/u),
      ]);

    expect((await it.view()).may).toContain('again');
    expect((await it.asked('/transcript', { kind: 'again' })).status).toBe(200);
    await it.shows((segments) => {
      expect(segments.map(({ state }) => state)).not.toContain('unheard');
      expect(wordErrorRate([[`${sentence} ${sentence}`, textOf(segments)]])).toBeLessThanOrEqual(bare + MORE_ERRORS);
    });
  });
});
