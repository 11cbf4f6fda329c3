/** Second passes that somebody asks for by hand: owed from then on, whatever happens to the program; refused where they make no sense. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, asViewer, operator } from '../../archive/test-archive.ts';
import { said } from '../../transcripts/test-transcripts.ts';
import type { BothTranscripts, OpenTranscriptsOptions } from './open-transcripts.ts';
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

/** A run of the program that makes none by itself, unless told otherwise. */
async function run(changed: Partial<OpenTranscriptsOptions> = {}): Promise<BothTranscripts> {
  const both = await look.transcripts(changed);
  both.passes.facts.on('changed', (news) => told.push(news));
  both.begin();
  await look.archive.recover();
  return both;
}

/** Saved; with a transcript that is done, where there is to be one. */
async function meeting(both: BothTranscripts, { isWritten }: { readonly isWritten: boolean }): Promise<string> {
  const open = await look.recording();
  if (isWritten) await writeInto(both, open.recordingId, live);
  await open.finish('over');
  return open.recordingId;
}

const texts = async (both: BothTranscripts, id: string): Promise<readonly string[]> => (await segmentsIn(both, id)).map(({ text }) => text);

async function asked(both: BothTranscripts, recordingId: string): Promise<void> {
  expect(await both.ask(recordingId, asViewer(ada))).toEqual({ isOwed: true });
}

test.each([
  ['by a kill', true],
  ['by a kill', false],
  ['in good order', true],
  ['in good order', false],
] as const)('one that was cut off in the middle %s is made at the next start (with a transcript before: %s)', async (ended, isWritten) => {
  look.text = undefined;
  const first = await run();
  const recordingId = await meeting(first, { isWritten });
  await asked(first, recordingId);
  await look.place.clock.advance(SHORTLY);
  expect([look.heard, first.bots.has(recordingId)]).toEqual([1, isWritten]);

  await look.restart(ended);
  [look.text, told] = ['my card', []];
  const second = await run();
  // Pages are told before it has its turn.
  expect(told[0]).toEqual({ recordingId, done: 0 });
  await look.place.clock.advance(MINUTES);
  expect([look.heard, await texts(second, recordingId)]).toEqual([2, ['my card']]);
  expect(told.at(-1)).toEqual({ recordingId, done: 1 });

  await look.restart('by a kill');
  told = [];
  await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, told]).toEqual([2, []]);
});

test('it is owed as soon as the answer is there, before anything of it is done', async () => {
  const first = await run();
  const recordingId = await meeting(first, { isWritten: false });
  const { passes } = first.bots;
  const note = passes.note.bind(passes);
  passes.note = (id, step, failure) => (step === 'began' ? Promise.reject(new Error('killed')) : note(id, step, failure));
  await asked(first, recordingId);
  expect(told).toEqual([{ recordingId, done: 0 }]);
  await look.restart('by a kill');
  look.text = 'my card';
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, await texts(second, recordingId)]).toEqual([1, ['my card']]);
});

test('that there was a second pass before does not make it done', async () => {
  look.text = 'my cat';
  const first = await run();
  const recordingId = await meeting(first, { isWritten: true });
  await look.again(first, recordingId);
  expect(await texts(first, recordingId)).toEqual(['my cat']);
  look.text = undefined;
  await asked(first, recordingId);
  await look.place.clock.advance(SHORTLY);
  await look.restart('by a kill');
  look.text = 'my card';
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, await texts(second, recordingId)]).toEqual([3, ['my card']]);
});

test('what kills the program each time is tried three times; asked for again it is tried anew', async () => {
  look.text = undefined;
  const first = await run();
  const recordingId = await meeting(first, { isWritten: false });
  await asked(first, recordingId);
  await look.place.clock.advance(SHORTLY);
  for (const heard of [2, 3, 3]) {
    await look.restart('by a kill');
    told = [];
    await run();
    await look.place.clock.advance(SHORTLY);
    expect(look.heard).toBe(heard);
  }
  expect(told).toMatchObject([{ recordingId, problem: expect.stringContaining('the program ended in the middle of it') }]);
  await look.restart('by a kill');
  const last = await run();
  expect(last.passes.givenUp.count).toBe(1);
  look.text = 'my card';
  await look.again(last, recordingId);
  expect([last.passes.givenUp.count, await texts(last, recordingId)]).toEqual([0, ['my card']]);
});

test('one that fails is tried three times, at a growing distance; asked for meanwhile, the distance begins anew', async () => {
  look.text = '';
  const both = await run();
  const recordingId = await meeting(both, { isWritten: true });
  await asked(both, recordingId);
  await look.place.clock.advance(MINUTES);
  expect([look.heard, told.at(-1)?.problem]).toEqual([1, expect.stringMatching(/1 of 3 tries/)]);
  await asked(both, recordingId);
  await look.place.clock.advance(4.5 * MINUTES);
  expect([look.heard, told.at(-1)?.problem]).toEqual([2, expect.stringMatching(/1 of 3 tries/)]);
  await look.place.clock.advance(2 * MINUTES);
  expect([look.heard, told.at(-1)?.problem]).toEqual([3, expect.stringMatching(/2 of 3 tries/)]);
  await look.place.clock.advance(90 * MINUTES);
  await look.place.clock.advance(24 * 60 * MINUTES);
  expect([look.heard, told.at(-1)?.problem]).toEqual([4, expect.stringMatching(/3 of 3 tries/)]);
});

test('a second one is not begun while one is under way, whoever wanted that', async () => {
  look.text = undefined;
  const both = await run({ isLookedAtAgain: true });
  const recordingId = await meeting(both, { isWritten: false });
  const answers = await Promise.all([both.ask(recordingId, operator), both.ask(recordingId, operator)]);
  expect(answers).toEqual([{ isOwed: true }, { isOwed: false, why: 'This recording is being listened to already.' }]);
  const other = await meeting(both, { isWritten: true });
  await look.place.clock.advance(SHORTLY);
  expect([look.heard, await both.ask(other, operator)]).toMatchObject([2, { isOwed: false, why: expect.stringContaining('already') }]);
});

test('why it makes no sense is answered, and nothing is owed then', async () => {
  const both = await run();
  const open = await look.recording();
  const { recordingId } = open;
  const refused = async (with_: BothTranscripts = both): Promise<string> => {
    const answer = await with_.ask(recordingId, operator);
    return answer.isOwed ? 'it is owed' : answer.why;
  };
  expect(await refused()).toMatch(/no saved sound/);
  const words = await both.bots.begin({ recordingId, madeBy: ada });
  await open.finish('over');
  expect(await refused()).toMatch(/still being written down/);
  await words.finish();
  await look.archive.hold(operator, recordingId, 'court');
  expect(await refused()).toMatch(/held/);
  await look.archive.release(operator, recordingId);
  look.missing = 'better is not installed: apt-get install better';
  expect(await refused()).toMatch(/Nobody here can listen.*apt-get install better/);
  expect(await refused(await look.transcripts({ better: [] }))).toMatch(/transcription\.recognisers/);
  expect([both.bots.passes.owed(), look.heard, told]).toEqual([[], 0, []]);
  await look.archive.erase(operator, recordingId);
  expect(await refused()).toMatch(/gone/);
});

test('one whose recording is held meanwhile waits until it is let go of', async () => {
  look.text = undefined;
  const first = await run();
  const recordingId = await meeting(first, { isWritten: true });
  await asked(first, recordingId);
  await look.place.clock.advance(SHORTLY);
  await look.restart('by a kill');
  await look.archive.hold(operator, recordingId, 'court');
  look.text = 'my card';
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, told.at(-1)?.problem]).toEqual([1, expect.stringContaining('held')]);
  await look.archive.release(operator, recordingId);
  await look.place.clock.advance(MINUTES);
  expect([look.heard, await texts(second, recordingId)]).toEqual([2, ['my card']]);
});

test('of a recording that is deleted meanwhile nothing is owed, also where it had no transcript', async () => {
  look.text = undefined;
  const first = await run();
  const recordingId = await meeting(first, { isWritten: false });
  await asked(first, recordingId);
  await look.place.clock.advance(SHORTLY);
  await look.restart('by a kill');
  await look.archive.erase(operator, recordingId);
  told = [];
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, told, second.bots.passes.owed()]).toEqual([1, [], []]);
});

test('what a configuration owed that is no more is not made; what was asked for is', async () => {
  const first = await look.transcripts({ isLookedAtAgain: true });
  const recordingId = await meeting(first, { isWritten: true });
  await look.restart('by a kill');
  const second = await run();
  await look.place.clock.advance(MINUTES);
  expect([look.heard, second.bots.passes.owed()]).toEqual([0, [recordingId]]);
  await look.again(second, recordingId);
  expect([look.heard, second.bots.passes.owed()]).toEqual([1, []]);
});

test('why it failed is still known after a restart, without anybody’s name', async () => {
  look.text = '';
  look.failure = `it was killed by ${ada.name} at once`;
  const first = await run();
  const recordingId = await meeting(first, { isWritten: true });
  await asked(first, recordingId);
  await look.place.clock.advance(120 * MINUTES);
  await look.restart('by a kill');
  told = [];
  const second = await run();
  expect(told.at(-1)?.problem).toMatch(/3 of 3 tries.*better: it was killed by … at once\. When that is mended/);
  expect(second.passes.givenUp).toEqual({ count: 1, why: expect.stringContaining('it was killed by … at once') });
});
