/** What every recogniser must do; each provider's test runs it, with sound of which it is known what is said in it. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { realClock, type Clock } from '../../../base/clock.ts';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { joined } from '../../../media/tones.ts';
import { SpeechError } from '../../errors.ts';
import type { Recognised, RecogniseOptions, SpeechToText } from '../speech-to-text.ts';
import { wordErrors } from '../word-error-rate.ts';

export type SpeechToTextSubject = {
  /** Visible as the reason when the suite is skipped. */
  readonly missing?: string | undefined;
  readonly make: (clock: Clock) => SpeechToText & Partial<AsyncDisposable>;
  /** A sentence of some three seconds, with rests around it, and what is said in it. */
  readonly sentence: () => Promise<{ readonly sound: Int16Array; readonly text: string }>;
  /** How many of the words may be wrong. */
  readonly worstRate?: number;
  /** Whether it hears while somebody speaks, or is asked when all was said. */
  readonly hears?: 'at-once' | 'at-the-end';
  /** How much work is going on behind it: processes, connections that are in use. */
  readonly working: () => Promise<number>;
  /** Ends the provider's work from without, as a crash or a cut cable does; of one that is asked at the end: the next that it begins. */
  readonly kill: () => Promise<void>;
};

const RATE = 16_000;
const silence = (ms: number): Int16Array => new Int16Array((ms * RATE) / 1000);
const clock = realClock();

/** All that comes of it. */
export async function resultsOf(stt: SpeechToText, sound: AsyncIterable<Int16Array>, options?: RecogniseOptions): Promise<Recognised[]> {
  const results: Recognised[] = [];
  for await (const result of stt.recognise(sound, options)) results.push(result);
  return results;
}

/** What is final of it, as one text. */
export function finalText(results: readonly Recognised[]): string {
  const finals = results.filter(({ kind }) => kind === 'final');
  return finals.map(({ text }) => text).join(' ');
}

/** In pieces of any size; the memory of each is used again for the next, as a live source does. */
export async function* inPieces(
  samples: Int16Array,
  { size = 320, paceMs, left }: { size?: number; paceMs?: number; left?: () => void } = {},
): AsyncGenerator<Int16Array> {
  const memory = new Int16Array(size);
  try {
    for (let at = 0; at < samples.length; at += size) {
      const piece = samples.subarray(at, at + size);
      if (paceMs !== undefined) await clock.sleep(paceMs);
      memory.set(piece);
      yield memory.subarray(0, piece.length);
      memory.fill(0);
    }
  } finally {
    left?.();
  }
}

/** Says these, then stays on the line without a sound until it is left. */
async function* thenWaits(
  samples: Int16Array,
  { left, meanwhile }: { left?: () => void; meanwhile?: () => void } = {},
): AsyncGenerator<Int16Array> {
  try {
    yield* inPieces(samples);
    meanwhile?.();
    for (;;) {
      await clock.sleep(20);
      yield silence(20);
    }
  } finally {
    left?.();
  }
}

export function speechToTextConformance(name: string, subject: SpeechToTextSubject): void {
  const { missing, make, worstRate = 0, hears = 'at-once', working, kill } = subject;
  describe.skipIf(missing !== undefined)(
    `${name}, as a recogniser${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    { timeout: 60_000 },
    () => {
      let stt: ReturnType<typeof make>;
      let sound: Int16Array;
      let text: string;
      beforeAll(async () => {
        stt = make(clock);
        ({ sound, text } = await subject.sentence());
      });
      afterAll(async () => stt[Symbol.asyncDispose]?.());
      const idle = (): Promise<void> => vi.waitFor(async () => expect(await working()).toBe(0), { timeout: 10_000 });
      const expectSaid = (results: readonly Recognised[], what = text): void => {
        const { rate, alignment } = wordErrors(what, finalText(results));
        expect(rate, JSON.stringify(alignment)).toBeLessThanOrEqual(worstRate);
      };

      test('a sentence is understood, each word at its time', async () => {
        const results = await resultsOf(stt, inPieces(sound));
        expectSaid(results);
        for (const { startMs, endMs, confidence, words, text: said } of results) {
          expect(startMs).toBeGreaterThanOrEqual(0);
          expect(endMs).toBeGreaterThan(startMs);
          expect(endMs).toBeLessThanOrEqual(sound.length / 16 + 20);
          if (confidence !== undefined) expect(confidence >= 0 && confidence <= 1).toBe(true);
          if (!words) continue;
          expect(wordErrors(said, words.map((word) => word.text).join(' ')).rate).toBe(0);
          expect(words.map((word) => word.startMs)).toEqual(words.map((word) => word.startMs).toSorted((a, b) => a - b));
          for (const word of words)
            expect(word.startMs >= startMs && word.endMs <= endMs && word.endMs >= word.startMs, JSON.stringify(word)).toBe(true);
        }
      });

      test('it gives what it says that it gives', async () => {
        // An interim result that nobody could read in time gives way to the next: somebody has to speak, not only to send.
        const results = await resultsOf(stt, inPieces(sound, { paceMs: 1 }));
        const finals = results.filter(({ kind }) => kind === 'final');
        expect(results.some(({ kind }) => kind === 'interim')).toBe(stt.gives.interims);
        expect(finals.every(({ words }) => words !== undefined && words.length > 0)).toBe(stt.gives.words);
        expect(finals.every(({ confidence }) => confidence !== undefined)).toBe(stt.gives.confidence);
      });

      test('results come in order: interim ones until a final one replaces them, the last after the sound has ended', async () => {
        let hasEnded = false;
        const results: (Recognised & { readonly afterEnd: boolean })[] = [];
        for await (const result of stt.recognise(inPieces(joined([sound, silence(1500), sound]), { left: () => (hasEnded = true) })))
          results.push({ ...result, afterEnd: hasEnded });
        expect(results.at(-1)).toMatchObject({ kind: 'final', afterEnd: true });
        expectSaid(results, `${text} ${text}`);
        let finalMs = 0;
        for (const result of results) {
          expect(result.startMs).toBeGreaterThanOrEqual(finalMs);
          if (result.kind === 'final') finalMs = result.startMs + 1;
        }
      });

      test.each([1, 333, 16_000])('pieces of %i samples are as good as others', async (size) => {
        if (size === 1) expectSaid(await resultsOf(stt, joinedPieces(sound)));
        else expectSaid(await resultsOf(stt, inPieces(sound, { size })));
      });

      test.each([0, 10, 3_000])('of %i ms of silence nothing is understood', async (ms) => {
        expect(await resultsOf(stt, inPieces(silence(ms)))).toEqual([]);
      });

      test('a very long utterance is understood to its end', async () => {
        const times = Math.ceil((45 * RATE) / (sound.length + RATE));
        const all = joined(Array.from({ length: times }, () => joined([sound, silence(1000)])));
        const results = await resultsOf(stt, inPieces(all));
        expectSaid(results, Array.from({ length: times }, () => text).join(' '));
        expect(results.at(-1)?.endMs).toBeGreaterThan((all.length - sound.length - RATE) / 16);
      });

      test('several are understood at the same time', async () => {
        const several = await Promise.all(Array.from({ length: Math.min(3, stt.atOnce) }, () => resultsOf(stt, inPieces(sound))));
        for (const results of several) expectSaid(results);
      });

      test('an abort before the start, and one in the middle, end it with the reason itself, and the work with it', async () => {
        const reason = new Error('hung up');
        await expect(resultsOf(stt, inPieces(sound), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
        const stop = new AbortController();
        const left = vi.fn();
        const endless = thenWaits(sound.subarray(0, RATE), { left, meanwhile: () => void clock.after(50, () => stop.abort(reason)) });
        await expect(resultsOf(stt, endless, { signal: stop.signal })).rejects.toBe(reason);
        await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
        await idle();
        expectSaid(await resultsOf(stt, inPieces(sound)));
      });

      test('whoever leaves early ends the work behind it, and the sound is let go of', async () => {
        const left = vi.fn();
        const speaks = hears === 'at-once' ? thenWaits : inPieces;
        for await (const _ of stt.recognise(speaks(joined([sound, silence(2000)]), { left }))) break;
        await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
        await idle();
      });

      test('if the sound fails, so does the recognition, with its reason', async () => {
        const reason = new Error('the stream broke');
        const broken = (async function* () {
          yield* inPieces(sound.subarray(0, RATE));
          throw reason;
        })();
        await expect(resultsOf(stt, broken)).rejects.toBe(reason);
        await idle();
      });

      test('a provider that dies in the middle of a sentence is told of, as one that may be back', async () => {
        const left = vi.fn();
        if (hears === 'at-the-end') await kill();
        const half = sound.subarray(0, sound.length / 2);
        const sentence =
          hears === 'at-the-end'
            ? inPieces(half, { left })
            : thenWaits(half, { left, meanwhile: () => void clock.after(100, () => void kill()) });
        const error: unknown = await resultsOf(stt, sentence).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(SpeechError);
        expect(error).toMatchObject({ code: 'speech/provider-failed', isRecoverable: true });
        await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
        await vi.waitFor(async () => expectSaid(await resultsOf(stt, inPieces(sound))), { timeout: 10_000, interval: 200 });
      });

      test('a language that it does not know is refused at once', async () => {
        if (stt.languages === 'any') return;
        await expect(resultsOf(stt, inPieces(sound), { language: 'tlh' })).rejects.toMatchObject({
          code: 'speech/unknown-language',
          isRecoverable: false,
          message: expect.stringContaining('tlh'),
        });
        expectSaid(await resultsOf(stt, inPieces(sound), { language: stt.languages[0] }));
      });

      test('virtual time goes on while somebody speaks, and stands still while the rest is recognised', async () => {
        const turned = virtualClock();
        const other = make(turned);
        const speaking = (async function* () {
          for await (const piece of inPieces(sound)) {
            await turned.sleep(20);
            yield piece;
          }
        })();
        const heard = resultsOf(other, speaking).then((results) => ({ results, atMs: turned.now() }));
        await turned.advance(60_000);
        const { results, atMs } = await heard;
        expectSaid(results);
        expect(atMs).toBe(Math.ceil(sound.length / 320) * 20);
        await other[Symbol.asyncDispose]?.();
      });

      test('nothing is missing', async () => expect(await stt.missing()).toBeUndefined());
    },
  );
}

/** Pieces of one sample, of no sample, and of many. */
async function* joinedPieces(samples: Int16Array): AsyncGenerator<Int16Array> {
  yield new Int16Array(0);
  for (let at = 0; at < 50; at++) yield samples.subarray(at, at + 1);
  yield new Int16Array(0);
  yield samples.subarray(50);
}
