import { expect, test } from 'vitest';
import type { LegState } from './call.ts';
import { mayFollow } from './leg-steps.ts';

const all: readonly LegState[] = [
  'calling', 'ringing', 'connecting', 'connected', 'transferring', 'transferAccepted', 'redirecting', 'ended',
]; // prettier-ignore

const arrows: ReadonlySet<string> = new Set([
  'calling → connecting',
  'ringing → connecting',
  'ringing → redirecting',
  'connecting → connected',
  'connected → transferring',
  'transferring → connecting',
  'transferring → connected',
  'transferring → transferAccepted',
  'transferAccepted → connected',
  ...all.filter((state) => state !== 'ended').map((state) => `${state} → ended`),
]);

test.each(all.flatMap((from) => all.map((to) => [from, to] as const)))('%s → %s', (from, to) => {
  expect(mayFollow(from, to)).toBe(arrows.has(`${from} → ${to}`));
});
