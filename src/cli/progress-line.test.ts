import { expect, test } from 'vitest';
import { ProgressLine } from './progress-line.ts';

type Told = { readonly lines: string[]; at: (ms: number, share: number | undefined, what?: string) => void; readonly line: ProgressLine };

function told(isTerminal: boolean): Told {
  let now = 0;
  const lines: string[] = [];
  const line = new ProgressLine({ write: (text) => lines.push(text), isTerminal, clock: { now: () => now } });
  const at = (ms: number, share: number | undefined, what = 'model'): void => {
    now = ms;
    line.tell(what, share, () => `${what} ${share === undefined ? '?' : String(share)}`);
  };
  return { lines, at, line };
}

test('in a terminal one line is written over itself, no more than ten times a second, and taken away', () => {
  const { lines, at, line } = told(true);
  for (let ms = 0; ms <= 1_000; ms += 10) at(ms, ms / 1_000);
  expect(lines).toHaveLength(11);
  expect(lines[0]).toBe('\r\u001b[K  model 0');
  expect(lines.at(-1)).toBe('\r\u001b[K  model 1');
  line.end();
  expect(lines.at(-1)).toBe('\r\u001b[K');
  line.end();
  expect(lines).toHaveLength(12);
});

test('elsewhere each tenth has a plain line, once', () => {
  const { lines, at, line } = told(false);
  for (let i = 0; i <= 100; i++) at(i, i / 100);
  line.end();
  expect(lines).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((each) => `  model ${String(each / 100)}\n`));
});

test('elsewhere what is slow, or of unknown size, has a line each ten seconds', () => {
  const { lines, at } = told(false);
  for (let ms = 0; ms <= 30_000; ms += 500) at(ms, undefined);
  expect(lines).toEqual(['  model ?\n', '  model ?\n', '  model ?\n']);
});

test('the next file begins anew', () => {
  const { lines, at } = told(false);
  at(0, 1, 'one');
  at(0, 0.05, 'two');
  at(0, 1, 'two');
  expect(lines).toEqual(['  one 1\n', '  two 1\n']);
});
