/** What was transcribed, as Graph asks for it: listed by meeting, call and person once it is done, and served as WebVTT. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../base/log.ts';
import type { RecordingAbout } from '../../archive/port.ts';
import type { ShelvedTranscript, TranscriptShelf } from '../../doors/graph/around/meetings/transcript-shelf.ts';
import { newDesk, operator, said, scribe, type Desk } from '../../transcripts/test-transcripts.ts';
import { transcriptsShelf } from './transcripts-shelf.ts';

let desk: Desk;
let shelf: TranscriptShelf;
const made: ShelvedTranscript[] = [];
beforeEach(async () => {
  desk = await newDesk();
  shelf = transcriptsShelf({
    halves: [desk],
    tenantId: 't1',
    findMeeting: ({ joinMeetingId }) => (joinMeetingId === '123' ? { meetingId: 'weekly', organizerId: 'grace' } : undefined),
    log: silentLog,
  });
  made.length = 0;
  shelf.facts.on('made', (transcript) => void made.push(transcript));
});
afterEach(() => desk[Symbol.asyncDispose]());

const spoke = { id: 'ada-id-canary', name: 'Ada Canary Lovelace' };

/** One in which Ada says two sentences; done unless told otherwise. */
async function transcribed(about: Partial<RecordingAbout> = {}, isDone = true): Promise<string> {
  const entry = await desk.archive.begin({ kind: 'transcript', madeBy: scribe, subject: 'x', callId: 'c1', ...about });
  const open = await desk.transcripts.begin({ recordingId: entry.recordingId, madeBy: scribe });
  entry.write({ kind: 'note', atMs: 0, note: { kind: 'joined', personId: spoke.id, name: spoke.name } });
  open.write(said('s1', 'Good morning'));
  open.write(said('s2', 'Shall we begin?'));
  if (!isDone) return entry.recordingId;
  await entry.finish('it was ended');
  await open.finish();
  return entry.recordingId;
}

const ids = async (query: Partial<Parameters<TranscriptShelf['list']>[0]> = {}): Promise<readonly string[]> =>
  (await shelf.list({ tenantId: 't1', isOfMeeting: true, ...query })).map(({ recordingId }) => recordingId);
const text = async (id: string, what: 'words' | 'metadata'): Promise<string> =>
  new TextDecoder().decode(await shelf.open(id, what, { appId: 'desk' }));

test('those that are done are listed, by meeting, organizer, call and who spoke; apps are told of each', async () => {
  const weekly = await transcribed({ joinMeetingId: '123' });
  const call = await transcribed({ callId: 'c2' });
  const goesOn = await transcribed({ joinMeetingId: '123' }, false);
  expect(await ids()).toEqual([weekly]);
  expect(await ids({ meetingId: 'weekly', organizerId: 'grace' })).toEqual([weekly]);
  expect(await ids({ meetingId: 'another' })).toEqual([]);
  expect(await ids({ tenantId: 'another' })).toEqual([]);
  expect(await ids({ isOfMeeting: false })).toEqual([call]);
  expect(await ids({ isOfMeeting: false, personId: spoke.id, callId: 'c2' })).toEqual([call]);
  expect(await ids({ isOfMeeting: false, personId: 'linus' })).toEqual([]);
  expect(await shelf.open(goesOn, 'words', { appId: 'desk' })).toBeUndefined();
  await expect.poll(() => made.map(({ recordingId }) => recordingId)).toEqual([weekly, call]);
  expect(made[0]).toMatchObject({ meetingId: 'weekly', organizerId: 'grace', personIds: [spoke.id] });
});

test('its words and what is known of each are WebVTT; who asked is in the audit log; erased it is gone', async () => {
  const id = await transcribed();
  expect(await text(id, 'words')).toMatch(/^WEBVTT\n\n00:00:02\.000 --> 00:00:03\.500\n<v Ada Canary Lovelace>Good morning<\/v>\n/);
  expect(await text(id, 'metadata')).toMatch(/"speakerName":"Ada Canary Lovelace","spokenText":"Good morning"/);
  expect(
    (await desk.archive.trail(operator, id)).filter(({ by, did }) => by.includes('app desk') && did === 'exportedTranscript'),
  ).toHaveLength(2);
  await desk.archive.erase(operator, id);
  expect(await ids({ isOfMeeting: false })).toEqual([]);
  expect(await shelf.open(id, 'words', { appId: 'desk' })).toBeUndefined();
});
