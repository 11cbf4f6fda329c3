/** Second passes that are made by themselves: what a kill cuts off, and what fails. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, operator } from '../../archive/test-archive.ts';
import { said } from '../../transcripts/test-transcripts.ts';
import type { BothTranscripts } from './open-transcripts.ts';
import type { PassNews } from './second-passes.ts';
import { SecondLook, segmentsIn, writeInto } from './test-second-look.ts';

const MINUTES = 60_000;
/** Before a recogniser that does not answer is given up. */
const SHORTLY = 2_000;
const live = said('s0', 'my cart', { startMs: 100, endMs: 1_200 });

let look: SecondLook;
let told: PassNews[];
beforeEach(async () => {
  [look, told] = [await SecondLook.open(), []];
});
afterEach(() => look[Symbol.asyncDispose]());

/** A run of the program with second passes, as a house begins it. */
async function run(): Promise<BothTranscripts> {
  const both = await look.transcripts({ isLookedAtAgain: true });
  both.passes.facts.on('changed', (news) => told.push(news));
  both.begin();
  await look.archive.recover();
  return both;
}

/** Saved, with a transcript that is done. */
async function meeting(both: BothTranscripts): Promise<string> {
  const open = await look.recording();
  await writeInto(both, open.recordingId, live);
  await open.finish('over');
  await look.place.clock.advance(SHORTLY);
  return open.recordingId;
}

const texts = async (both: BothTranscripts, id: string): Promise<readonly string[]> => (await segmentsIn(both, id)).map(({ text }) => text);

test.each(['by a kill', 'in good order'] as const)('one that was cut off in the middle %s is made at the next start', async (ended) => {
  look.text = undefined;
  const first = await run();
  const recordingId = await meeting(first);
  expect([look.heard, told, await texts(first, recordingId)]).toEqual([1, [{ recordingId, done: 0 }], ['my cart']]);

  await look.restart(ended);
  look.text = 'my card';
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, await texts(second, recordingId)]).toEqual([2, ['my card']]);
  expect(told.at(-1)).toEqual({ recordingId, done: 1 });

  await look.restart('by a kill');
  await run();
  await look.place.clock.advance(MINUTES);
  expect(look.heard).toBe(2);
});

test('of a meeting in which the program was killed as well', async () => {
  const first = await run();
  const open = await look.recording();
  const words = await first.bots.begin({ recordingId: open.recordingId, madeBy: ada });
  words.write(live);
  await words.flush();
  await open.flush();
  await look.restart('by a kill');
  look.text = 'my card';
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, await texts(second, open.recordingId)]).toEqual([1, ['my card']]);
});

test('where it was owed, and had not begun, when the program was killed', async () => {
  look.text = 'my card';
  // Nobody begins it: as if the program was killed right after the recording was saved.
  const recordingId = await meeting(await look.transcripts({ isLookedAtAgain: true }));
  await look.restart('by a kill');
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, await texts(second, recordingId)]).toEqual([1, ['my card']]);
});

test('one of which all was kept is not made again where the program was killed before that was noted', async () => {
  const both = await run();
  look.text = 'my card';
  const { passes } = both.bots;
  const note = passes.note.bind(passes);
  passes.note = (id, step, failure) => (step === 'done' ? Promise.reject(new Error('killed')) : note(id, step, failure));
  const recordingId = await meeting(both);
  expect(await texts(both, recordingId)).toEqual(['my card']);
  await look.restart('by a kill');
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, second.bots.passes.of(recordingId)?.isOver]).toEqual([1, true]);
});

test('what kills the program each time is tried three times, and then a person is told', async () => {
  look.text = undefined;
  const recordingId = await meeting(await run());
  for (const heard of [2, 3, 3]) {
    await look.restart('by a kill');
    told = [];
    await run();
    await look.place.clock.advance(SHORTLY);
    expect(look.heard).toBe(heard);
  }
  expect(told).toMatchObject([{ recordingId, done: 0, problem: expect.stringContaining('the program ended in the middle of it') }]);
});

test('an end in good order is no try', async () => {
  look.text = undefined;
  const recordingId = await meeting(await run());
  for (let restarts = 1; restarts <= 5; restarts++) {
    await look.restart('in good order');
    const both = await run();
    await look.place.clock.advance(SHORTLY);
    expect([look.heard, both.bots.passes.of(recordingId)?.tries]).toEqual([1 + restarts, 1]);
  }
});

test('one that fails is tried three times, at a growing distance, and it is told why; by hand it can be made at any time', async () => {
  look.text = '';
  const both = await run();
  const recordingId = await meeting(both);
  await look.place.clock.advance(MINUTES);
  const problems = (): readonly string[] => told.flatMap(({ problem }) => problem ?? []);
  expect([look.heard, problems().length]).toEqual([1, 1]);
  expect(problems()[0]).toMatch(/1 of 3 tries.*it is tried again later.*it was killed/);
  await look.place.clock.advance(10 * MINUTES);
  expect([look.heard, problems().length]).toEqual([2, 2]);
  expect(both.passes.givenUp.count).toBe(0);
  await look.place.clock.advance(90 * MINUTES);
  expect([look.heard, problems().length, both.passes.givenUp.count]).toEqual([3, 3, 1]);
  expect(problems()[2]).toMatch(/3 of 3 tries.*it is not tried again by itself/);
  await look.place.clock.advance(24 * 60 * MINUTES);
  expect([look.heard, await texts(both, recordingId)]).toEqual([3, ['my cart']]);

  // Nor at the next start, and there it is still told.
  await look.restart('in good order');
  told = [];
  const later = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, later.passes.givenUp.count, problems().length]).toEqual([3, 1, 1]);
  expect(problems()[0]).toMatch(/could be turned into text: better: it was killed\. When that is mended/);
  expect(later.passes.givenUp.why).toMatch(/it was killed$/);
  look.text = 'my card';
  await look.again(later, recordingId);
  expect([later.passes.givenUp.count, await texts(later, recordingId)]).toEqual([0, ['my card']]);
});

test('they are made one after the other', async () => {
  look.text = undefined;
  const both = await run();
  const [first, second] = [await meeting(both), await meeting(both)];
  expect([look.heard, told.map(({ recordingId }) => recordingId)]).toEqual([1, [first]]);
  await look.restart('by a kill');
  [look.text, told] = ['my card', []];
  const later = await run();
  await look.place.clock.advance(MINUTES);
  expect(told.map(({ recordingId, done }) => [recordingId, done])).toEqual([[first, 0], [first, 1], [second, 0], [second, 1]]); // prettier-ignore
  expect(await texts(later, second)).toEqual(['my card']);
});

test('of a recording that is deleted meanwhile nothing is owed', async () => {
  look.text = undefined;
  const both = await run();
  const recordingId = await meeting(both);
  await look.restart('by a kill');
  await look.archive.erase(operator, recordingId);
  told = [];
  const later = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, told, later.bots.passes.owed()]).toEqual([1, [], []]);
});
