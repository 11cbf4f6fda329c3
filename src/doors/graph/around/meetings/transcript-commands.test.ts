import type { CallTranscript } from '@microsoft/microsoft-graph-types';
import { beforeEach, expect, test } from 'vitest';
import { dialled } from '../../../../switchboard/test-house.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { testAround, type TestAround } from '../test-around.ts';
import { shelvedMetadata, shelvedText, transcriptShelf, type TestTranscripts } from './test-transcripts.ts';

type Listed = { readonly value: CallTranscript[]; readonly '@odata.count'?: number; readonly '@odata.deltaLink'?: string };

let transcripts: TestTranscripts;
let t: TestAround;
let meetingId: string;
beforeEach(async () => {
  transcripts = transcriptShelf();
  t = await testAround({ transcripts });
  meetingId = (await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {})).id;
});

const ids = async (path: string): Promise<unknown> => (await t.json<Listed>('GET', path)).value.map(({ id }) => id);

test('where nothing transcribes or records, lists are empty and nothing is made up', async () => {
  const nothing = await testAround();
  const { id } = await nothing.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {});
  for (const kind of ['transcripts', 'recordings']) {
    const path = `/users/ada/onlineMeetings/${id}/${kind}`;
    expect(await nothing.json('GET', path)).toMatchObject({ value: [], '@odata.count': 0 });
    expect((await nothing.ask('GET', `${path}/x`)).status).toBe(404);
    expect((await nothing.ask('GET', `${path}/x/content`)).status).toBe(404);
    expect((await nothing.ask('GET', `${path}/delta`)).status).toBe(200);
    expect((await nothing.ask('GET', `/users/ada/onlineMeetings/nothing/${kind}`)).status).toBe(404);
    expect((await nothing.ask('GET', `/users/ada/adhocCalls/nothing/${kind}`)).status).toBe(404);
  }
  const all = "getAllTranscripts(meetingOrganizerUserId='ada',startDateTime=2026-01-01T00:00:00Z,endDateTime=2026-02-01T00:00:00Z)";
  expect(await nothing.json('GET', `/users/ada/onlineMeetings/${all}`)).toMatchObject({ value: [] });
});

test('what there is, is listed, read, counted and fetched, by way of its organizer and by the meeting alone', async () => {
  transcripts.put({ recordingId: 't1', meetingId });
  transcripts.put({ recordingId: 'x', meetingId: 'another' });
  for (const prefix of [`/users/ada/onlineMeetings/${meetingId}`, `/communications/onlineMeetings('${meetingId}')`]) {
    const { value } = await t.json<Listed>('GET', `${prefix}/transcripts`);
    expect(value).toMatchObject([
      {
        id: 't1',
        meetingId,
        callId: 'c1',
        contentCorrelationId: 'c1',
        createdDateTime: '2026-01-02T00:00:00.000Z',
        endDateTime: '2026-01-02T00:01:00.000Z',
        meetingOrganizer: { user: { id: 'ada' } },
        transcriptContentUrl: expect.stringMatching(/\/users\/ada\/onlineMeetings\/.+\/transcripts\/t1\/content$/) as string,
      },
    ] satisfies CallTranscript[]);
    expect(value).toHaveLength(1);
    expect(await (await t.ask('GET', `${prefix}/transcripts/$count`)).text()).toBe('1');
    const content = await t.ask('GET', `${prefix}/transcripts('t1')/content?$format=text/vtt`);
    expect(content.headers.get('content-type')).toBe('text/vtt');
    expect(await content.text()).toBe(shelvedText);
    expect(await (await t.ask('GET', `${prefix}/transcripts/t1/metadataContent`)).text()).toBe(shelvedMetadata);
    expect(await t.json('GET', `${prefix}/recordings`)).toMatchObject({ value: [] });
  }
  expect(transcripts.opened.slice(0, 2)).toEqual(['words of t1 by desk', 'metadata of t1 by desk']);
  expect((await t.ask('GET', `/users/ada/onlineMeetings/${meetingId}/transcripts/t1/content?$format=docx`)).status).toBe(406);
});

test('of all meetings that somebody holds, within times, and what is new since one asked', async () => {
  transcripts.put({ recordingId: 't1', meetingId });
  expect(await ids('/users/ada/onlineMeetings/getAllTranscripts(startDateTime=2026-01-01T00:00:00Z)')).toEqual(['t1']);
  expect(await ids('/users/ada/onlineMeetings/getAllTranscripts(startDateTime=2026-01-03T00:00:00Z)')).toEqual([]);
  expect(await ids("/communications/onlineMeetings/getAllTranscripts(meetingOrganizerUserId='ada')")).toEqual(['t1']);
  expect((await t.ask('GET', '/communications/onlineMeetings/getAllTranscripts()')).status).toBe(400);
  expect((await t.ask('GET', '/users/ada/onlineMeetings/getAllTranscripts(startDateTime=never)')).status).toBe(400);
  const first = await t.json<Listed>('GET', `/users/ada/onlineMeetings/${meetingId}/transcripts/delta`);
  expect(first.value.map(({ id }) => id)).toEqual(['t1']);
  const { pathname, search } = new URL(first['@odata.deltaLink'] ?? '');
  expect(await ids(pathname + search)).toEqual([]);
  transcripts.put({ recordingId: 't2', meetingId, startedMs: Date.UTC(2026, 0, 5) });
  expect(await ids(pathname + search)).toEqual(['t2']);
});

test('of calls that were no meetings, by whoever took part', async () => {
  const { callId } = await dialled(t.h, 'ada', '202');
  t.h.switchboard.hangUp({ userId: 'ada', legId: t.h.personLeg('ada')?.legId ?? '' });
  expect(await ids(`/users/ada/adhocCalls/${callId}/transcripts`)).toEqual([]);
  transcripts.put({ recordingId: 't1', callId });
  expect(await ids(`/users/ada/adhocCalls/${callId}/transcripts`)).toEqual(['t1']);
  expect(await ids('/users/grace/adhocCalls/getAllTranscripts()')).toEqual(['t1']);
  expect(await ids('/users/linus/adhocCalls/getAllTranscripts()')).toEqual([]);
  const path = `/users/ada/adhocCalls/${callId}/transcripts/t1`;
  expect(await t.json<CallTranscript>('GET', path)).toMatchObject({ id: 't1', meetingId: null, callId });
  expect(await (await t.ask('GET', `${path}/metadataContent`)).text()).toBe(shelvedMetadata);
});
