/** Recognisers fail, hang, flap and are missing, and nothing that was said is lost. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { SpeechError } from '../errors.ts';
import { TestMeeting } from './test-meeting.ts';
import { framesIn, TestRecogniser } from './test-recogniser.ts';

test('a provider that is killed in the middle of a sentence loses nothing of it', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', leavesMachine: true, behave: () => ({ failAfterMs: 1_500 }) });
  const second = new TestRecogniser({ clock, name: 'second' });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second] });
  const changed = meeting.transcriber.facts.next('providerChanged');
  await meeting.ticks(1_300, 0);
  const [interim] = meeting.held();
  expect(interim).toMatchObject({ state: 'interim', made: { provider: 'first' } });
  await meeting.ticks(1_700, 0);
  await meeting.ticks(600);
  expect(meeting.held()).toMatchObject([
    // Its sound has left the machine, though in the end somebody here understood it.
    { segmentId: interim?.segmentId, state: 'final', text: '0:0-149', made: { provider: 'second', leftMachine: true } },
  ]);
  expect(meeting.revisions.map(({ segmentId }) => segmentId).every((id) => id === interim?.segmentId)).toBe(true);
  expect(await changed).toMatchObject({
    from: { name: 'first' },
    to: { name: 'second' },
    why: expect.stringContaining('killed') as string,
  });
  expect(meeting.transcriber.provider).toEqual({ name: 'second', leavesMachine: false });
  await meeting.end();
  expect(meeting.transcriber.load.failovers).toBe(1);
});

test.each([0, 700, 5_000])('one that hangs after %i ms of sound is given up, and the next one hears it all', async (hangAfterMs) => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: () => ({ hangAfterMs }) });
  const second = new TestRecogniser({ clock, name: 'second' });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second] });
  await meeting.ticks(3_000, 0);
  await meeting.ticks(20_000);
  await meeting.end();
  expect(meeting.held()).toMatchObject([{ state: 'final', text: '0:0-149', made: { provider: hangAfterMs < 3_000 ? 'second' : 'first' } }]);
});

test('one that flaps is asked ever less often, and is back when it works', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: (call) => (call < 3 ? { failAfterMs: 100 } : {}) });
  const second = new TestRecogniser({ clock, name: 'second' });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second], retryMs: 5_000 });
  const told: string[] = [];
  meeting.transcriber.facts.on('providerChanged', ({ to }) => void told.push(to.name));
  for (let i = 0; i < 60; i++) {
    await meeting.ticks(500, 0);
    await meeting.ticks(500);
  }
  await meeting.end();
  const held = meeting.held();
  expect(held.map(({ text }) => text).flatMap(framesIn)).toHaveLength(60 * 25);
  expect(held.every(({ state }) => state === 'final')).toBe(true);
  expect(told).toEqual(['second', 'first']);
  expect(meeting.transcriber.load.failovers).toBe(3);
  expect(held.at(-1)?.made).toMatchObject({ provider: 'first' });
  // Tried after 5 s, 10 s and 20 s, each a little more or less.
  const made = held.findIndex(({ made: by }) => by.by === 'recogniser' && by.provider === 'first');
  expect(made).toBeGreaterThan(26);
  expect(made).toBeLessThan(46);
});

test('where all fail, the gap is shown with the reason, and what comes after their return is heard', async () => {
  const clock = virtualClock();
  let isDown = true;
  const fails = { failAfterMs: 100 };
  const first = new TestRecogniser({ clock, name: 'first', behave: () => (isDown ? fails : {}) });
  const second = new TestRecogniser({ clock, name: 'second', behave: () => (isDown ? fails : {}) });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second], retryMs: 20_000 });
  await meeting.ticks(1_000, 0);
  await meeting.ticks(1_000);
  expect(meeting.held()).toMatchObject([
    { state: 'unheard', text: '', startMs: 0, endMs: 1_000, problem: expect.stringMatching(/first.*killed.*second.*killed/u) as string },
  ]);
  expect(meeting.transcriber.provider.problem).toMatch(/first.*killed.*second.*killed/u);
  isDown = false;
  await meeting.ticks(40_000);
  await meeting.ticks(1_000, 0);
  await meeting.ticks(1_000);
  expect(meeting.held()).toMatchObject([{ state: 'unheard' }, { state: 'final', text: '0:50-99' }]);
  expect(meeting.transcriber.provider).toEqual({ name: 'first', leavesMachine: false });
  await meeting.end();
});

test('one whose key is wrong is left alone for long; one that is not there is never asked', async () => {
  const clock = virtualClock();
  const missing = new TestRecogniser({ clock, name: 'missing', missing: () => 'it is not installed' });
  const error = new SpeechError('speech/not-allowed', 'the key is not valid');
  const locked = new TestRecogniser({ clock, name: 'locked', behave: () => ({ failAfterMs: 100, error }) });
  const last = new TestRecogniser({ clock, name: 'last' });
  const meeting = new TestMeeting(clock, 1, { providers: [missing, locked, last] });
  for (let i = 0; i < 60; i++) {
    await meeting.ticks(500, 0);
    await meeting.ticks(1_500);
  }
  await meeting.end();
  expect(missing.calls).toHaveLength(0);
  expect(locked.calls).toHaveLength(1);
  expect(meeting.held().flatMap(({ text }) => framesIn(text))).toHaveLength(60 * 25);
});

test('one that does not know the language is passed over', async () => {
  const clock = virtualClock();
  const english = new TestRecogniser({ clock, name: 'english', languages: ['en-US'] });
  const any = new TestRecogniser({ clock, name: 'any' });
  const meeting = new TestMeeting(clock, 1, { providers: [english, any], language: 'es-ES' });
  await meeting.ticks(1_000, 0);
  await meeting.end();
  expect(english.calls).toHaveLength(0);
  expect(any.calls).toMatchObject([{ language: 'es-ES' }]);
});

test('sentences that stood are replaced, not doubled, when the rest is said again', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: () => ({ sentenceMs: 1_000, failAfterMs: 2_400 }) });
  const second = new TestRecogniser({ clock, name: 'second' });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second] });
  await meeting.ticks(2_300, 0);
  const before = meeting.held();
  expect(before.map(({ state }) => state)).toEqual(['final', 'final', 'interim']);
  await meeting.ticks(500, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([{ segmentId: before[0]?.segmentId, state: 'final', text: '0:0-139' }]);
  expect(meeting.revisions.slice(-2)).toMatchObject([
    { segmentId: before[1]?.segmentId, state: 'removed', text: '' },
    { segmentId: before[2]?.segmentId, state: 'removed', text: '' },
  ]);
});

test('what was shown for a while and then not understood is taken back', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: () => ({ failAfterMs: 900 }) });
  const second = new TestRecogniser({ clock, name: 'second', behave: () => ({ understandsNothing: true }) });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second] });
  await meeting.ticks(1_000, 0);
  await meeting.end();
  expect(meeting.revisions[0]).toMatchObject({ state: 'interim' });
  expect(meeting.revisions.at(-1)).toMatchObject({ state: 'removed', text: '', segmentId: meeting.revisions[0]?.segmentId });
});

test('a machine that slept for an hour in the middle of a word blames nobody', async () => {
  const clock = virtualClock();
  const provider = new TestRecogniser({ clock });
  const meeting = new TestMeeting(clock, 1, { providers: [provider] });
  await meeting.ticks(1_000, 0);
  meeting.jump(3_600_000);
  await meeting.ticks(1_000, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([
    { startMs: 0, text: '0:0-49' },
    { startMs: 3_601_000, text: '0:50-99' },
  ]);
  expect(meeting.transcriber.load.failovers).toBe(0);
});

test('with nobody who recognises, each utterance is a gap that says what to do', async () => {
  const clock = virtualClock();
  const meeting = new TestMeeting(clock, 1, { providers: [] });
  await meeting.ticks(1_000, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([{ state: 'unheard', problem: expect.stringContaining('set up a provider') as string }]);
  expect(meeting.transcriber.provider.problem).toContain('set up a provider');
});

test('what is shown does not go back when the next one begins from the beginning', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: () => ({ failAfterMs: 2_000 }) });
  const second = new TestRecogniser({ clock, name: 'second' });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second] });
  await meeting.ticks(3_000, 0);
  await meeting.end();
  const lengths = meeting.revisions.map(({ text }) => framesIn(text).length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
});

test('one that stops listening early has failed, and the next one hears the rest as well', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: () => ({ endAfterMs: 1_000 }) });
  const second = new TestRecogniser({ clock, name: 'second' });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second] });
  await meeting.ticks(3_000, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([{ state: 'final', text: '0:0-149', made: { provider: 'second' } }]);
});

test('one that shows something each time and then dies is asked ever less often all the same', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: () => ({ failAfterMs: 700 }) });
  const second = new TestRecogniser({ clock, name: 'second' });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second] });
  for (let i = 0; i < 100; i++) {
    await meeting.ticks(1_000, 0);
    await meeting.ticks(1_000);
  }
  await meeting.end();
  expect(meeting.held().flatMap(({ text }) => framesIn(text))).toHaveLength(5_000);
  // After 5, 10, 20, 40 and 80 s, more or less.
  expect(first.calls.length).toBeGreaterThan(3);
  expect(first.calls.length).toBeLessThan(8);
});

test('one that could not be looked at is looked at again soon, one that is not installed after a minute', async () => {
  const clock = virtualClock();
  const looks = { busy: [] as number[], absent: [] as number[] };
  const busy = Object.assign(new TestRecogniser({ clock, name: 'busy' }), {
    missing: () => {
      looks.busy.push(clock.now());
      return looks.busy.length < 3 ? Promise.reject(new Error('it was killed')) : Promise.resolve(undefined);
    },
  });
  const absent = new TestRecogniser({ clock, name: 'absent', missing: () => (looks.absent.push(clock.now()), 'it is not installed') });
  const meeting = new TestMeeting(clock, 1, { providers: [busy, absent] });
  await meeting.ticks(1_000, 0);
  await meeting.ticks(61_000);
  await meeting.end();
  expect(looks).toEqual({ busy: [0, 5_000, 10_000], absent: [0, 60_000] });
  expect(meeting.held()).toMatchObject([{ state: 'final', text: '0:0-49', made: { provider: 'busy' } }]);
});

test('one that throws at once, or cannot even say what it needs, is passed over', async () => {
  const clock = virtualClock();
  const throws = Object.assign(new TestRecogniser({ clock, name: 'throws' }), {
    recognise: () => {
      throw new Error('not today');
    },
  });
  const silent = Object.assign(new TestRecogniser({ clock, name: 'silent' }), { missing: () => new Promise<undefined>(() => undefined) });
  const rejects = Object.assign(new TestRecogniser({ clock, name: 'rejects' }), { missing: () => Promise.reject(new Error('no disk')) });
  const last = new TestRecogniser({ clock, name: 'last' });
  const meeting = new TestMeeting(clock, 1, { providers: [throws, silent, rejects, last] });
  await meeting.ticks(1_000, 0);
  await meeting.ticks(20_000);
  await meeting.end();
  expect(meeting.held()).toMatchObject([{ state: 'final', text: '0:0-49', made: { provider: 'last' } }]);
});

test('what one has stood by stays, though the next one began to say it otherwise and died sooner', async () => {
  const clock = virtualClock();
  const first = new TestRecogniser({ clock, name: 'first', behave: () => ({ sentenceMs: 1_000, failAfterMs: 2_400 }) });
  const second = new TestRecogniser({ clock, name: 'second', behave: () => ({ sentenceMs: 600, failAfterMs: 1_400 }) });
  const meeting = new TestMeeting(clock, 1, { providers: [first, second], retryMs: 60_000 });
  await meeting.ticks(3_000, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([
    { state: 'final', text: '0:0-49', made: { provider: 'first' } },
    { state: 'final', text: '0:50-99', made: { provider: 'first' } },
    { state: 'unheard', startMs: 2_000, endMs: 3_000 },
  ]);
});
