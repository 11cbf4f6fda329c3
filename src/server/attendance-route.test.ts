import { expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import type { CallFact, CallNews } from '../switchboard/call-fact.ts';
import type { Party } from '../switchboard/directory.ts';
import type { AttendanceSheet } from '../wire/live/attendance.ts';
import { attendanceRoute, callOfAttendancePath } from './attendance-route.ts';

const party = (name: string, kind: Party['kind'] = 'person'): Party => ({ kind, id: name, tenantId: 't', name, number: '201' });
const [ada, eve, notes] = [party('=Ada, "L"'), party('Eve'), party('notes', 'app')];
const at = (atMs: number, news: CallNews): CallFact => ({ version: 1, callId: 'c-1', atMs, ...news });
const facts: readonly CallFact[] = [
  at(0, { type: 'callStarted', from: ada, to: ada }),
  at(0, { type: 'becameGroup', threadId: '19:x', meetingId: 'm', subject: 'Review' }),
  at(1_000, { type: 'legConnected', legId: 'a', party: ada }),
  at(2_000, { type: 'legConnected', legId: 'n', party: notes }),
  at(3_000, { type: 'legInLobby', legId: 'e', party: eve, isInLobby: true, untilMs: 9_000 }),
  at(3_100, { type: 'legConnected', legId: 'e', party: eve }),
  at(5_000, { type: 'legInLobby', legId: 'e', party: eve, isInLobby: false, waitedMs: 2_000 }),
  at(8_000, { type: 'legEnded', legId: 'e', party: eve, as: 'removed', because: 'x', spokenMs: 1_500 }),
];
const route = attendanceRoute({ factsOf: (callId) => Promise.resolve(callId === 'c-1' ? facts : []), clock: virtualClock() });
const read = (path: string, init?: RequestInit): Promise<Response> => route(new Request(`http://localhost${path}`, init));

test('a page reads who came, how long each waited, spoke and stayed, and why each left', async () => {
  const sheet = (await (await read('/calls/c-1/attendance')).json()) as AttendanceSheet;
  expect(sheet).toMatchObject({ subject: 'Review', isMeeting: true, startedMs: 0 });
  expect(sheet.rows.map(({ name, kind }) => [name, kind])).toEqual([[ada.name, 'person'], ['notes', 'bot'], ['Eve', 'person']]); // prettier-ignore
  expect(sheet.rows[2]).toMatchObject({
    joinedMs: 5_000,
    leftMs: 8_000,
    leftAs: 'removed',
    waitedMs: 2_000,
    thereMs: 3_000,
    spokenMs: 1_500,
  });
  expect(sheet.rows[0]).not.toHaveProperty('leftMs');
});

test('the table opens in a spreadsheet, and runs nothing there', async () => {
  const answer = await read('/calls/c-1/attendance?as=csv');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="attendance-c-1.csv"');
  const [head, first, , third] = (await answer.text()).split('\r\n');
  expect(head).toBe('name,number,kind,joined,left,left as,waited s,there s,spoke s');
  expect(first?.startsWith('"\'=Ada, ""L""",201,person,1970-01-01T00:00:01.000Z,,')).toBe(true);
  expect(third).toBe('Eve,201,person,1970-01-01T00:00:05.000Z,1970-01-01T00:00:08.000Z,removed,2.0,3.0,1.5');
});

test.each([
  ['/calls/other/attendance', 'GET', 404],
  ['/calls/c-1/attendance?as=pdf', 'GET', 400],
  ['/calls/c-1/attendance', 'DELETE', 405],
])('%s by %s is refused', async (path, method, status) => {
  expect((await read(path, { method })).status).toBe(status);
  expect(callOfAttendancePath('/calls/../attendance/x')).toBeUndefined();
});
