import { expect, test } from 'vitest';
import { seededRandom } from '../../../base/random.ts';
import { aroundRouteOf } from './around-routes.ts';
import { testAround } from './test-around.ts';

const random = seededRandom(11);
const one = <T>(list: readonly T[]): T => list[Math.floor(random.unit() * list.length)] as T;
const parts = ['users', 'ada', "users('ada')", 'me', 'onlineMeetings', 'createOrGet', 'presence', 'setPresence', 'communications', 'callRecords', 'x', 'transcripts', 'content', 'subscriptions', '$batch', 'presences', 'getPresencesByUserId', "getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-01-02)", 'getAllTranscripts(', '%', '%zz', '%00', '..', "('", 'microsoft.graph.setPresence', '🙂', 'adhocCalls', 'attendanceReports', 'sessions', 'clearPresence']; // prettier-ignore
const queries = ['', '?$top=1', '?$top=-1', '?$filter=', "?$filter=id eq 'x'", '?$filter=((', '?$select=id,,', '?$skiptoken=ZnJvbSA5OTk5OTk5OTk', '?$expand=sessions($expand=segments)', '?$search="', '?$orderby=id desc desc', '?%', '?$count=true', '?$filter=id%20in%20()']; // prettier-ignore
const values = [null, 0, -1, '', 'x', '2026-01-01T00:00:00Z', [], {}, true, 'P1D', ['ada'], { user: { id: 'ada' } }, 1e300, '\u0000'];
const names = ['startDateTime', 'endDateTime', 'subject', 'externalId', 'participants', 'ids', 'sessionId', 'availability', 'activity', 'expirationDuration', 'statusMessage', 'resource', 'changeType', 'notificationUrl', 'expirationDateTime', 'encryptionCertificate', 'encryptionCertificateId', 'includeResourceData', 'requests', 'lobbyBypassSettings', 'joinMeetingIdSettings']; // prettier-ignore

test('two thousand requests of rubbish are answered, and none with a failure of ours', async () => {
  const t = await testAround();
  const seen = new Map<number, number>();
  for (let round = 0; round < 2_000; round++) {
    const path = `/${Array.from({ length: 1 + Math.floor(random.unit() * 6) }, () => one(parts)).join('/')}${one(queries)}`;
    const body = random.unit() < 0.2 ? one(['{', '[]', '"x"', 'null', '{"a":']) : JSON.stringify(Object.fromEntries(Array.from({ length: 4 }, () => [one(names), one(values)]))); // prettier-ignore
    const method = one(['GET', 'POST', 'PATCH', 'DELETE']);
    const response = await t.ask(method, path, method === 'GET' ? undefined : body);
    seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
    expect(response.status, `${method} ${path} ${body}: ${await response.clone().text()}`).not.toBe(500);
  }
  expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 405]));
});

test('twenty thousand paths of rubbish lead somewhere or nowhere', () => {
  for (let round = 0; round < 20_000; round++) {
    const path = `/v1.0/${Array.from({ length: Math.floor(random.unit() * 8) }, () => one(parts)).join(one(['/', '//', '']))}`;
    expect(() => aroundRouteOf(path)).not.toThrow();
  }
});
