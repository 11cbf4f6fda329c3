/** A meeting that lasts a day: silence costs nothing, and near its end everybody is heard as at its beginning. */
import { expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import { toneMs } from '../media/goertzel.ts';
import { joined } from '../media/tones.ts';
import { TestMeeting, type Plan } from './test-meeting.ts';

const DAY_MS = 86_400_000;
const PEOPLE = 20;

test('a day in which nobody speaks takes no ticks, and loses nobody', async () => {
  const clock = virtualClock();
  await using meeting = await TestMeeting.open({ clock, people: PEOPLE });
  await meeting.hold({ ms: DAY_MS, pieces: 0, pieceMs: 0 });
  expect([await meeting.ticks(), meeting.heardMs, meeting.lost]).toEqual([0, 0, []]);
});

// Two minutes of speech; bench/lab-day.ts holds the same day with an hour of it.
test.each([
  ['l16', { ms: DAY_MS, pieces: 6, pieceMs: 20_000 }],
  ['opus', { ms: DAY_MS, pieces: 3, pieceMs: 4_000 }],
] as const)('in a day with little speech each piece is heard whole and in time, the last as the first (%s)', async (codec, plan) => {
  const clock = virtualClock();
  const ears = [0, 1].map(() => ({ sounds: [] as { sound: Int16Array; atMs: number }[] }));
  const hear = (ear: number) => (sound: Int16Array, atMs: number) => void ears[ear]?.sounds.push({ sound: sound.slice(), atMs });
  await using meeting = await TestMeeting.open({ clock, people: PEOPLE, codec, hear: { 18: hear(0), 19: hear(1) } });
  const fromMs = clock.now();
  await meeting.hold(plan);
  expect(meeting.lost).toEqual([]);
  for (const { sounds } of ears) {
    for (const piece of [0, plan.pieces - 1]) {
      const begins = fromMs + (piece * plan.ms) / plan.pieces;
      const near = sounds.filter(({ atMs }) => atMs > begins - 60_000 && atMs < begins + 60_000);
      expect(Math.abs((near[0]?.atMs ?? 0) - begins)).toBeLessThan(200);
      const heardMs = toneMs(joined(near.map(({ sound }) => sound)), meeting.pitchOf(piece));
      expect(Math.abs(heardMs - plan.pieceMs)).toBeLessThan(150);
    }
  }
  expect(await meeting.ticks()).toBeLessThan(ticksOfSpeech(plan) * 1.2);
});

function ticksOfSpeech({ pieces, pieceMs }: Plan): number {
  return (pieces * pieceMs) / 20;
}
