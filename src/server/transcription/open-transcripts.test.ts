/** The second look at recordings: by hand and by itself, over a real archive with real speech in it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, asViewer, operator } from '../../archive/test-archive.ts';
import { said, scribe } from '../../transcripts/test-transcripts.ts';
import { SecondLook, segmentsIn, writeInto } from './test-second-look.ts';

let look: SecondLook;
beforeEach(async () => {
  look = await SecondLook.open();
});
afterEach(() => look[Symbol.asyncDispose]());

test('where there was no transcript there is one, in the name of whoever asked, and what was taken out of it is known', async () => {
  const both = await look.transcripts({ redact: { words: ['acme'] } });
  const { recordingId } = await (await look.recording()).finish('over');
  await look.again(both, recordingId, asViewer(ada));
  const kept = await both.bots.get(operator, recordingId);
  expect(kept).toMatchObject({ state: 'done', madeBy: ada, language: 'en', redact: { words: ['acme'] } });
  expect(kept?.segments).toHaveLength(1);
  expect(kept?.segments[0]).toMatchObject({ text: 'my card is ••• at •••', speaker: { speakerId: ada.id, name: ada.name }, made: { pass: 'second' } }); // prettier-ignore
  const spans = await both.bots.redactedSpans(operator, recordingId);
  expect(spans.map(({ speakerId, rule }) => [speakerId, rule])).toEqual(expect.arrayContaining([[ada.id, 'card'], [ada.id, 'word']])); // prettier-ignore
});

test('what was understood live is replaced, and redacted as its bot asked rather than as the house does', async () => {
  const both = await look.transcripts({ redact: { words: ['acme'] } });
  const { recordingId } = await (await look.recording()).finish('over');
  await writeInto(both, recordingId, said('s0', 'my cart', { startMs: 100, endMs: 1_200 }));
  await look.again(both, recordingId);
  expect((await segmentsIn(both, recordingId)).map(({ segmentId, text: now }) => [segmentId, now])).toEqual([['s0', look.text]]);
  expect(await both.bots.redactedSpans(operator, recordingId)).toEqual([]);
  expect((await both.bots.get(operator, recordingId))?.madeBy).toEqual(scribe);
});

test('a gap is filled', async () => {
  const both = await look.transcripts();
  const { recordingId } = await (await look.recording()).finish('over');
  await writeInto(both, recordingId, said('s0', '', { startMs: 100, endMs: 1_200, state: 'unheard', problem: 'nobody listened' }));
  await look.again(both, recordingId);
  expect((await segmentsIn(both, recordingId)).map(({ segmentId, state }) => [segmentId, state])).toEqual([['s0', 'final']]);
});

test('one that fails leaves no transcript where there was none, and can be tried again', async () => {
  const both = await look.transcripts();
  const open = await look.recording();
  expect(await both.ask(open.recordingId, operator)).toMatchObject({ isOwed: false, why: expect.stringContaining('no saved sound') });
  expect(both.bots.has(open.recordingId)).toBe(false);
  await open.finish('over');
  const spoken = look.text;
  look.text = '';
  await expect(look.again(both, open.recordingId)).rejects.toThrow(/1 of 3 tries.*it was killed/);
  expect(both.bots.has(open.recordingId)).toBe(false);
  look.text = spoken;
  await look.again(both, open.recordingId);
  expect(both.bots.has(open.recordingId)).toBe(true);
});

test('when it was said that is taken out is known before the text that lost it is kept: cut off between the two, nothing is missing', async () => {
  const both = await look.transcripts();
  const { recordingId } = await (await look.recording()).finish('over');
  both.bots.revise = () => Promise.reject(new Error('killed'));
  await expect(look.again(both, recordingId)).rejects.toThrow('1 of 3 tries');
  expect((await both.bots.redactedSpans(operator, recordingId)).map(({ rule }) => rule)).toEqual(['card']);
});

test.each(['words', 'sound'] as const)(
  'where it is wanted it comes by itself, once, also when the last to be done is: %s',
  async (last) => {
    const both = await look.transcripts({ isLookedAtAgain: true });
    both.begin();
    const open = await look.recording();
    const { recordingId } = open;
    const words = (): Promise<void> => writeInto(both, recordingId, said('s0', 'my cart', { startMs: 100, endMs: 1_200 }));
    if (last === 'words') await open.finish('over');
    else await words();
    await look.place.clock.advance(5_000);
    expect(look.heard).toBe(0);
    if (last === 'words') await words();
    else await open.finish('over');
    await look.place.clock.advance(60_000);
    expect([look.heard, (await segmentsIn(both, recordingId)).map(({ text: now }) => now)]).toEqual([1, [look.text]]);

    // Neither what is taken out of its sound nor more words bring it back.
    await look.archive.silence(operator, recordingId, [{ personId: ada.id, fromMs: 0, toMs: 200 }]);
    await writeInto(both, recordingId);
    await look.place.clock.advance(60_000);
    expect(look.heard).toBe(1);

    // Nor a further run of the program.
    await look.restart('in good order');
    await look.archive.recover();
    const later = await look.transcripts({ isLookedAtAgain: true });
    later.begin();
    await writeInto(later, recordingId);
    await look.place.clock.advance(60_000);
    expect(look.heard).toBe(1);
  },
);

test('a recording of which nobody keeps a transcript is not looked at by itself, and one that was made by hand is not made twice', async () => {
  const both = await look.transcripts({ isLookedAtAgain: true });
  both.begin();
  const { recordingId } = await (await look.recording()).finish('over');
  await look.place.clock.advance(60_000);
  expect([look.heard, both.bots.has(recordingId)]).toEqual([0, false]);
  await look.again(both, recordingId);
  await look.place.clock.advance(60_000);
  expect(look.heard).toBe(1);
});
