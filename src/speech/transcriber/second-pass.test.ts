/** A recording is listened to again. */
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import { FRAME_MS } from '../../media/frame.ts';
import type { Segment } from '../segment.ts';
import { secondPass, type SecondPassOptions } from './second-pass.ts';
import { makeRedactor } from '../redaction/redactor.ts';
import { framesIn, spokenFrame, TestRecogniser } from './test-recogniser.ts';
import { TestMeeting } from './test-meeting.ts';

type Frame = { readonly track: number; readonly atMs: number; readonly samples: Int16Array };

/** Two who take turns of 2 s, with a second of nothing after each. */
function recorded(turns: number): Frame[] {
  const frames: Frame[] = [];
  for (let turn = 0; turn < turns; turn++) {
    for (let i = 0; i < 100; i++)
      frames.push({ track: turn % 2, atMs: turn * 3_000 + i * FRAME_MS, samples: spokenFrame(turn % 2, Math.floor(turn / 2) * 100 + i) });
  }
  return frames;
}

const of = async function* (frames: readonly Frame[]): AsyncGenerator<Frame> {
  yield* frames;
};

/** What was understood live of it: nothing of what the second one said. */
async function liveOf(turns: number): Promise<Segment[]> {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, atOnce: 1, behave: (call) => (call % 2 ? { failAfterMs: 100 } : {}) });
  const meeting = new TestMeeting(clock, 2, { providers: [provider], retryMs: 60_000 });
  for (let turn = 0; turn < turns; turn++) {
    await meeting.ticks(2_000, turn % 2);
    await meeting.ticks(1_000);
    // Long enough for it to be tried again.
    await clock.advance(200_000);
  }
  await meeting.end();
  return meeting.held();
}

type Passed = { readonly clock: VirtualClock; readonly provider: TestRecogniser; readonly options: SecondPassOptions };

function passOver(sound: AsyncIterable<Frame>, changes: Partial<SecondPassOptions> = {}): Passed {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, name: 'better', atOnce: 2, behave: () => ({ latencyMs: 1_000 }) });
  const speakerOf = (track: number): { speakerId: string; name: string } => ({ speakerId: String(track), name: `Person ${String(track)}` });
  const options = { clock, random: seededRandom(9), providers: [provider], sound, speakerOf, live: [], durationMs: 60_000, ...changes };
  return { clock, provider, options };
}

test('everything is heard again, gaps are filled, and each keeps its id', async () => {
  const live = await liveOf(6);
  expect(live.map(({ state }) => state)).toEqual(['final', 'unheard', 'final', 'unheard', 'final', 'unheard']);
  const done: number[] = [];
  const { clock, provider, options } = passOver(of(recorded(6)), {
    live,
    durationMs: 18_000,
    onProgress: (share) => void done.push(share),
  });
  const passing = secondPass(options);
  await clock.advance(60_000);
  const { replaced, added, removed } = await passing;
  expect([added, removed]).toEqual([[], []]);
  const inOrder = replaced.toSorted((a, b) => a.startMs - b.startMs);
  expect(inOrder.map(({ segmentId, revision }) => [segmentId, revision])).toEqual(
    live.map(({ segmentId, revision }) => [segmentId, revision + 1]),
  );
  for (const [turn, { text, speaker, made, state }] of inOrder.entries()) {
    expect(speaker).toEqual({ speakerId: String(turn % 2), name: `Person ${String(turn % 2)}` });
    expect(framesIn(text)).toHaveLength(100);
    expect([state, made]).toEqual(['final', { by: 'recogniser', provider: 'better', pass: 'second', leftMachine: false }]);
  }
  expect(provider.most).toBe(2);
  expect(done.at(-1)).toBe(1);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
});

test('a long recording is read no faster than it is recognised', async () => {
  let read = 0;
  let mostAheadMs = 0;
  const counted = async function* (): AsyncGenerator<Frame> {
    for (const frame of recorded(100)) {
      read++;
      yield frame;
    }
  };
  const { clock, provider, options } = passOver(counted(), { durationMs: 300_000 });
  const passing = secondPass(options);
  for (let i = 0; i < 200; i++) {
    await clock.advance(500);
    const heard = provider.calls.reduce((sum, { frames }) => sum + frames.filter(Boolean).length, 0);
    mostAheadMs = Math.max(mostAheadMs, (read - heard) * FRAME_MS);
  }
  const { added } = await passing;
  expect(added).toHaveLength(100);
  expect(mostAheadMs).toBeGreaterThan(20_000);
  expect(mostAheadMs).toBeLessThan(45_000);
});

test('one that is broken off changes nothing and leaves nothing behind', async () => {
  const controller = new AbortController();
  const { clock, provider, options } = passOver(of(recorded(100)), { signal: controller.signal });
  const passing = secondPass(options);
  const failed = expect(passing).rejects.toThrow('not any more');
  await clock.advance(3_000);
  controller.abort(new Error('not any more'));
  await clock.advance(1_000);
  await failed;
  const calls = provider.calls.length;
  await clock.advance(60_000);
  expect(provider.calls).toHaveLength(calls);
});

test('a track of nobody is left alone, and a recording that cannot be read is told', async () => {
  const none = passOver(of(recorded(4)), { speakerOf: (track) => (track === 0 ? undefined : { speakerId: 'ben' }) });
  const passing = secondPass(none.options);
  await none.clock.advance(20_000);
  expect((await passing).added.map(({ speaker, text }) => [speaker.speakerId, text])).toEqual([
    ['ben', '1:0-99'],
    ['ben', '1:100-199'],
  ]);
  const broken = async function* (): AsyncGenerator<Frame> {
    yield* recorded(1);
    throw new Error('the disk is gone');
  };
  const other = passOver(broken());
  const failed = expect(secondPass(other.options)).rejects.toThrow('the disk is gone');
  await other.clock.advance(20_000);
  await failed;
});

test('what was taken out is told, to the last of it, and so is why nothing became text', async () => {
  const redacted = passOver(of(recorded(2)), { redactor: makeRedactor({ words: ['1:0-99'] }) });
  const passing = secondPass(redacted.options);
  await redacted.clock.advance(20_000);
  const { spans, added, problem } = await passing;
  expect(spans).toMatchObject([{ speakerId: '1', rule: 'word' }]);
  expect([added.map(({ text }) => text).sort(), problem]).toEqual([['0:0-99', '•••'], undefined]);
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock, behave: () => ({ failAfterMs: 100 }) });
  const failing = secondPass({ ...passOver(of(recorded(2))).options, clock, providers: [provider] });
  await clock.advance(2_000_000);
  expect((await failing).problem).toContain('test was killed');
});
