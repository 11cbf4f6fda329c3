import type { Presence } from '@microsoft/microsoft-graph-types';
import { describe, expect, test } from 'vitest';
import { dialled } from '../../../../switchboard/test-house.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { testAround, type TestAround } from '../test-around.ts';

const minute = 60_000;
const path = '/users/ada/presence';
const shown = async (t: TestAround, userId = 'ada'): Promise<string> => {
  const { availability, activity } = await t.json<Presence>('GET', `/users/${userId}/presence`);
  return `${String(availability)}/${String(activity)}`;
};

test('a person is offline until a window of hers is open; whoever asks gets what Graph gives', async () => {
  const t = await testAround();
  expect(await shown(t)).toBe('Offline/Offline');
  t.atPage.add('ada');
  expect(await t.json('GET', path)).toEqual({
    '@odata.context': "http://127.0.0.1:4400/v1.0/$metadata#users('ada')/presence/$entity",
    id: 'ada',
    availability: 'Available',
    activity: 'Available',
    statusMessage: null,
    outOfOfficeSettings: { message: null, isOutOfOffice: false },
  } satisfies Presence & { '@odata.context': string });
  expect(await t.json('GET', '/communications/presences/ada')).toMatchObject({ availability: 'Available' });
  const many = await t.json<{ value: Presence[] }>('POST', '/communications/getPresencesByUserId', { ids: ['grace', 'ada', 'nobody'] });
  expect(many.value.map(({ id, availability }) => `${String(id)} ${String(availability)}`)).toEqual(['grace Offline', 'ada Available']);
  const some = await t.json<{ value: Presence[] }>('GET', "/communications/presences?$filter=id in ('ada')");
  expect(some.value.map(({ id }) => id)).toEqual(['ada']);
  expect((await t.ask('POST', '/communications/getPresencesByUserId', { ids: Array.from({ length: 651 }, String) })).status).toBe(400);
});

test('who talks is busy: in a call between two, and in a meeting', async () => {
  const t = await testAround();
  const call = await dialled(t.h, 'ada', '202');
  expect(await shown(t)).toBe('Busy/InACall');
  expect(await shown(t, 'grace'), 'it only rings there').toBe('Offline/Offline');
  t.h.switchboard.hangUp({ userId: 'ada', legId: call.legId });
  expect(await shown(t)).toBe('Offline/Offline');
  const { joinMeetingIdSettings } = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {});
  await dialled(t.h, 'ada', joinMeetingIdSettings.joinMeetingId);
  expect(await shown(t)).toBe('Busy/InAConferenceCall');
});

describe('an app has a session of a person’s presence', () => {
  const set = { sessionId: 'desk', availability: 'Available', activity: 'Available', expirationDuration: 'PT1H' };

  test('which fades when it is not set again, and ends', async () => {
    const t = await testAround();
    expect((await t.ask('POST', `${path}/setPresence`, set)).status).toBe(200);
    expect(await shown(t)).toBe('Available/Available');
    await t.h.clock.advance(5 * minute);
    expect(await shown(t)).toBe('Available/AvailableInactive');
    await t.h.clock.advance(5 * minute);
    expect(await shown(t)).toBe('Away/Away');
    await t.h.clock.advance(50 * minute);
    expect(await shown(t)).toBe('Offline/Offline');
  });

  test('the strongest of several counts, what she prefers before all, while any is open', async () => {
    const t = await testAround();
    const prefer = (availability: string, activity: string): Promise<Response> =>
      t.ask('POST', `${path}/setUserPreferredPresence`, { availability, activity, expirationDuration: 'PT8H' });
    await prefer('DoNotDisturb', 'DoNotDisturb');
    expect(await shown(t)).toBe('Offline/Offline');
    await t.ask('POST', `${path}/setPresence`, set);
    expect(await shown(t)).toBe('DoNotDisturb/DoNotDisturb');
    await t.ask('POST', `${path}/clearUserPreferredPresence`, {});
    await t.ask('POST', `${path}/setPresence`, { ...set, sessionId: 'other', availability: 'busy', activity: 'inACall' });
    expect(await shown(t)).toBe('Busy/InACall');
    expect((await t.ask('POST', `${path}/clearPresence`, { sessionId: 'other' })).status).toBe(200);
    expect(await shown(t)).toBe('Available/Available');
    expect((await t.ask('POST', `${path}/clearPresence`, { sessionId: 'other' })).status).toBe(404);
    await prefer('Offline', 'OffWork');
    expect(await shown(t)).toBe('Offline/OffWork');
    await t.h.clock.advance(8 * 60 * minute);
    expect(await shown(t), 'the preference has ended, and so has the session').toBe('Offline/Offline');
  });

  test.each([
    [{ ...set, availability: 'Busy' }],
    [{ ...set, expirationDuration: 'PT4M' }],
    [{ ...set, expirationDuration: 'PT5H' }],
    [{ ...set, expirationDuration: 'an hour' }],
    [{ ...set, sessionId: undefined }],
    ['['],
  ])('but not by %j', async (body) => {
    const t = await testAround();
    expect((await t.ask('POST', `${path}/setPresence`, body)).status).toBe(400);
  });

  test('and no more than twenty are kept', async () => {
    const t = await testAround();
    const statuses: number[] = [];
    for (let index = 0; index < 21; index++)
      statuses.push((await t.ask('POST', `${path}/setPresence`, { ...set, sessionId: String(index) })).status);
    expect(statuses.at(-2)).toBe(200);
    expect(statuses.at(-1)).toBe(429);
  });
});

test('a status message stands until its time, in whatever zone that was given', async () => {
  const t = await testAround();
  const statusMessage = {
    message: { content: 'At lunch', contentType: 'text' },
    expiryDateTime: { dateTime: '2026-01-01T02:00:00', timeZone: 'Europe/Vienna' },
  };
  expect((await t.ask('POST', `${path}/setStatusMessage`, { statusMessage })).status).toBe(200);
  expect(await t.json('GET', path)).toMatchObject({ statusMessage: { ...statusMessage, publishedDateTime: '2026-01-01T00:00:00.000Z' } });
  await t.h.clock.advance(60 * minute);
  expect(await t.json('GET', path)).toMatchObject({ statusMessage: null });
  for (const bad of [
    { ...statusMessage, expiryDateTime: { dateTime: 'noon', timeZone: 'UTC' } },
    { ...statusMessage, expiryDateTime: { dateTime: '2030-01-01T00:00:00', timeZone: 'Middle Earth' } },
    { message: { content: '<b>', contentType: 'html' } },
    statusMessage,
  ])
    expect((await t.ask('POST', `${path}/setStatusMessage`, { statusMessage: bad })).status).toBe(400);
});

test('reading needs one permission, writing another; a place of work is for signed-in people', async () => {
  const t = await testAround({ permissions: ['Presence.Read.All'] });
  expect((await t.ask('GET', path)).status).toBe(200);
  expect((await t.ask('POST', `${path}/clearPresence`, { sessionId: 'x' })).status).toBe(403);
  expect((await t.ask('POST', `${path}/setManualLocation`, {})).status).toBe(403);
});
