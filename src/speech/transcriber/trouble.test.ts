/** Everything goes wrong at once, and still all that was said is text or a gap that is shown, once. */
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { FRAME_MS } from '../../media/frame.ts';
import type { Segment } from '../segment.ts';
import { TestMeeting } from './test-meeting.ts';
import { framesIn, TestRecogniser, type Behaviour } from './test-recogniser.ts';

const PEOPLE = 4;

test.each([1, 2, 3, 4])('with recognisers that fail, hang and stop as they like (%i)', async (seed) => {
  const clock = virtualClock();
  const random = seededRandom(seed);
  const upTo = (most: number): number => Math.floor(random.unit() * most);
  const trouble = (): Behaviour => {
    const does = [
      { failAfterMs: upTo(3_000) },
      { hangAfterMs: upTo(3_000) },
      { endAfterMs: upTo(500) },
      { latencyMs: upTo(4_000), sentenceMs: 200 + upTo(2_000) },
      { latencyMs: upTo(1_000) },
      {},
    ];
    return does[upTo(does.length)] ?? {};
  };
  const providers = ['a', 'b', 'c'].map((name) => new TestRecogniser({ clock, name, atOnce: 1 + upTo(2), behave: trouble }));
  const meeting = new TestMeeting(clock, PEOPLE, {
    providers,
    mostWaitingMs: 20_000,
    retryMs: 2_000,
    patienceMs: 2_000,
    closingMs: 300_000,
  });
  /** When each frame was said. */
  const saidAt: number[][] = Array.from({ length: PEOPLE }, () => []);
  const until = Array.from({ length: PEOPLE }, () => 0);
  for (let turn = 0; turn < 60; turn++) {
    const who = upTo(PEOPLE);
    until[who] = Math.max(until[who] ?? 0, meeting.atMs) + 200 + upTo(turn % 10 === 0 ? 800 : 150) * FRAME_MS;
    const nextAt = meeting.atMs + upTo(75) * FRAME_MS;
    while (meeting.atMs < nextAt) {
      const speaking = until.flatMap((ms, each) => (ms > meeting.atMs ? [each] : []));
      for (const each of speaking) saidAt[each]?.push(meeting.atMs);
      await meeting.tick(...speaking);
    }
  }
  await meeting.ticks(1_000);
  await meeting.end();
  await meeting.end();
  const { load } = meeting.transcriber;
  expect(load.failovers).toBeGreaterThan(5);
  const held = meeting.held();
  expect(held.every(({ state }) => state === 'final' || state === 'unheard')).toBe(true);
  for (let who = 0; who < PEOPLE; who++) {
    const own = held.filter(({ speaker }) => speaker.speakerId === String(who));
    const heard = own.filter(({ state }) => state === 'final').flatMap(({ text }) => framesIn(text));
    expect(heard.every(({ speaker }) => speaker === who)).toBe(true);
    const numbers = heard.map(({ number }) => number);
    const once = new Set(numbers);
    expect(once.size).toBe(numbers.length);
    const lost = (saidAt[who] ?? []).flatMap((atMs, number) => (once.has(number) ? [] : [atMs]));
    expect(lost.filter((atMs) => !own.some((segment) => isGapAt(segment, atMs)))).toEqual([]);
  }
});

function isGapAt({ state, startMs, endMs }: Segment, atMs: number): boolean {
  return state === 'unheard' && startMs <= atMs && atMs + FRAME_MS <= endMs;
}
