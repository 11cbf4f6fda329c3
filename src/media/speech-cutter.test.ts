import { expect, test } from 'vitest';
import { FRAME_SAMPLES } from './frame.ts';
import { SpeechCutter } from './speech-cutter.ts';
import { sine } from './tones.ts';

type Piece = { readonly tick: number; readonly frames: number; readonly isEnd: boolean; readonly voiced: string };

const VOICE = sine({ hertz: [440], ms: 20 }, 0.3);
const HUSH = new Int16Array(FRAME_SAMPLES);

/** `v` a voice, `.` a silent frame, ` ` nothing at all. */
function cut(said: string, pieceFrames: number, hurryFrames?: number): readonly Piece[] {
  const pieces: Piece[] = [];
  const cutter = new SpeechCutter({
    pieceFrames,
    ...(hurryFrames !== undefined && { hurryFrames }),
    take: (tick, samples, isEnd) => {
      const frames = samples.length / FRAME_SAMPLES;
      const isVoiced = (_: unknown, at: number): boolean => samples.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES).some(Boolean);
      const voiced = Array.from({ length: frames }, isVoiced);
      pieces.push({ tick, frames, isEnd, voiced: voiced.map((each) => (each ? 'v' : '.')).join('') });
    },
  });
  for (const [tick, each] of said.split('').entries()) if (each !== ' ') cutter.hear(each === 'v' ? VOICE : HUSH, tick);
  expect(cutter.isOpen).toBe(false);
  return pieces;
}

test('a piece has what was just before the voice, short pauses, and the long one that ended it', () =>
  expect(cut(`${'.'.repeat(40)}${'v'.repeat(20)}${'.'.repeat(24)}vvv${'.'.repeat(40)}`, 1_000)).toEqual([
    { tick: 28, frames: 84, isEnd: true, voiced: `${'.'.repeat(12)}${'v'.repeat(20)}${'.'.repeat(24)}vvv${'.'.repeat(25)}` },
  ]));

test('what goes on is in the next piece, from the tick where the last one ended; the last one says that it is over', () =>
  expect(cut(`${'v'.repeat(25)}${'.'.repeat(40)}`, 20).map(({ tick, frames, isEnd }) => ({ tick, frames, isEnd }))).toEqual([
    { tick: 0, frames: 20, isEnd: false },
    { tick: 20, frames: 20, isEnd: false },
    { tick: 40, frames: 10, isEnd: true },
  ]));

test('speech that ends just as a piece is full is over with none', () =>
  expect(cut(`${'v'.repeat(15)}${'.'.repeat(40)}`, 20).map(({ tick, frames, isEnd }) => ({ tick, frames, isEnd }))).toEqual([
    { tick: 0, frames: 20, isEnd: false },
    { tick: 20, frames: 20, isEnd: false },
    { tick: 40, frames: 0, isEnd: true },
  ]));

test('ticks that were left out are silence within a piece, and nothing from before them is in the next one', () => {
  expect(cut(`vvvvv${' '.repeat(10)}vvvvv${'.'.repeat(40)}`, 1_000).map(({ voiced }) => voiced)).toEqual([
    `vvvvv${'.'.repeat(10)}vvvvv${'.'.repeat(25)}`,
  ]);
  expect(cut(`vv${' '.repeat(60)}....vvv${'.'.repeat(40)}`, 1_000)).toEqual([
    { tick: 62, frames: 32, isEnd: true, voiced: `....vvv${'.'.repeat(25)}` },
  ]);
});

test('in a pause that may be the end nobody waits for a full piece', () =>
  expect(
    cut(`${'v'.repeat(15)}${'.'.repeat(22)}vv${'.'.repeat(40)}`, 10, 20).map(({ tick, frames, isEnd }) => [tick, frames, isEnd]),
  ).toEqual([
    [0, 10, false],
    [10, 10, false],
    [20, 10, false],
    [30, 5, false],
    [35, 1, false],
    [36, 1, false],
    // They go on.
    [37, 10, false],
    [47, 10, false],
    [57, 2, false],
    [59, 1, false],
    [60, 1, false],
    [61, 1, false],
    [62, 1, false],
    [63, 1, true],
  ]));
