/** Where speech is cut, sample by sample. */
import { expect, test } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES, SILENT_FRAME } from '../../media/frame.ts';
import { heardFrame, spokenFrame } from './test-recogniser.ts';
import { UtteranceCutter } from './utterance-cutter.ts';
import type { Utterance } from './utterance.ts';

const soft = (number: number): Int16Array => spokenFrame(1, number, 0.01);

class Cut {
  readonly utterances: Utterance[] = [];
  readonly cutter = new UtteranceCutter({ speakerId: '1' }, (utterance) => void this.utterances.push(utterance));
  atMs = 0;
  #number = 0;

  say(ms: number, loudness = 1): void {
    for (let at = 0; at < ms; at += FRAME_MS) this.push(spokenFrame(1, this.#number++, loudness));
  }

  rest(ms: number): void {
    for (let at = 0; at < ms; at += FRAME_MS) this.push(SILENT_FRAME);
  }

  push(frame: Int16Array): void {
    this.cutter.push(frame, this.atMs);
    this.atMs += FRAME_MS;
  }

  /** The numbers of the frames in each utterance; −1 for silence. */
  frames(): number[][] {
    return this.utterances.map((utterance) => {
      const all: number[] = [];
      for (let at = 0; ; at++) {
        const piece = utterance.piece(at);
        if (!piece) return all;
        if (piece.length % FRAME_SAMPLES !== 0) throw new Error('a frame was cut in two');
        for (let from = 0; from < piece.length; from += FRAME_SAMPLES) {
          const frame = heardFrame(piece.subarray(from, from + FRAME_SAMPLES));
          if (frame === 'broken') throw new Error('a frame was spoilt');
          all.push(frame?.number ?? -1);
        }
      }
    });
  }
}

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);
const silent = (count: number): number[] => Array.from({ length: count }, () => -1);

test('the soft beginning of a word is kept, and the silence that tells its end', () => {
  const cut = new Cut();
  cut.rest(1_000);
  cut.say(100, 0.01);
  cut.say(500);
  expect(cut.cutter.isSpeech).toBe(true);
  cut.rest(1_000);
  expect(cut.cutter.isSpeech).toBe(false);
  expect(cut.frames()).toEqual([[...silent(7), ...upTo(30), ...silent(20)]]);
  expect(cut.utterances[0]).toMatchObject({ atMs: 860, durationMs: 1_140, leadMs: 240, speechEndMs: 740, isOver: true });
});

test('a breath within a sentence does not end it, and what is too short is not speech', () => {
  const cut = new Cut();
  cut.say(40);
  cut.rest(500);
  expect(cut.utterances).toEqual([]);
  cut.say(500);
  cut.rest(380);
  cut.say(500);
  cut.rest(400);
  expect(cut.frames()).toHaveLength(1);
});

test('after twelve seconds a short pause is enough, and what follows begins without a gap', () => {
  const cut = new Cut();
  cut.rest(400);
  cut.say(12_100);
  cut.rest(240);
  cut.say(1_000);
  cut.rest(1_000);
  expect(cut.frames()).toEqual([
    [...silent(12), ...upTo(605), ...silent(6)],
    [...silent(6), ...upTo(50, 605), ...silent(20)],
  ]);
  expect(cut.utterances[1]).toMatchObject({ atMs: 400 + 12_100 + 120 });
});

test('a pause that was the end brings no utterance of silence', () => {
  const cut = new Cut();
  cut.say(13_000);
  cut.rest(5_000);
  expect(cut.utterances).toHaveLength(1);
});

test('who does not pause at all is cut at the softest place of two seconds, with nothing lost or doubled', () => {
  const cut = new Cut();
  cut.say(17_000);
  // Softer than the rest, yet no pause.
  cut.say(100, 0.2);
  cut.say(20_000);
  cut.rest(1_000);
  const frames = cut.frames();
  expect(frames.flat().filter((number) => number >= 0)).toEqual(upTo(1_855));
  expect(frames[0]).toEqual(upTo(852));
  expect(frames[1]?.[0]).toBe(852);
  expect(cut.utterances[1]?.atMs).toBe(852 * FRAME_MS);
  expect(frames.every((each) => each.length * FRAME_MS <= 18_400)).toBe(true);
});

test('what is held back for the cut is not read before', () => {
  const cut = new Cut();
  cut.say(17_000);
  expect(cut.frames()[0]).toHaveLength(16_000 / FRAME_MS);
  cut.rest(1_000);
  expect(cut.frames()[0]).toHaveLength(17_120 / FRAME_MS);
});

test.each([
  ['a frame that did not come is silence', 1, [[...upTo(10), -1, ...upTo(10, 10), ...silent(20)]]],
  [
    'a jump forwards ends it',
    3_000,
    [
      [...upTo(10), ...silent(20)],
      [...upTo(10, 10), ...silent(20)],
    ],
  ],
] as const)('%s', (_, frames, expected) => {
  const cut = new Cut();
  cut.say(200);
  cut.atMs += frames * FRAME_MS;
  cut.say(200);
  cut.rest(400);
  expect(cut.frames()).toEqual(expected);
  expect(cut.utterances.at(-1)?.atMs).toBe(expected.length === 1 ? 0 : 60_200);
});

test('a clock that is turned back ends it, and times go on from there', () => {
  const cut = new Cut();
  cut.atMs = 100_000;
  cut.say(200);
  cut.atMs = 5_000;
  cut.say(200);
  cut.rest(400);
  expect(cut.frames()).toEqual([upTo(10), [...upTo(10, 10), ...silent(20)]]);
  expect(cut.utterances.map(({ atMs }) => atMs)).toEqual([100_000, 5_000]);
});

test('jitter of frames is no jump', () => {
  const cut = new Cut();
  for (let i = 0; i < 50; i++) cut.cutter.push(spokenFrame(1, i), i * FRAME_MS + ((i * 7) % 15));
  cut.cutter.finish();
  expect(cut.frames()).toEqual([upTo(50)]);
});

test('noise of a room is no speech, a voice above it is', () => {
  const cut = new Cut();
  for (let i = 0; i < 500; i++) cut.push(soft(i));
  expect(cut.utterances).toEqual([]);
  for (let i = 500; i < 520; i++) cut.push(spokenFrame(1, i));
  for (let i = 520; i < 560; i++) cut.push(soft(i));
  const [frames] = cut.frames();
  expect(frames).toEqual(upTo(12 + 20 + 20, 488));
});

test('another speaker at the same ear begins an utterance of their own', () => {
  const cut = new Cut();
  cut.say(400);
  cut.cutter.rename({ speakerId: '1', name: 'Ana' });
  cut.say(400);
  cut.cutter.rename({ speakerId: '2', name: 'Ben' });
  cut.say(400);
  cut.rest(400);
  expect(cut.frames()).toEqual([upTo(40), [...upTo(20, 40), ...silent(20)]]);
  expect(cut.utterances.map(({ speaker }) => speaker.speakerId)).toEqual(['1', '2']);
});
