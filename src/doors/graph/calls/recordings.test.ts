import { expect, test } from 'vitest';
import { seededRandom } from '../../../base/random.ts';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { Recordings } from './recordings.ts';

test('the oldest recordings go when there are too many bytes', () => {
  const recordings = new Recordings({ clock: virtualClock(), random: seededRandom(1), keptMs: 1000, limitBytes: 25 });
  const kept = [1, 2, 3].map(() => recordings.add('leg', new Uint8Array(10)));
  expect(kept.map(({ recordingId, token }) => recordings.read(recordingId, `Bearer ${token}`))).toEqual([
    'unknown',
    new Uint8Array(10),
    new Uint8Array(10),
  ]);
});

test('a recording opens with its own token alone, in any spelling of Bearer', () => {
  const recordings = new Recordings({ clock: virtualClock(), random: seededRandom(1), keptMs: 1000, limitBytes: 100 });
  const { recordingId, token } = recordings.add('leg', new Uint8Array(10));
  const other = recordings.add('leg', new Uint8Array(10));
  expect(recordings.read(recordingId, `bearer  ${token}`)).toHaveLength(10);
  expect([null, '', token, `Bearer ${other.token}`, `Bearer ${token}x`].map((each) => recordings.read(recordingId, each))).toEqual(
    Array.from({ length: 5 }, () => 'denied'),
  );
});
