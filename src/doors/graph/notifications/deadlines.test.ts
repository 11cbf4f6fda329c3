/** Graph's deadlines, as an app lives through them at the door: 15 s to answer, 45 min between two keepAlives. */
import { expect, test } from 'vitest';
import { atDesk, shortly, testDoor } from '../test-door.ts';

const minute = 60_000;

test('an app that was told of a call and does nothing for 15 s has lost it', async () => {
  const t = testDoor();
  t.h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '100' });
  await t.h.clock.advance(14_999);
  expect(shortly(t)).toEqual(['created * incoming']);
  await t.h.clock.advance(1);
  expect(shortly(t)).toEqual(['created * incoming', 'deleted * terminated']);
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({ resultInfo: { code: 408, subcode: 1106 } });
});

test('keepAlive gives a call 45 more minutes each time it succeeds; then it ends with 408/8537 and is gone', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  for (let times = 0; times < 3; times++) {
    await t.h.clock.advance(44 * minute);
    expect((await t.command('POST', `/${callId}/keepAlive`)).status).toBe(200);
  }
  await t.h.clock.advance(44 * minute);
  expect(t.received).toEqual([]);
  await t.h.clock.advance(minute);
  expect(shortly(t)).toEqual(['deleted * terminated']);
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({ resultInfo: { code: 408, subcode: 8537 } });
  expect((await t.command('POST', `/${callId}/keepAlive`)).status).toBe(404);
});

test('a keepAlive that did not succeed does not count', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  await t.h.clock.advance(44 * minute);
  expect((await t.command('POST', `/${callId}/keepAlive`, undefined, { headers: { authorization: 'Bearer rubbish' } })).status).toBe(401);
  expect((await t.command('POST', `/${callId}/keepAlive`, undefined, { appId: 'echo' })).status).toBe(404);
  await t.h.clock.advance(minute);
  expect(shortly(t)).toEqual(['deleted * terminated']);
});
