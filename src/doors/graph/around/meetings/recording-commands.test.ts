import type { CallRecording } from '@microsoft/microsoft-graph-types';
import { beforeEach, describe, expect, test } from 'vitest';
import { dialled } from '../../../../switchboard/test-house.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import type { Subscription } from '../../../../wire/graph/subscription.ts';
import { listenAt, listenerUrl, minute, momentAt } from '../subscriptions/test-listener.ts';
import { testAround, type TestAround } from '../test-around.ts';
import { recordingShelf, shelvedBytes, type TestRecordings } from './test-recordings.ts';

type Listed = { readonly value: CallRecording[]; readonly '@odata.count'?: number; readonly '@odata.nextLink'?: string; readonly '@odata.deltaLink'?: string }; // prettier-ignore

let recordings: TestRecordings;
let t: TestAround;
let meetingId: string;
beforeEach(async () => {
  recordings = recordingShelf();
  t = await testAround({ recordings });
  meetingId = (await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {})).id;
});

const day = (number: number): number => Date.UTC(2026, 0, number);
const ids = async (path: string): Promise<unknown> => (await t.json<Listed>('GET', path)).value.map(({ id }) => id);

function pathOf(link: string | undefined): string {
  const { pathname, search } = new URL(link ?? '');
  return pathname + search;
}

describe('recordings of a meeting', () => {
  test('are listed, read and counted by way of the organizer, of whoever is invited, and of the meeting alone', async () => {
    recordings.put({ recordingId: 'r1', meetingId });
    recordings.put({ recordingId: 'r2', meetingId, callId: 'c2', startedMs: day(5) });
    recordings.put({ recordingId: 'x', meetingId: 'another' });
    for (const prefix of [
      `/users/ada/onlineMeetings/${meetingId}`,
      `/communications/onlineMeetings('${meetingId}')`,
      `/beta/users/ada/onlineMeetings/${meetingId}`,
    ]) {
      expect(await ids(`${prefix}/recordings`)).toEqual(['r1', 'r2']);
      const one = await t.json<CallRecording>('GET', `${prefix}/recordings('r1')`);
      const version = prefix.startsWith('/beta') ? 'beta' : 'v1.0';
      expect(one).toMatchObject({
        id: 'r1',
        meetingId,
        callId: 'c1',
        contentCorrelationId: 'c1',
        createdDateTime: '2026-01-02T00:00:00.000Z',
        endDateTime: '2026-01-02T00:01:00.000Z',
        meetingOrganizer: { user: { id: 'ada' } },
        recordingContentUrl: expect.stringMatching(new RegExp(`/${version}/users/ada/onlineMeetings/.+/recordings/r1/content$`)) as string,
      } satisfies CallRecording);
      expect(await (await t.ask('GET', `${prefix}/recordings/$count`)).text()).toBe('2');
    }
    expect(await ids(`/users/ada/onlineMeetings/${meetingId}/recordings?$filter=callId eq 'c2'`)).toEqual(['r2']);
    expect(await (await t.ask('GET', `/users/ada/onlineMeetings/${meetingId}/recordings/$count?$filter=callId eq 'c2'`)).text()).toBe('1');
  });

  test('come in pages', async () => {
    for (let i = 0; i < 5; i++) recordings.put({ recordingId: `r${String(i)}`, meetingId, startedMs: day(i + 1) });
    const first = await t.json<Listed>('GET', `/users/ada/onlineMeetings/${meetingId}/recordings?$top=3`);
    expect(first.value.map(({ id }) => id)).toEqual(['r0', 'r1', 'r2']);
    expect(first['@odata.count']).toBe(5);
    expect(await ids(pathOf(first['@odata.nextLink']))).toEqual(['r3', 'r4']);
  });

  test('of all meetings that somebody holds, within times', async () => {
    recordings.put({ recordingId: 'r1', meetingId });
    recordings.put({ recordingId: 'r2', meetingId: 'another', startedMs: day(5) });
    recordings.put({ recordingId: 'g', meetingId: 'hers', organizerId: 'grace' });
    recordings.put({ recordingId: 'call' });
    const ofAda = "getAllRecordings(meetingOrganizerUserId='ada',startDateTime=2026-01-01T00:00:00Z,endDateTime=2026-01-03T00:00:00Z)";
    expect(await ids(`/users/ada/onlineMeetings/${ofAda}`)).toEqual(['r1']);
    expect(await ids(`/communications/onlineMeetings/${ofAda}`)).toEqual(['r1']);
    expect(await ids('/users/ada/onlineMeetings/getAllRecordings()')).toEqual(['r1', 'r2']);
    expect((await t.ask('GET', '/communications/onlineMeetings/getAllRecordings()')).status).toBe(400);
    expect((await t.ask('GET', "/communications/onlineMeetings/getAllRecordings(meetingOrganizerUserId='nobody')")).status).toBe(404);
    expect((await t.ask('GET', '/users/ada/onlineMeetings/getAllRecordings(startDateTime=never)')).status).toBe(400);
  });

  test('what is new since one asked, in pages and then with a link for the next time', async () => {
    for (let i = 0; i < 102; i++) recordings.put({ recordingId: `r${String(i).padStart(3, '0')}`, meetingId, savedMs: day(3) });
    let lateMs = day(4);
    for (const path of [
      `/users/ada/onlineMeetings/${meetingId}/recordings/delta`,
      "/users/ada/onlineMeetings/getAllRecordings(meetingOrganizerUserId='ada')/delta()",
    ]) {
      const first = await t.json<Listed>('GET', path);
      expect(first.value).toHaveLength(100);
      const second = await t.json<Listed>('GET', pathOf(first['@odata.nextLink']));
      expect(second.value.map(({ id }) => id).slice(0, 2)).toEqual(['r100', 'r101']);
      const link = pathOf(second['@odata.deltaLink']);
      expect(await ids(link)).toEqual([]);
      // It began before the others, and was saved after them.
      const late = `late ${String(lateMs)}`;
      recordings.put({ recordingId: late, meetingId, startedMs: day(1), savedMs: lateMs++ });
      expect(await ids(link)).toEqual([late]);
    }
    expect((await t.ask('GET', `/users/ada/onlineMeetings/${meetingId}/recordings/delta?$deltatoken=x`)).status).toBe(400);
  });

  test('are nobody else’s', async () => {
    recordings.put({ recordingId: 'r1', meetingId });
    for (const path of [
      `/users/linus/onlineMeetings/${meetingId}/recordings`,
      '/users/ada/onlineMeetings/nothing/recordings',
      `/users/ada/onlineMeetings/${meetingId}/recordings/none`,
      `/users/ada/onlineMeetings/${meetingId}/recordings/none/content`,
    ])
      expect((await t.ask('GET', path)).status, path).toBe(404);
    const other = await t.ask('GET', `/communications/onlineMeetings/${meetingId}/recordings`, undefined, { tenantId: 'tenant-2' });
    expect(other.status).toBe(404);
    const mine = await t.ask('GET', '/me/onlineMeetings/x/recordings');
    expect([mine.status, await mine.json()]).toMatchObject([400, { error: { code: 'BadRequest' } }]);
  });

  test('need their permission', async () => {
    const poor = await testAround({ recordings, permissions: ['OnlineMeetings.ReadWrite.All', 'CallRecordings.Read.All'] });
    const refused = await poor.ask('GET', `/users/ada/onlineMeetings/${meetingId}/recordings`);
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'Forbidden', message: expect.stringMatching(/OnlineMeetingRecording\.Read\.All/) as string } }]); // prettier-ignore
    expect((await poor.ask('GET', '/users/ada/adhocCalls/getAllRecordings()')).status).toBe(200);
    const rich = await testAround({ recordings, permissions: ['OnlineMeetings.ReadWrite.All', 'OnlineMeetingRecording.Read.All'] });
    expect((await rich.ask('GET', '/users/ada/adhocCalls/getAllRecordings()')).status).toBe(403);
    const policed = await testAround({ recordings, settings: { meetingAccess: { desk: ['grace'] } } });
    expect((await policed.ask('GET', `/users/ada/onlineMeetings/${meetingId}/recordings`)).status).toBe(403);
  });
});

describe('the content', () => {
  const get = (range?: string): Promise<Response> =>
    t.ask(
      'GET',
      `/users/ada/onlineMeetings/${meetingId}/recordings/r1/content`,
      undefined,
      range === undefined ? {} : { headers: { range } },
    );
  beforeEach(() => recordings.put({ recordingId: 'r1', meetingId }));

  test('comes whole, and who asked is told to whoever keeps it', async () => {
    const response = await get();
    expect([response.status, response.headers.get('content-type'), response.headers.get('content-length')]).toEqual([
      200,
      'video/mp4',
      '700000',
    ]);
    expect(Buffer.from(await response.arrayBuffer()).equals(shelvedBytes)).toBe(true);
    expect(recordings.opened).toEqual(['r1 by desk']);
  });

  test('is read as fast as it is taken', async () => {
    const reader = (await get()).body?.getReader();
    await reader?.read();
    expect(recordings.read()).toBeLessThanOrEqual(2 * 256 * 1024);
    await reader?.cancel();
  });

  test.each([
    ['bytes=0-9', 206, 'bytes 0-9/700000', [0, 10]],
    ['bytes=699990-', 206, 'bytes 699990-699999/700000', [699_990, 700_000]],
    ['bytes=-5', 206, 'bytes 699995-699999/700000', [699_995, 700_000]],
    ['bytes=300000-9999999', 206, 'bytes 300000-699999/700000', [300_000, 700_000]],
    ['bytes=5-2', 200, null, [0, 700_000]],
    ['lines=1-2', 200, null, [0, 700_000]],
    ['bytes=0-1,5-6', 200, null, [0, 700_000]],
  ] as const)('in the range %s', async (range, status, told, [from, to]) => {
    const response = await get(range);
    expect([response.status, response.headers.get('content-range')]).toEqual([status, told]);
    expect(Buffer.from(await response.arrayBuffer()).equals(shelvedBytes.subarray(from, to))).toBe(true);
  });

  test('in a range that it does not have', async () => {
    const response = await get('bytes=700000-');
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */700000']);
  });

  test('is gone', async () => {
    recordings.lose('r1');
    expect((await get()).status).toBe(404);
  });
});

test('recordings of calls that were no meetings, for those who were in them', async () => {
  const { callId } = await dialled(t.h, 'ada', '202');
  t.h.switchboard.hangUp({ userId: 'ada', legId: t.h.personLeg('ada')?.legId ?? '' });
  expect(await ids(`/users/ada/adhocCalls/${callId}/recordings`)).toEqual([]);
  expect((await t.ask('GET', `/users/linus/adhocCalls/${callId}/recordings`)).status).toBe(404);
  recordings.put({ recordingId: 'r1', callId });
  recordings.put({ recordingId: 'm', meetingId });
  for (const path of [
    `/users/grace/adhocCalls/${callId}/recordings`,
    `/communications/adhocCalls/${callId}/recordings`,
    '/users/grace/adhocCalls/getAllRecordings()',
    "/communications/adhocCalls/getAllRecordings(userId='grace',startDateTime=2026-01-01T00:00:00Z)",
    `/users/grace/adhocCalls/${callId}/recordings/delta()`,
  ])
    expect(await ids(path), path).toEqual(['r1']);
  const one = await t.json<CallRecording>('GET', `/users/grace/adhocCalls/${callId}/recordings/r1`);
  expect(one).toMatchObject({ meetingId: null, callId });
  const { pathname } = new URL(one.recordingContentUrl ?? '');
  expect((await t.ask('GET', pathname)).status).toBe(200);
  expect((await t.ask('GET', `/users/linus/adhocCalls/${callId}/recordings/r1`)).status).toBe(404);
});

test('a recording that is saved is told to those who subscribed', async () => {
  const listener = listenAt(t);
  const common = { changeType: 'created', notificationUrl: listenerUrl, expirationDateTime: momentAt(50 * minute) };
  for (const resource of [
    'communications/onlineMeetings/getAllRecordings',
    `communications/onlineMeetings/${meetingId}/recordings`,
    'users/ada/onlineMeetings/getAllRecordings',
    'users/grace/onlineMeetings/getAllRecordings',
    'communications/onlineMeetings/getAllTranscripts',
  ])
    expect((await t.json<Subscription>('POST', '/subscriptions', { ...common, resource })).id, resource).toBeDefined();
  recordings.put({ recordingId: 'r1', meetingId });
  recordings.put({ recordingId: 'call' });
  await t.h.clock.settle();
  expect(listener.heard).toHaveLength(3);
  for (const heard of listener.heard) {
    expect(heard).toMatchObject({
      changeType: 'created',
      resource: `communications/onlineMeetings('${meetingId}')/recordings('r1')`,
      resourceData: { '@odata.type': '#Microsoft.Graph.callRecording', id: 'r1' },
    });
    expect((await t.ask('GET', `/${heard.resource}`)).status).toBe(200);
  }
});
