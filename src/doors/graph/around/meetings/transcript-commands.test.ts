import type { CallTranscript } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { transcriptShelf, shelvedText } from '../../../../switchboard/meetings/test-transcripts.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { testAround } from '../test-around.ts';

test('where nothing transcribes or records, lists are empty and nothing is made up', async () => {
  const t = await testAround();
  const { id } = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {});
  for (const kind of ['transcripts', 'recordings']) {
    const path = `/users/ada/onlineMeetings/${id}/${kind}`;
    expect(await t.json('GET', path)).toMatchObject({ value: [], '@odata.count': 0 });
    expect((await t.ask('GET', `${path}/x`)).status).toBe(404);
    expect((await t.ask('GET', `${path}/x/content`)).status).toBe(404);
    expect((await t.ask('GET', `${path}/delta`)).status).toBe(kind === 'transcripts' ? 501 : 200);
    expect((await t.ask('GET', `/users/ada/onlineMeetings/nothing/${kind}`)).status).toBe(404);
    expect((await t.ask('GET', `/users/ada/adhocCalls/nothing/${kind}`)).status).toBe(404);
  }
  const all = "getAllTranscripts(meetingOrganizerUserId='ada',startDateTime=2026-01-01T00:00:00Z,endDateTime=2026-02-01T00:00:00Z)";
  expect(await t.json('GET', `/users/ada/onlineMeetings/${all}`)).toMatchObject({ value: [] });
});

test('what there is, is listed, read and fetched, by way of its organizer and by the meeting alone', async () => {
  const transcripts = transcriptShelf();
  const t = await testAround({ transcripts });
  const { id: meetingId } = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {});
  const startedMs = Date.UTC(2026, 0, 2);
  transcripts.put({
    transcriptId: 't1',
    meetingId,
    tenantId: 'tenant-1',
    organizerId: 'ada',
    callId: 'c1',
    startedMs,
    endedMs: startedMs + 1000,
  });
  for (const prefix of [`/users/ada/onlineMeetings/${meetingId}`, `/communications/onlineMeetings('${meetingId}')`]) {
    const { value } = await t.json<{ value: CallTranscript[] }>('GET', `${prefix}/transcripts`);
    expect(value).toMatchObject([
      { id: 't1', meetingId, callId: 'c1', createdDateTime: '2026-01-02T00:00:00.000Z' },
    ] satisfies CallTranscript[]);
    const content = await t.ask('GET', `${prefix}/transcripts('t1')/content?$format=text/vtt`);
    expect(content.headers.get('content-type')).toBe('text/vtt');
    expect(await content.text()).toBe(shelvedText);
    expect(await t.json('GET', `${prefix}/recordings`)).toMatchObject({ value: [] });
  }
  expect((await t.ask('GET', `/users/ada/onlineMeetings/${meetingId}/transcripts/t1/content?$format=docx`)).status).toBe(406);
  const fetched = async (from: string): Promise<unknown> =>
    (await t.json('GET', `/users/ada/onlineMeetings/getAllTranscripts(startDateTime=${from})`))['value'];
  expect(await fetched('2026-01-01T00:00:00Z')).toHaveLength(1);
  expect(await fetched('2026-01-03T00:00:00Z')).toHaveLength(0);
  expect((await t.ask('GET', '/users/ada/onlineMeetings/getAllTranscripts(startDateTime=never)')).status).toBe(400);
});
