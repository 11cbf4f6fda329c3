/** Several people speak, and all that they say becomes segments with the right name. */
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { FRAME_MS } from '../../media/frame.ts';
import type { Segment } from '../segment.ts';
import { TestMeeting } from './test-meeting.ts';
import { framesIn, spokenFrame, TestRecogniser } from './test-recogniser.ts';

test('a sentence is shown while it is said, and is final soon after', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock });
  const meeting = new TestMeeting(clock, 1, { providers: [provider], language: 'en-US' });
  await meeting.ticks(1_000);
  await meeting.ticks(2_000, 0);
  expect(meeting.held()).toMatchObject([{ state: 'interim', speaker: { speakerId: '0', name: 'Person 0' }, language: 'en-US' }]);
  await meeting.ticks(460);
  const [segment, ...others] = meeting.held();
  expect(others).toEqual([]);
  expect(segment).toMatchObject({ state: 'final', text: '0:0-99', made: { by: 'recogniser', provider: 'test', pass: 'live' } });
  // With 240 ms before the first word, and the silence that told its end.
  expect(segment).toMatchObject({ startMs: 760, endMs: 3_400 });
  await meeting.end();
  expect(meeting.transcriber.load).toMatchObject({ ears: 0, waiting: 0, droppedMs: 0, heardMs: 2_640, segments: 1, failovers: 0 });
});

test('silence asks nobody for anything', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock });
  const meeting = new TestMeeting(clock, 3, { providers: [provider] });
  await meeting.ticks(20_000);
  await meeting.end();
  expect(provider.calls).toEqual([]);
  expect(meeting.revisions).toEqual([]);
});

test('in 200 turns of six people who interrupt each other, nobody gets the words of another, and no frame is lost or doubled', async () => {
  const clock = virtualClock();
  const random = seededRandom(200);
  const provider = new TestRecogniser({ clock, atOnce: 3, behave: (call) => ({ latencyMs: (call * 37) % 400 }) });
  const meeting = new TestMeeting(clock, 6, { providers: [provider] });
  const until = [0, 0, 0, 0, 0, 0];
  for (let turn = 0; turn < 200; turn++) {
    const who = Math.floor(random.unit() * 6);
    until[who] = Math.max(until[who] ?? 0, meeting.atMs) + 200 + Math.floor(random.unit() * 60) * 20;
    // The next one begins before this one has ended, at the same moment, or after a while.
    const nextAt = meeting.atMs + Math.floor(random.unit() * 50) * 20;
    while (meeting.atMs < nextAt) await meeting.tick(...until.flatMap((ms, each) => (ms > meeting.atMs ? [each] : [])));
  }
  while (Math.max(...until) > meeting.atMs) await meeting.tick(...until.flatMap((ms, each) => (ms > meeting.atMs ? [each] : [])));
  await meeting.end();
  const held = meeting.held();
  const heard: number[][] = Array.from({ length: 6 }, () => []);
  for (const { speaker, state, text } of held) {
    expect(state).toBe('final');
    for (const frame of framesIn(text)) {
      expect(frame.speaker).toBe(Number(speaker.speakerId));
      heard[frame.speaker]?.push(frame.number);
    }
  }
  // In order for each of them, and every frame once.
  for (const [who, frames] of heard.entries()) expect(frames).toEqual(Array.from({ length: meeting.said[who]! }, (_, i) => i));
  expect(provider.most).toBe(3);
  expect(meeting.transcriber.load).toMatchObject({ droppedMs: 0, failovers: 0, waiting: 0 });
});

test('several sentences of one utterance are several segments', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, behave: () => ({ sentenceMs: 1_000 }) });
  const meeting = new TestMeeting(clock, 1, { providers: [provider] });
  await meeting.ticks(2_500, 0);
  await meeting.end();
  expect(meeting.held().map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
    ['0:0-49', 0, 1_000],
    ['0:50-99', 1_000, 2_000],
    ['0:100-124', 2_000, 2_500],
  ]);
});

test('a name that becomes known is in every revision from then on; another person is another speaker', async () => {
  const clock = virtualClock();
  const meeting = new TestMeeting(clock, 1, { providers: [new TestRecogniser({ clock })] });
  await meeting.ticks(500, 0);
  meeting.ears[0]?.rename({ speakerId: '0', name: 'Ana' });
  await meeting.ticks(500, 0);
  meeting.ears[0]?.rename({ speakerId: 'ben', name: 'Ben' });
  await meeting.ticks(500, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([
    { speaker: { speakerId: '0', name: 'Ana' }, text: '0:0-49' },
    { speaker: { speakerId: 'ben', name: 'Ben' }, text: '0:50-74' },
  ]);
});

test('sound that stops coming in the middle of a word is an end', async () => {
  const clock = virtualClock();
  const meeting = new TestMeeting(clock, 1, { providers: [new TestRecogniser({ clock })] });
  await meeting.ticks(500, 0);
  await clock.advance(350);
  expect(meeting.held()).toMatchObject([{ state: 'interim' }]);
  await clock.advance(100);
  expect(meeting.held()).toMatchObject([{ state: 'final', text: '0:0-24' }]);
  await meeting.end();
});

test('where silence comes and then nothing, as of a sender that saves it, both together are the end', async () => {
  const clock = virtualClock();
  const meeting = new TestMeeting(clock, 1, { providers: [new TestRecogniser({ clock })] });
  await meeting.ticks(500, 0);
  await meeting.ticks(380);
  await clock.advance(20);
  expect(meeting.held()).toMatchObject([{ state: 'interim' }]);
  await clock.advance(100);
  expect(meeting.held()).toMatchObject([{ state: 'final', text: '0:0-24' }]);
  // What was only late goes on: nothing of it is lost.
  await meeting.ticks(500, 0);
  await meeting.ticks(380);
  await clock.advance(20);
  await meeting.ticks(500, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([{ text: '0:0-24' }, { text: '0:25-74' }]);
});

test('an ear that ends has told all; ending all waits, and gives up what hangs', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, behave: (call) => (call === 0 ? { latencyMs: 1_500 } : { hangAfterMs: 0 }) });
  const meeting = new TestMeeting(clock, 2, { providers: [provider], closingMs: 5_000 });
  await meeting.ticks(500, 0);
  let hasEnded = false;
  const ended = meeting.ears[0]?.end().then(() => (hasEnded = true));
  await clock.advance(1_400);
  expect(hasEnded).toBe(false);
  await clock.advance(200);
  await ended;
  expect(meeting.held()).toMatchObject([{ state: 'final' }]);
  await meeting.ticks(500, 1);
  await meeting.end();
  expect(meeting.held()).toMatchObject([
    { state: 'final' },
    { state: 'unheard', problem: expect.stringContaining('not text yet') as string },
  ]);
  // Who comes too late is not heard, and nothing breaks.
  meeting.join(0);
  await meeting.ticks(1_000, 0);
  await meeting.ears[0]?.end();
  expect(meeting.held()).toHaveLength(2);
});

test('times are those of the transcript, asked for as each utterance begins; one that cannot be told stops nobody', async () => {
  const clock = virtualClock();
  const meeting = new TestMeeting(clock, 1, { providers: [new TestRecogniser({ clock })] });
  const segments: Segment[] = [];
  const asked: number[] = [];
  const ear = meeting.transcriber.open(
    { speakerId: 'x' },
    {
      onSegment: (segment) => void segments.push(segment),
      timeOf: (atMs) => {
        asked.push(atMs);
        if (asked.length > 1) throw new Error('nobody knows');
        return atMs - 50_000;
      },
    },
  );
  for (const [n, atMs] of [60_000, 80_000].entries()) {
    for (let i = 0; i < 50; i++) {
      ear.push(spokenFrame(5, n * 50 + i), atMs + i * FRAME_MS);
      await clock.advance(FRAME_MS);
    }
  }
  await ear.end();
  await meeting.end();
  expect(asked).toEqual([60_000, 80_000]);
  expect(segments.filter(({ state }) => state === 'final')).toMatchObject([
    { startMs: 10_000, endMs: 11_400, text: '5:0-49' },
    { startMs: 80_000, endMs: 81_000, text: '5:50-99' },
  ]);
});
