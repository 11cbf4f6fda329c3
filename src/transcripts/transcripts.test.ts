import { expect, test } from 'vitest';
import { ada, asViewer, grace, mallory, operator } from '../archive/test-archive.ts';
import { silentLog } from '../base/log.ts';
import { corrected } from './corrected.ts';
import { newDesk, said, scribe } from './test-transcripts.ts';

test('what is said is there at once, on disk within a second, and done after a kill', async () => {
  await using desk = await newDesk();
  const recordingId = await desk.entry([ada, grace]);
  const open = await desk.transcripts.begin({ recordingId, language: 'en', madeBy: scribe });
  open.write(said('s1', 'Hello'));
  open.write(said('s2', 'wor', { state: 'interim' }));
  expect((await desk.transcripts.get(operator, recordingId))?.segments.map(({ text }) => text)).toEqual(['Hello']);
  await desk.place.clock.advance(600);
  await desk.again();
  expect(await desk.transcripts.get(asViewer(grace), recordingId)).toMatchObject({
    state: 'done',
    language: 'en',
    madeBy: scribe,
    durationMs: 3_500,
    speakers: [{ speakerId: ada.id, name: ada.name, spokenMs: 1_500, words: 1 }],
    segments: [{ text: 'Hello' }],
  });
  await expect(desk.transcripts.get(asViewer(mallory), recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
});

test('a person is believed before a recogniser, whatever comes later; every revision is kept', async () => {
  await using desk = await newDesk();
  const recordingId = await desk.entry([ada, grace]);
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  const words = [
    { text: 'recognise', startMs: 2_000, endMs: 2_500 },
    { text: 'peach', startMs: 2_500, endMs: 3_000 },
  ];
  open.write(said('s1', 'recognise peach', { words }));
  const told: string[] = [];
  desk.transcripts.facts.on('segment', ({ segment }) => told.push(`${String(segment.revision)} ${segment.text}`));
  // Ada has said it; Grace may read it, and it is not hers.
  await expect(desk.transcripts.correct(asViewer(grace), recordingId, 's1', 'mine')).rejects.toMatchObject({
    code: 'transcripts/not-allowed',
  });
  await expect(desk.transcripts.correct(asViewer(mallory), recordingId, 's1', 'mine')).rejects.toMatchObject({ code: 'archive/unknown' });
  await expect(desk.transcripts.correct(operator, recordingId, 's7', 'mine')).rejects.toMatchObject({ code: 'transcripts/no-segment' });
  const segment = await desk.transcripts.correct(asViewer(ada), recordingId, 's1', ' recognise   speech ');
  expect(segment).toMatchObject({
    revision: 2,
    text: 'recognise speech',
    words: [words[0], { text: 'speech', startMs: 2_500, endMs: 3_500 }],
  });
  open.write(said('s1', 'wreck a nice beach', { revision: 4 }));
  await desk.transcripts.revise(recordingId, [said('s1', 'recognise beach', { revision: 6 })]);
  expect(told.map((each) => each.replace(/^\d+ /, ''))).toEqual(['recognise speech', 'recognise speech', 'recognise speech']);
  await desk.again();
  const kept = await desk.transcripts.get(operator, recordingId);
  expect(kept?.segments).toMatchObject([{ text: 'recognise speech', revision: 7, made: { by: 'person', personId: ada.id } }]);
  const all = await desk.transcripts.revisions(operator, recordingId, 's1');
  expect(all.map(({ text }) => text)).toEqual(['recognise peach', 'wreck a nice beach', 'recognise beach', 'recognise speech']);
});

test('what has no letters is not taken for anything else without any', async () => {
  const words = [
    { text: '-->', startMs: 2_000, endMs: 2_100 },
    { text: 'peach', startMs: 2_500, endMs: 3_000 },
  ];
  const after = corrected(said('s1', '--> peach', { words }), 'my ••• peach', operator);
  expect(after.words?.map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
    ['my', 2_000, 2_250],
    ['•••', 2_250, 2_500],
    ['peach', 2_500, 3_000],
  ]);
});

test('what was there before something was taken out is not among its revisions', async () => {
  await using desk = await newDesk();
  const recordingId = await desk.entry([ada]);
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  const texts = async (): Promise<readonly string[]> => (await desk.transcripts.revisions(operator, recordingId, 's1')).map(({ text }) => text); // prettier-ignore
  open.write(said('s1', 'my card is 4111'));
  open.write(said('s1', 'my card is 4111 1111', { revision: 2 }));
  await open.finish();
  expect(await texts()).toHaveLength(2);
  await desk.transcripts.revise(recordingId, [said('s1', 'my card is [removed]', { revision: 3, isRedacted: true })]);
  expect(await texts()).toEqual(['my card is [removed]']);
  await desk.transcripts.correct(asViewer(ada), recordingId, 's1', 'My card is [removed]');
  expect(await texts()).toEqual(['My card is [removed]']);
  // A second pass that finds nothing to take out does not bring it back.
  await desk.transcripts.revise(recordingId, [said('s2', 'four'), said('s2', 'one', { revision: 2, isRedacted: true }), said('s2', 'won', { revision: 3 })]); // prettier-ignore
  const all = await desk.transcripts.revisions(operator, recordingId, 's2');
  expect(all.map(({ text }) => text)).toEqual(['one', 'won']);
});

test('a speaker is called otherwise in all of it, also in what comes later', async () => {
  await using desk = await newDesk();
  const recordingId = await desk.entry();
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  const speaker = { speakerId: 'participant:7' };
  open.write(said('s1', 'one', { speaker }));
  await desk.transcripts.renameSpeaker(operator, recordingId, 'participant:7', 'The Guest');
  open.write(said('s2', 'two words', { speaker }));
  await open.finish();
  await expect(desk.transcripts.renameSpeaker(operator, recordingId, 'participant:8', 'Nobody')).rejects.toMatchObject({ code: 'transcripts/no-speaker' }); // prettier-ignore
  const kept = await desk.transcripts.get(operator, recordingId);
  expect(kept?.speakers).toEqual([{ speakerId: 'participant:7', name: 'The Guest', spokenMs: 3_000, words: 3 }]);
  expect(kept?.segments.map((each) => each.speaker.name)).toEqual(['The Guest', 'The Guest']);
});

test('a disk that fails is told, and what was said meanwhile is on it when it works again', async () => {
  const disk = { isBroken: false };
  const told: string[] = [];
  await using desk = await newDesk();
  const { facts } = desk.place;
  const failing = { read: facts.read.bind(facts), replace: facts.replace.bind(facts), append: (...of: Parameters<typeof facts.append>) => (disk.isBroken ? Promise.reject(new Error('EIO')) : facts.append(...of)) }; // prettier-ignore
  await desk.again({ facts: failing, log: { ...silentLog, error: (message) => told.push(message) } });
  const recordingId = await desk.entry();
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  disk.isBroken = true;
  open.write(said('s1', 'one'));
  await desk.place.clock.advance(5_000);
  open.write(said('s2', 'two'));
  await expect(open.flush()).rejects.toThrow('EIO');
  expect(told).toEqual(['a transcript cannot be written; it is tried again']);
  expect((await desk.transcripts.get(operator, recordingId))?.segments).toHaveLength(2);
  disk.isBroken = false;
  await desk.place.clock.advance(60_000);
  await desk.again({ facts });
  expect((await desk.transcripts.get(operator, recordingId))?.segments.map(({ text }) => text)).toEqual(['one', 'two']);
  // More than waits for any disk is lost, and that is said.
  disk.isBroken = true;
  await desk.again({ facts: failing, log: { ...silentLog, error: (message) => told.push(message) } });
  disk.isBroken = false;
  const more = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  disk.isBroken = true;
  for (let i = 0; i < 90; i++) more.write(said(`s${String(i)}`, 'x'.repeat(100_000)));
  disk.isBroken = false;
  await expect(more.flush()).rejects.toMatchObject({ code: 'transcripts/behind' });
  expect(told.at(-1)).toContain('some of it is lost');
});

test('nothing of it is readable on the disk, nor when its entry is deleted', async () => {
  await using desk = await newDesk();
  const recordingId = await desk.entry();
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s1', 'Canary words'));
  open.writeTranslation({
    segmentId: 's1',
    revision: 1,
    language: 'es',
    text: 'Canary palabras',
    isFinal: true,
    provider: 'p',
    leftMachine: false,
  });
  await open.finish();
  await desk.again();
  expect(await desk.transcripts.translation(operator, recordingId, 'es')).toMatchObject([{ text: 'Canary palabras' }]);
  expect(await desk.place.filesWith('Canary', 'canary')).toEqual([]);
  await desk.archive.erase(operator, recordingId);
  expect(desk.transcripts.has(recordingId)).toBe(false);
  await expect(desk.transcripts.get(operator, recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
  await expect(desk.transcripts.begin({ recordingId, madeBy: scribe })).rejects.toMatchObject({ code: 'archive/unknown' });
  await desk.again();
  expect(desk.transcripts.has(recordingId)).toBe(false);
});

test('three hours of speech are read at once, and one that is gone on with is one', async () => {
  await using desk = await newDesk();
  const recordingId = await desk.entry();
  const first = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  for (let i = 0; i < 5_000; i++) first.write(said(`s${String(i)}`, `sentence number ${String(i)} of a long meeting`));
  await first.finish();
  const second = await desk.transcripts.begin({ recordingId, language: 'en', madeBy: { id: 'b', name: 'Other' } });
  expect((await desk.transcripts.get(operator, recordingId))?.state).toBe('open');
  second.write(said('s5000', 'the end'));
  await second.finish();
  await desk.again();
  const kept = await desk.transcripts.get(operator, recordingId);
  expect(kept).toMatchObject({ state: 'done', madeBy: scribe, language: 'en', durationMs: 5_000 * 2_000 + 1_500 });
  expect(kept?.segments).toHaveLength(5_001);
});

test('what is to be taken out of it is known after a restart, and where it is gone on with the stricter holds', async () => {
  await using desk = await newDesk();
  const recordingId = await desk.entry();
  const redactOf = async (): Promise<unknown> => (await desk.transcripts.get(operator, recordingId))?.redact;
  await (await desk.transcripts.begin({ recordingId, madeBy: scribe, redact: false })).finish();
  await desk.again();
  expect(await redactOf()).toBe(false);
  await (await desk.transcripts.begin({ recordingId, madeBy: scribe, redact: { rules: ['card'], words: ['canary word'] } })).finish();
  await (await desk.transcripts.begin({ recordingId, madeBy: scribe })).finish();
  await (await desk.transcripts.begin({ recordingId, madeBy: scribe, redact: { rules: ['health'], words: ['acme'] } })).finish();
  await desk.again();
  expect(await redactOf()).toEqual({ rules: ['card', 'health'], words: ['canary word', 'acme'] });
  expect(await desk.place.filesWith('canary word')).toEqual([]);
});
