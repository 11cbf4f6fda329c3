/** What people type by hand is redacted as what was said is. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, asViewer, grace, operator } from '../archive/test-archive.ts';
import type { TranscriptAbout } from './port.ts';
import { newDesk, said, scribe, type Desk } from './test-transcripts.ts';

let desk: Desk;
let recordingId: string;
beforeEach(async () => {
  desk = await newDesk({ redact: { words: ['canary word'] } });
  recordingId = await desk.entry([ada, grace]);
});
afterEach(() => desk[Symbol.asyncDispose]());

const OTHER = { speakerId: grace.id, name: grace.name };

async function written(texts: readonly string[], begun: Partial<TranscriptAbout> = {}): Promise<void> {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe, ...begun });
  texts.forEach((text, index) => open.write(said(`s${String(index)}`, text)));
  await open.finish();
}

const texts = async (): Promise<readonly string[]> =>
  ((await desk.transcripts.get(operator, recordingId))?.segments ?? []).map(({ text }) => text);

/** All that is told, searched for, or lies in the audit log. */
async function everywhere(): Promise<string> {
  const ids = ['s0', 's1', 's2'];
  const revisions = await Promise.all(ids.map((id) => desk.transcripts.revisions(operator, recordingId, id).catch(() => [])));
  const [vtt, json] = [await desk.transcripts.export(operator, recordingId, 'vtt'), await desk.transcripts.export(operator, recordingId, 'json')]; // prettier-ignore
  return JSON.stringify([revisions, vtt, json, await desk.archive.trail(operator, recordingId)]);
}

test('a card number, or a listed word, is not kept where somebody types it into a correction', async () => {
  await written(['my card is •••', 'it belongs to nobody']);
  const told: string[] = [];
  desk.transcripts.facts.on('segment', ({ segment }) => told.push(segment.text));
  const first = await desk.transcripts.correct(asViewer(ada), recordingId, 's0', 'It is 4111 1111 1111 1111, my card');
  expect(first).toMatchObject({ text: 'It is •••, my card', isRedacted: true, made: { by: 'person', personId: ada.id } });
  await desk.transcripts.correct(operator, recordingId, 's1', 'it belongs to the Canary Word');
  expect(told).toEqual(['It is •••, my card', 'it belongs to the •••']);
  await desk.again();
  expect(await texts()).toEqual(['It is •••, my card', 'it belongs to the •••']);
  expect(await everywhere()).not.toMatch(/1111|canary word/i);
});

test('the words of what is typed lose it as well, and the sound can lose it where it was said', async () => {
  const words = ['my', 'cart', 'is', 'new'].map((text, index) => ({ text, startMs: index * 400, endMs: index * 400 + 400 }));
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s0', 'my cart is new', { words, endMs: 1_600 }));
  await open.finish();
  const segment = await desk.transcripts.correct(operator, recordingId, 's0', 'my card is 4111 1111 1111 1111');
  expect(segment.words?.map(({ text }) => text)).toEqual(['my', 'card', 'is', '•••']);
  expect(await desk.transcripts.redactedSpans(operator, recordingId)).toEqual([
    { speakerId: ada.id, startMs: 1_120, endMs: 1_680, rule: 'card' },
  ]);
});

test('typing back what was taken out changes nothing', async () => {
  await written(['my card is •••']);
  const before = await desk.transcripts.correct(operator, recordingId, 's0', 'my card is 4111 1111 1111 1111');
  expect(before).toMatchObject({ text: 'my card is •••', revision: 1, made: { by: 'recogniser' } });
  expect((await desk.archive.trail(operator, recordingId)).filter(({ did }) => did === 'corrected')).toEqual([]);
});

test('a number that is typed in pieces goes from all of them, and from what was said before it', async () => {
  await written(['it is four one one one one one one one', 'and the rest', 'that is all']);
  await desk.transcripts.correct(operator, recordingId, 's1', '1111 1111');
  expect(await texts()).toEqual(['it is •••', '•••', 'that is all']);
  expect(await everywhere()).not.toMatch(/1111|one one/);
  const [first] = await desk.transcripts.revisions(operator, recordingId, 's0');
  expect(first).toMatchObject({ revision: 2, isRedacted: true, made: { by: 'recogniser' } });
});

test('what the rules let be before stays as it is: who heard it knew more', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s0', 'order 482133770012 comes'));
  open.write(said('s1', 'god morning', { speaker: OTHER }));
  await open.finish();
  await desk.transcripts.correct(operator, recordingId, 's1', 'Good morning');
  expect(await texts()).toEqual(['order 482133770012 comes', 'Good morning']);
});

test('a transcript has rules of its own, sealed with it; without any, those of the house hold', async () => {
  await written(['one'], { redact: { rules: ['health'], words: ['nightingale'] } });
  await desk.again({ redact: false });
  await desk.transcripts.correct(operator, recordingId, 's0', 'Nightingale, canary word, 4111 1111 1111 1111, NHS number 943 476 5919');
  expect(await texts()).toEqual(['•••, canary word, 4111 1111 1111 1111, NHS number •••']);
  recordingId = await desk.entry([ada]);
  await written(['one'], { redact: false });
  await desk.again({ redact: {} });
  await desk.transcripts.correct(operator, recordingId, 's0', 'a Canary word and 4111 1111 1111 1111');
  expect(await texts()).toEqual(['a Canary word and 4111 1111 1111 1111']);
  recordingId = await desk.entry([ada]);
  await written(['one']);
  await desk.again({ redact: undefined });
  await desk.transcripts.correct(operator, recordingId, 's0', 'a Canary word and 4111 1111 1111 1111');
  expect(await texts()).toEqual(['a Canary word and •••']);
});

test('the name of a speaker loses it too, and so does what is noted of that', async () => {
  await written(['good morning']);
  await desk.transcripts.renameSpeaker(operator, recordingId, ada.id, 'Ada (4111 1111 1111 1111) of the Canary Word');
  await desk.again();
  expect((await desk.transcripts.get(operator, recordingId))?.speakers.map(({ name }) => name)).toEqual(['Ada (•••) of the •••']);
  expect(await everywhere()).not.toMatch(/1111|canary word/i);
  await desk.transcripts.renameSpeaker(operator, recordingId, ada.id, 'Ada, +44 20 7946 0958');
  expect((await desk.transcripts.get(operator, recordingId))?.speakers.map(({ name }) => name)).toEqual(['Ada, +44 20 7946 0958']);
});
