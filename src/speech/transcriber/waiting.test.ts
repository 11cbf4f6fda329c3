/** More is said than can be recognised. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { TestMeeting } from './test-meeting.ts';
import { TestRecogniser } from './test-recogniser.ts';

test('a full queue drops the oldest of whom most waits, counts it, and shows each gap', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, atOnce: 1, behave: () => ({ latencyMs: 60_000 }) });
  const meeting = new TestMeeting(clock, 3, { providers: [provider], mostWaitingMs: 10_000, closingMs: 2_000_000, patienceMs: 100_000 });
  const most = { waitingMs: 0 };
  meeting.transcriber.facts.on('loadChanged', ({ load }) => void (most.waitingMs = Math.max(most.waitingMs, load.waitingMs)));
  await meeting.ticks(1_000, 2);
  await meeting.ticks(500);
  for (let i = 0; i < 10; i++) {
    // One talks without end, the other says a word now and then.
    await meeting.ticks(500, 0, 1);
    await meeting.ticks(2_000, 0);
    await meeting.ticks(600);
  }
  const { load } = meeting.transcriber;
  expect(load.droppedMs).toBeGreaterThan(20_000);
  expect(most.waitingMs).toBeGreaterThan(8_000);
  expect(most.waitingMs).toBeLessThan(10_200);
  const ended = meeting.transcriber[Symbol.asyncDispose]();
  await clock.advance(1_500_000);
  await ended;
  const held = meeting.held();
  const gaps = held.filter(({ state }) => state === 'unheard');
  expect(gaps.every(({ problem }) => problem?.includes('too much was said at once'))).toBe(true);
  // Each has half of the queue, whoever says more: what is left of one is long, of the other much.
  const keptOf = (who: string): number => held.filter(({ speaker, state }) => speaker.speakerId === who && state === 'final').length;
  expect(keptOf('0')).toBeLessThan(keptOf('1'));
  // Each turn is text or a gap: twenty, and the first.
  expect(held).toHaveLength(21);
  // The gaps, with the silence before and after them.
  const gapMs = gaps.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  expect(meeting.transcriber.load.droppedMs).toBeGreaterThanOrEqual(gapMs);
  expect(meeting.transcriber.load.droppedMs).toBeLessThanOrEqual(gapMs + gaps.length * 700);
  for (const who of ['0', '1']) {
    const starts = held.filter(({ speaker }) => speaker.speakerId === who).map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  }
});

test('who talks without end does not keep the others waiting', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, atOnce: 1, behave: () => ({ latencyMs: 4_000 }) });
  const meeting = new TestMeeting(clock, 2, { providers: [provider] });
  // Much of one waits when the other begins.
  for (let i = 0; i < 6; i++) {
    await meeting.ticks(1_000, 0);
    await meeting.ticks(500);
  }
  const beganMs = meeting.atMs;
  await meeting.ticks(500, 1);
  await meeting.ticks(9_000);
  expect(meeting.held().find(({ speaker }) => speaker.speakerId === '1')).toMatchObject({ state: 'final' });
  expect(meeting.transcriber.load.waiting).toBeGreaterThan(0);
  expect(meeting.atMs - beganMs).toBeLessThan(10_000);
  await meeting.end();
});

test('finals of one speaker come in order, though a later one is understood sooner', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, behave: (call) => ({ latencyMs: call === 0 ? 3_000 : 0 }) });
  const meeting = new TestMeeting(clock, 1, { providers: [provider] });
  await meeting.ticks(500, 0);
  await meeting.ticks(500);
  await meeting.ticks(500, 0);
  await meeting.ticks(1_000);
  expect(meeting.held()).toMatchObject([{ state: 'interim' }]);
  await meeting.ticks(3_000);
  expect(meeting.held()).toMatchObject([
    { state: 'final', text: '0:0-24' },
    { state: 'final', text: '0:25-49' },
  ]);
  await meeting.end();
});

test('the load is told at once, and twice a second at most', async () => {
  const clock = virtualClock();
  const meeting = new TestMeeting(clock, 4, { providers: [new TestRecogniser({ clock })] });
  const told: number[] = [];
  meeting.transcriber.facts.on('loadChanged', () => void told.push(clock.now()));
  await meeting.ticks(5_000, 0, 1, 2, 3);
  expect(meeting.transcriber.load).toMatchObject({ ears: 4, speaking: 4 });
  await meeting.end();
  expect(told.length).toBeGreaterThan(1);
  for (const [i, atMs] of told.entries()) if (i > 0) expect(atMs - (told[i - 1] ?? 0)).toBeGreaterThanOrEqual(500);
});
