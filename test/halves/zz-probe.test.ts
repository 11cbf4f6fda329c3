import { test } from 'vitest';
import { ada, alan, grace } from '../../bots/people.ts';
import { Puppet } from './puppet.ts';
import { calls, during } from './story.ts';
import { openTwoHalves } from './two-halves.ts';
test('probe', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const m = await during(house, house.clientOf('100').meetings.create(grace.user, { subject: 'Lunch', lobbyBypassSettings: { scope:'organizer' } }));
  await calls(house, ada, '100');
  await calls(house, grace, m.joinMeetingIdSettings?.joinMeetingId ?? '');
  const n = house.wire.carried.length;
  const first = desk.context.join({ id: m.joinMeetingIdSettings?.joinMeetingId ?? '' });
  void first.then((o) => console.log('outcome at', house.clock.now(), o.kind, 'call' in o ? o.call.participants : o));
  await house.clock.advance(5000);
  for (const c of house.wire.carried.slice(n)) console.log(c.sentMs, c.method, c.url.slice(20, 90), c.status, c.body.slice(0, 1500).replace(/"token":"[^"]*"/g,''));
});
