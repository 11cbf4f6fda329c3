import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { GraphDoorError } from './errors.ts';
import { profiles } from './profile.ts';
import { settingsWith } from './settings.ts';
import { answerBody, atDesk, testDoor, type TestDoor } from './test-door.ts';
import { Throttle } from './throttle.ts';

const toGrace = { ...answerBody, targets: [{ identity: { user: { id: 'grace' } } }] };

async function refusal(response: Response): Promise<unknown> {
  return [response.status, response.headers.get('retry-after'), await response.json()];
}

function waitOf(work: () => void): number | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof GraphDoorError && error.code === 'graph-door/throttled') return error.retryAfterS;
    throw error;
  }
}

test('one request too many: 429 with Graph’s body and the seconds that are left, and nothing is done', async () => {
  const t = testDoor({ settings: { throttle: { requests: 3 } } });
  const callId = await atDesk(t);
  expect((await t.command('POST', `/${callId}/keepAlive`)).status).toBe(200);
  await t.h.clock.advance(3_500);
  expect((await t.command('GET', `/${callId}`)).status).toBe(200);
  expect(await refusal(await t.command('DELETE', `/${callId}`))).toEqual([
    429,
    '7',
    {
      error: {
        code: 'TooManyRequests',
        message: 'Please retry again later, in 7 s: more than 3 requests within 10 s.',
        innerError: expect.objectContaining({ date: expect.any(String) as string }) as object,
      },
    },
  ]);
  expect(t.h.appLeg('desk')?.state).toBe('connected');
  await t.h.clock.advance(6_500);
  expect((await t.command('DELETE', `/${callId}`)).status).toBe(204);
});

test('each app has limits of its own, and one without a good token counts for nobody', async () => {
  const t = testDoor({ settings: { throttle: { requests: 1 } } });
  for (let times = 0; times < 5; times++)
    expect((await t.command('GET', '/none', undefined, { headers: { authorization: 'Bearer rubbish' } })).status).toBe(401);
  expect((await t.command('GET', '/none')).status).toBe(404);
  expect((await t.command('GET', '/none')).status).toBe(429);
  expect((await t.command('GET', '/none', undefined, { appId: 'echo' })).status).toBe(404);
});

test('with too many calls at once no more can be placed, until one ends', async () => {
  const t = testDoor({ settings: { throttle: { concurrentCalls: 2 } } });
  const first = await atDesk(t);
  expect((await t.command('POST', '', toGrace)).status).toBe(201);
  expect(await refusal(await t.command('POST', '', toGrace))).toMatchObject([
    429,
    '10',
    { error: { code: 'TooManyRequests', message: 'Please retry again later, in 10 s: 2 calls are up at once.' } },
  ]);
  expect((await t.command('POST', '', toGrace, { appId: 'echo' })).status).toBe(201);
  await t.command('DELETE', `/${first}`);
  expect((await t.command('POST', '', toGrace)).status).toBe(201);
});

test('calls that come are not refused, but count', async () => {
  const t = testDoor({ settings: { throttle: { callsPerMonth: 1 } } });
  await atDesk(t);
  await t.command('DELETE', `/${t.h.appLeg('desk')?.legId ?? ''}`);
  // The virtual clock begins with 2026: 31 days.
  const seconds = 31 * 24 * 60 * 60;
  const refused = await t.command('POST', '', toGrace);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(seconds - 60);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(seconds);
  await atDesk(t);
});

test('a month begins anew with the calendar', () => {
  const clock = virtualClock();
  const throttle = new Throttle({ clock, limits: { ...settingsWith().throttle, callsPerMonth: 2 }, isRegistered: () => true });
  let wallMs = Date.UTC(2028, 1, 29, 23, 59, 0);
  Object.assign(clock, { wallMs: () => wallMs });
  for (const legId of ['a', 'b', 'b']) throttle.callBegan('app', legId);
  expect(waitOf(() => throttle.placing('app'))).toBe(60);
  wallMs += 60_000;
  expect(waitOf(() => throttle.placing('app'))).toBeUndefined();
});

test('5,000 requests pass within 10 s, the next does not, and 10 s later 5,000 more do', async () => {
  const clock = virtualClock();
  const throttle = new Throttle({ clock, limits: settingsWith().throttle, isRegistered: () => true });
  const passed = (): number =>
    Array.from({ length: 6_000 }, () => waitOf(() => throttle.request('app'))).filter((wait) => wait === undefined).length;
  expect(passed()).toBe(5_000);
  await clock.advance(9_999);
  expect(waitOf(() => throttle.request('app'))).toBe(1);
  await clock.advance(1);
  expect(passed()).toBe(5_000);
});

test('without throttling in the profile, nothing is refused', async () => {
  const t = testDoor({ settings: { profile: { ...profiles.teams, hasThrottling: false }, throttle: { requests: 1, concurrentCalls: 0 } } });
  for (let times = 0; times < 3; times++) expect((await t.command('POST', '', toGrace)).status).toBe(201);
});

test('a call that could not be placed does not count', async () => {
  const t = testDoor({ settings: { throttle: { callsPerMonth: 1 } } });
  const toNobody = { ...answerBody, targets: [{ identity: { user: { id: 'nobody' } } }] };
  const statusOf = async (tried: TestDoor, body: object): Promise<number> => (await tried.command('POST', '', body)).status;
  expect(await statusOf(t, toNobody)).toBe(400);
  expect(await statusOf(t, toGrace)).toBe(201);
  expect(await statusOf(t, toGrace)).toBe(429);
});
