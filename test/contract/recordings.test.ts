/** Microsoft's own client lists, reads and fetches recordings of a meeting at the door, and what comes back is held against the metadata. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordingShelf, shelvedBytes } from '../../src/doors/graph/around/meetings/test-recordings.ts';
import { testAround, type TestAround } from '../../src/doors/graph/around/test-around.ts';
import { testSecret } from '../../src/doors/graph/test-door.ts';
import type { OnlineMeeting } from '../../src/wire/graph/online-meeting.ts';
import { surroundings } from './endpoints.ts';
import { MicrosoftDriver } from './microsoft-driver.ts';

const recordings = recordingShelf();
let t: TestAround;
let server: Server;
let url: string;
let graph: MicrosoftDriver;
let meetingId: string;

beforeAll(async () => {
  t = await testAround({ recordings });
  meetingId = (await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {})).id;
  server = createServer((request, response) => {
    void (async () => {
      const sent = request.method === 'GET' ? {} : { body: await buffer(request), duplex: 'half' as const };
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const asked = t.door.fetch(new Request(new URL(request.url ?? '', url), { method: request.method ?? 'GET', headers, ...sent }));
      await t.h.clock.settle();
      const answer = await asked;
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const form = {
    grant_type: 'client_credentials',
    client_id: 'desk',
    client_secret: testSecret,
    scope: 'https://graph.microsoft.com/.default',
  };
  const answer = await fetch(`${url}/tenant-1/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
  graph = new MicrosoftDriver(url, ((await answer.json()) as { access_token: string }).access_token, surroundings);
});
afterAll(async () => {
  server.close();
  await t.close();
});

const of = (recordingId = ''): { ids: Record<string, string> } => ({
  ids: { 'user-id': 'ada', 'onlineMeeting-id': meetingId, 'callRecording-id': recordingId },
});

test('recordings are listed, read and fetched, and what is not to be done is refused', async () => {
  recordings.put({ recordingId: 'r1', meetingId });
  recordings.put({ recordingId: 'r2', meetingId, startedMs: Date.UTC(2026, 0, 5) });
  const { value } = await graph.done<{ value: { id: string; recordingContentUrl: string }[] }>('meetings.recordings.list', of());
  expect(value.map(({ id }) => id)).toEqual(['r1', 'r2']);
  const page = await graph.done<{ value: object[] }>('meetings.recordings.list', {
    ...of(),
    query: { $top: 1, $filter: "callId eq 'c1'" },
  });
  expect(page.value).toHaveLength(1);
  expect(await graph.done('meetings.recordings.get', of('r2'))).toMatchObject({
    id: 'r2',
    meetingId,
    createdDateTime: '2026-01-05T00:00:00.000Z',
  });
  const { status } = await graph.ask('meetings.recordings.get', of('r3'));
  expect(status).toBe(404);
  for (const name of [
    'meetings.recordings.create',
    'meetings.recordings.update',
    'meetings.recordings.del',
    'meetings.recordings.content.set',
  ])
    expect(await graph.ask(name, { ...of('r1'), body: {} }), name).toMatchObject({ status: 405 });
  expect(graph.differences).toEqual([]);
});

test('the address that a recording carries leads to its content', async () => {
  const { recordingContentUrl } = await graph.done<{ recordingContentUrl: string }>('meetings.recordings.get', of('r1'));
  const { pathname } = new URL(recordingContentUrl);
  const response = await t.ask('GET', pathname, undefined, { headers: { range: 'bytes=10-19' } });
  expect([response.status, Buffer.from(await response.arrayBuffer())]).toEqual([206, Buffer.from(shelvedBytes.subarray(10, 20))]);
});
