import { expect, test } from 'vitest';
import { sine } from '../../media/tones.ts';
import { Ear } from './ear.ts';
import type { Heard } from './heard.ts';
import { pictureOf } from './picture-of-sound.ts';

const piece = (text: string, fromMs: number, toMs: number, rest: Partial<Heard> = {}): Heard => ({
  text,
  full: text,
  by: 'bot',
  fromMs,
  toMs,
  isOver: true,
  isWhole: true,
  gainDb: 0,
  gaps: [],
  likeness: 1,
  ...rest,
});

function earWith(...spans: readonly (readonly [fromMs: number, ms: number, amplitude: number])[]): Ear {
  const ear = new Ear();
  for (const [fromMs, ms, amplitude] of spans) ear.take(fromMs, sine({ hertz: [440], ms }, amplitude));
  return ear;
}

test('the level, the seconds, the words and how they ended stand below one another', () => {
  const ear = earWith([1_000, 2_000, 0.3], [5_000, 1_000, 0.01]);
  const heard = [piece('Welcome to us.', 1_000, 3_000), piece('Please…', 5_000, 6_000, { isWhole: false })];
  const keys = [{ key: '4', fromMs: 7_000, toMs: 7_100 }];
  expect(pictureOf(ear, { fromMs: 0, toMs: 8_000, heard, keys, width: 64 })).toBe(
    [
      '        ████████████████                ▃▃▃▃▃▃▃▃',
      '0s······1s······2s······3s······4s······5s······6s······7s······',
      '        |Welcome to us.                 |Please✂        [4]',
    ].join('\n'),
  );
});

test('texts at the same time stand in lines of their own, shortened, and marked where something was lost', () => {
  const heard = [
    piece('A rather long sentence', 0, 2_000, { gaps: [{ fromMs: 500, toMs: 600 }] }),
    piece('Another', 1_000, 2_000, { isOver: false, isWhole: false }),
  ];
  const lines = pictureOf(earWith([0, 2_000, 0.3]), { fromMs: 0, toMs: 2_000, heard, width: 20 }).split('\n');
  expect(lines.slice(2)).toEqual(['|A rather long sen…×', '          |Another …']);
});

test('silence is an empty line over the seconds, and it never gets wider than it may', () => {
  const picture = pictureOf(new Ear(), { fromMs: 60_000, toMs: 660_000, heard: [piece('Late', 659_000, 661_000)] });
  const lines = picture.split('\n');
  expect(lines[0]).toBe('');
  expect(lines[1]).toMatch(/^·+120s·+240s·+/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
});
