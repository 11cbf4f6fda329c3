/** What both halves have recorded, as Graph asks for it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KeptRecording, RecordingAbout } from '../../archive/port.ts';
import type { RecordingShelf, ShelvedRecording } from '../../doors/graph/around/meetings/recording-shelf.ts';
import type { Archives } from './open-archives.ts';
import { recordingsShelf } from './recordings-shelf.ts';
import { ada, begun, grace, kept, openKept } from './test-kept.ts';

const tenantId = 'a tenant';
const weekly = { joinMeetingId: '123', threadId: '19:weekly@thread.v2' };
let data: string;
let archives: Archives & AsyncDisposable;
let shelf: RecordingShelf;
const saved: ShelvedRecording[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rollcall-shelf-'));
  archives = await openKept(data);
  shelf = recordingsShelf({
    archives: archives.archives,
    tenantId,
    findMeeting: ({ joinMeetingId, threadId }) =>
      joinMeetingId === weekly.joinMeetingId || threadId === weekly.threadId ? { meetingId: 'weekly', organizerId: grace.id } : undefined,
  });
  saved.length = 0;
  shelf.facts.on('saved', (recording) => void saved.push(recording));
});
afterEach(async () => {
  await archives[Symbol.asyncDispose]();
  await rm(data, { recursive: true, force: true });
});

const ofMeeting: Partial<RecordingAbout> = { callId: 'call-2', joinMeetingId: weekly.joinMeetingId };
const listed = async (query: Partial<Parameters<RecordingShelf['list']>[0]>): Promise<readonly string[]> =>
  (await shelf.list({ tenantId, isOfMeeting: true, ...query })).map(({ recordingId }) => recordingId);

test('both halves are listed by meeting, organizer, person and call, oldest first; voicemail and what goes on are not', async () => {
  const one = await kept(archives.bots, ofMeeting);
  const two = await kept(archives.switchboard, { ...ofMeeting, joinMeetingId: undefined, threadId: weekly.threadId });
  const call = await kept(archives.bots);
  await kept(archives.bots, { kind: 'voicemail' });
  await begun(archives.bots, ofMeeting);
  const both = [one.recordingId, two.recordingId];
  expect(await listed({})).toEqual(both);
  expect(await listed({ meetingId: 'weekly', organizerId: grace.id })).toEqual(both);
  expect(await listed({ meetingId: 'another' })).toEqual([]);
  // The meeting has its organizer from the calendar, whatever the bot was told.
  expect(await listed({ organizerId: ada.id })).toEqual([]);
  expect(await listed({ tenantId: 'another' })).toEqual([]);
  expect(await listed({ isOfMeeting: false })).toEqual([call.recordingId]);
  expect(await listed({ isOfMeeting: false, personId: ada.id, callId: 'call-1' })).toEqual([call.recordingId]);
  expect(await listed({ isOfMeeting: false, personId: grace.id })).toEqual([]);
  expect(saved.map(({ recordingId }) => recordingId)).toEqual([...both, call.recordingId]);
  await archives.bots.erase({ kind: 'operator', name: 'olga' }, one.recordingId);
  expect(await listed({})).toEqual([two.recordingId]);
});

test('its times are those of the recording, and when it could be had', async () => {
  const recording = await kept(archives.bots, ofMeeting);
  const [shelved] = await shelf.list({ tenantId, isOfMeeting: true });
  expect(shelved).toEqual({
    recordingId: recording.recordingId,
    tenantId,
    callId: 'call-2',
    meetingId: 'weekly',
    organizerId: grace.id,
    personIds: [ada.id],
    startedMs: recording.startedMs,
    endedMs: recording.endedMs,
    savedMs: recording.savedMs,
  });
  expect(recording.savedMs).toBeGreaterThanOrEqual(recording.endedMs ?? Infinity);
  expect(saved).toEqual([shelved]);
});

test('a film goes before the sound of all, the speaker’s before the gallery, MP4 before WebM', async () => {
  const { recordingId } = await kept(archives.bots, ofMeeting);
  const typeOf = async (): Promise<string | undefined> => (await shelf.open(recordingId, { appId: 'app' }))?.type;
  expect(await typeOf()).toBe('audio/ogg; codecs=opus');
  const add = async (layout: 'speaker' | 'gallery', format: 'webm' | 'mp4'): Promise<void> => {
    await archives.bots.keepFile(recordingId, { kind: 'composite', layout }, format, async (sink) => {
      await sink.write(Buffer.from(`${layout} ${format}`), 0);
      return { mime: `video/${format}`, durationMs: 400 };
    });
  };
  const first = async (): Promise<string> => {
    const content = await shelf.open(recordingId, { appId: 'app' });
    return Buffer.from((await content?.read(0, content.sizeBytes)) ?? []).toString();
  };
  for (const [layout, format, expected] of [
    ['gallery', 'webm', 'gallery webm'],
    ['speaker', 'webm', 'speaker webm'],
    ['gallery', 'mp4', 'gallery mp4'],
    ['speaker', 'mp4', 'speaker mp4'],
  ] as const) {
    await add(layout, format);
    expect(await first()).toBe(expected);
  }
});

test('what an app opens is in the audit log by its id; the other half does not tell of refusals', async () => {
  const { recordingId } = await kept(archives.switchboard, ofMeeting);
  const content = await shelf.open(recordingId, { appId: 'app-1' });
  expect(Buffer.from((await content?.read(0, 4)) ?? []).toString()).toBe('OggS');
  const trail = await archives.switchboard.trail({ kind: 'operator', name: 'olga' }, recordingId);
  expect(trail).toContainEqual(expect.objectContaining({ by: 'operator app app-1', did: 'opened', detail: 'mixed.ogg' }));
  const [bots] = await archives.verify();
  expect(bots?.entries).toBe(0);
});

test('what is not there, not saved, or deleted cannot be opened', async () => {
  const open = (recordingId: string): Promise<unknown> => shelf.open(recordingId, { appId: 'app' });
  expect(await open('nothing')).toBeUndefined();
  const going = await begun(archives.bots, ofMeeting);
  expect(await open(going.recordingId)).toBeUndefined();
  const message: KeptRecording = await kept(archives.bots, { kind: 'voicemail' });
  expect(await open(message.recordingId)).toBeUndefined();
  const { recordingId } = await going.finish('the call ended');
  await archives.bots.erase({ kind: 'operator', name: 'olga' }, recordingId);
  expect(await open(recordingId)).toBeUndefined();
});
