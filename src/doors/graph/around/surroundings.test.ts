import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SqliteFactLog } from '../../../store/sqlite-fact-log.ts';
import { dialled } from '../../../switchboard/test-house.ts';
import type { OnlineMeeting } from '../../../wire/graph/online-meeting.ts';
import type { Subscription } from '../../../wire/graph/subscription.ts';
import { realClock } from '../../../base/clock.ts';
import { listenAt, inCall, presenceWish } from './subscriptions/test-listener.ts';
import { testAround } from './test-around.ts';

test('a restart on the same disk: the meeting is joined as before, its attendance read, the subscription told; what was ended stays so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'surroundings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'log.db');
  const clock = realClock();

  const log = await SqliteFactLog.open(file, { clock });
  const before = await testAround({ log });
  listenAt(before);
  const meeting = await before.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {
    subject: 'Weekly',
    lobbyBypassSettings: { scope: 'everyone' },
  });
  const other = await before.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {});
  await before.ask('DELETE', `/users/ada/onlineMeetings/${other.id}`);
  const { id } = await before.json<Subscription>('POST', '/subscriptions', presenceWish);
  const { id: ended } = await before.json<Subscription>('POST', '/subscriptions', presenceWish);
  await before.ask('DELETE', `/subscriptions/${ended}`);
  await before.ask('POST', '/users/grace/presence/setPresence', { ...inCall, availability: 'Away', activity: 'Away' });
  const { legId } = await dialled(before.h, 'ada', meeting.joinMeetingIdSettings.joinMeetingId);
  await before.h.clock.advance(60_000);
  before.h.switchboard.hangUp({ userId: 'ada', legId });
  await before.h.clock.advance(60_000);
  const earlier = [...before.h.facts];
  await before.close();
  await log[Symbol.asyncDispose]();

  await using again = await SqliteFactLog.open(file, { clock });
  const after = await testAround({ log: again, earlier, seed: 2 });
  const listener = listenAt(after);
  expect(await after.json('GET', `/users/ada/onlineMeetings/${meeting.id}`)).toEqual({ ...meeting, '@odata.context': expect.any(String) });
  expect((await after.ask('GET', `/users/ada/onlineMeetings/${other.id}`)).status).toBe(404);
  expect(await after.json('GET', `/users/ada/onlineMeetings/${meeting.id}/attendanceReports`)).toMatchObject({
    value: [{ totalParticipantCount: 1 }],
  });
  expect(await after.json('GET', '/users/grace/presence')).toMatchObject({ availability: 'Away' });
  expect(await after.json('GET', '/subscriptions')).toMatchObject({ value: [{ id, clientState: 'sesame' }] });
  await dialled(after.h, 'ada', meeting.joinMeetingIdSettings.joinMeetingId);
  await after.h.clock.settle();
  expect(listener.heard.map(({ subscriptionId, resource }) => [subscriptionId, resource])).toEqual([[id, 'communications/presences/ada']]);
  await after.h.clock.advance(60 * 60_000);
  expect(await after.json('GET', '/subscriptions'), 'its end is kept as well').toMatchObject({ value: [] });
  await after.close();
});
