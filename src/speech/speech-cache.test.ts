import { expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { cached, type SoundStore } from './speech-cache.ts';
import { silentTextToSpeech, type TextToSpeech } from './text-to-speech.ts';

const options = { clock: realClock(), log: silentLog };

/** A second of quiet, a second of a soft tone, a second of quiet; `gate` holds it back. */
function soft(gate: Promise<void> = Promise.resolve()): TextToSpeech & { said: string[]; aborted: number } {
  const tts = {
    name: 'soft',
    leavesMachine: false,
    said: [] as string[],
    aborted: 0,
    voices: () => Promise.resolve([]),
    async *speak(text: string, { signal }: { signal?: AbortSignal | undefined } = {}): AsyncGenerator<Int16Array, void, undefined> {
      tts.said.push(text);
      signal?.addEventListener('abort', () => tts.aborted++);
      await gate;
      signal?.throwIfAborted();
      yield new Int16Array(16_000);
      yield Int16Array.from({ length: 16_000 }, (_, i) => 1_000 * Math.sin(i / 5));
      yield new Int16Array(16_000);
    },
  };
  return tts;
}

function memory(): SoundStore & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return { files, get: (key) => Promise.resolve(files.get(key)), put: async (key, bytes) => void files.set(key, bytes) };
}

test('a sound is trimmed and made loud', async () => {
  const samples = readWav(await cached(soft(), options).wavOf('Hello.'));
  const heard = (sample: number): boolean => Math.abs(sample) > 300;
  const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  expect(20 * Math.log10(peak / 32_768)).toBeCloseTo(-3, 1);
  expect(samples.findIndex(heard) / 16).toBeLessThan(50);
  expect((samples.length - 1 - samples.findLastIndex(heard)) / 16).toBeLessThanOrEqual(150);
  expect(samples.length / 16_000).toBeGreaterThan(1);
});

test('silence is a file too', async () => {
  expect(readWav(await cached(silentTextToSpeech, options).wavOf('Hello.')).every((sample) => sample === 0)).toBe(true);
});

test('the same words in the same voice are made once, other voices and languages for themselves', async () => {
  const tts = soft();
  const cache = cached(tts, options);
  await Promise.all([cache.wavOf('Hello.'), cache.wavOf(' Hello. '), cache.wavOf('Hello.')]);
  await cache.wavOf('Hello.');
  await cache.wavOf('Hello.', { voice: 'x' });
  await cache.wavOf('Hello.', { language: 'x' });
  expect(tts.said).toHaveLength(3);
});

test('one of several who wait leaves with its own reason, the others hear', async () => {
  let open = (): void => undefined;
  const tts = soft(new Promise((resolve) => (open = resolve)));
  const cache = cached(tts, options);
  const leaver = new AbortController();
  const left = cache.wavOf('Hello.', { signal: leaver.signal });
  const stayed = cache.wavOf('Hello.');
  leaver.abort(new Error('hung up'));
  await expect(left).rejects.toThrow('hung up');
  open();
  expect((await stayed).length).toBeGreaterThan(32_000);
  expect(tts.said).toHaveLength(1);
});

test('when the last has left, the work is called off, and who comes then begins anew', async () => {
  let open = (): void => undefined;
  const tts = soft(new Promise((resolve) => (open = resolve)));
  const cache = cached(tts, options);
  const leaver = new AbortController();
  const left = cache.wavOf('Hello.', { signal: leaver.signal });
  // The store is looked at first.
  while (tts.said.length === 0) await Promise.resolve();
  leaver.abort(new Error('hung up'));
  await expect(left).rejects.toThrow('hung up');
  expect(tts.aborted).toBe(1);
  const next = cache.wavOf('Hello.');
  open();
  expect((await next).length).toBeGreaterThan(32_000);
  expect(tts.said).toHaveLength(2);
});

test('memory is bounded, and what was asked for longest goes first', async () => {
  const tts = soft();
  const one = (await cached(soft(), options).wavOf('a')).length;
  const cache = cached(tts, { ...options, limitBytes: one * 2 });
  for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.wavOf(text);
  expect(tts.said).toEqual(['a', 'b', 'c', 'b']);
  expect(cache.fill).toEqual({ sounds: 2, bytes: one * 2 });
});

test('what was kept is found by the next process, and a spoilt file is made again', async () => {
  const store = memory();
  const first = await cached(soft(), { ...options, store }).wavOf('Hello.');
  const next = soft();
  expect(await cached(next, { ...options, store }).wavOf('Hello.')).toEqual(first);
  expect(next.said).toEqual([]);
  for (const key of store.files.keys()) store.files.set(key, Uint8Array.of(1, 2, 3));
  expect(await cached(next, { ...options, store }).wavOf('Hello.')).toEqual(first);
  expect(next.said).toEqual(['Hello.']);
  expect([...store.files.keys()].join()).toMatch(/^speech\/[0-9a-f]{64}\.wav$/u);
});

test('a store that refuses is done without, and one process cannot fill it', async () => {
  const broken: SoundStore = { get: () => Promise.reject(new Error('disk')), put: () => Promise.reject(new Error('disk')) };
  expect(readWav(await cached(soft(), { ...options, store: broken }).wavOf('Hello.')).length).toBeGreaterThan(16_000);
  const store = memory();
  const cache = cached(soft(), { ...options, store, storeLimitBytes: writeWav(new Int16Array(25_000)).length });
  for (const text of ['a', 'b', 'c']) await cache.wavOf(text);
  expect(store.files.size).toBe(1);
});

test('a failure is not kept', async () => {
  let fails = true;
  const tts = soft();
  const failing: TextToSpeech = { ...tts, speak: (text, speakOptions) => (fails ? failed() : tts.speak(text, speakOptions)) };
  const cache = cached(failing, options);
  await expect(Promise.all([cache.wavOf('Hello.'), cache.wavOf('Hello.')])).rejects.toThrow('broken');
  fails = false;
  expect((await cache.wavOf('Hello.')).length).toBeGreaterThan(32_000);
});

test.each(['', '...'])('%j has nothing to be said', async (text) => {
  await expect(cached(soft(), options).wavOf(text)).rejects.toMatchObject({ code: 'speech/nothing-to-say' });
});

function failed(): AsyncIterable<Int16Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('broken')) }) };
}
