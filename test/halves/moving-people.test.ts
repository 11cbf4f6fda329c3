/** People who are called, put through and brought over by bots, through the real door and by ear. */
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { namesIn, Puppet } from './puppet.ts';
import { calls, during, goHome, joined, rings, takes, whoHears, whoHearsBot } from './story.ts';
import { openTwoHalves } from './two-halves.ts';

test('after the bot has asked her, the caller takes its place: both hear each other, and both calls of the bot end', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const [caller, colleague] = [await calls(house, ada, '100'), house.phoneOf(grace)];
  const dialled = desk.context.dial({ user: grace.user });
  await takes(house, colleague);
  const consultation = joined(await during(house, dialled));
  expect(await whoHearsBot(house, consultation, 'May I put Ada through?', [colleague, caller])).toEqual([true, false]);
  expect(await during(house, desk.call.transfer({ user: grace.user }, { after: consultation }))).toEqual({ kind: 'connected' });
  await house.clock.advance(1_000);
  expect([desk.call.ended?.kind, consultation.ended?.kind]).toEqual(['ended', 'ended']);
  expect(await whoHears(house, caller, 'good to hear you', [colleague])).toEqual([true]);
  expect(await whoHears(house, colleague, 'it is a pleasure', [caller])).toEqual([true]);
  await goHome(house, [colleague]);
  expect(caller.leg).toMatchObject({ state: 'ended', endedAs: 'otherHungUp' });
});

test('one with whom the bot speaks comes over into a call, and that call ends', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const [caller, colleague] = [await calls(house, ada, '100'), house.phoneOf(grace)];
  const dialled = desk.context.dial({ user: grace.user });
  await takes(house, colleague);
  const consultation = joined(await during(house, dialled));
  expect(await during(house, desk.call.invite({ user: grace.user }, { from: consultation }))).toEqual({ kind: 'joined' });
  await house.clock.advance(1_000);
  expect(consultation.ended?.kind).toBe('ended');
  expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Grace Hopper', 'the bot']);
  expect(await whoHears(house, caller, 'so here you are', [colleague])).toEqual([true]);
  expect(await whoHears(house, colleague, 'they have brought me over', [caller])).toEqual([true]);
  expect(await whoHearsBot(house, desk.call, 'I am here, too.', [caller, colleague])).toEqual([true, true]);
  await goHome(house, [caller, colleague]);
});

test('of several who are called at once, whoever answers is in the call, and comes to hear the others', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague, busy, late] = [house.phoneOf(grace), house.phoneOf(alan), house.phoneOf(katherine)];
  const dialled = desk.context.dialGroup([grace, alan, katherine].map(({ user }) => ({ user })), { subject: 'Lunch' }); // prettier-ignore
  await rings(house, busy);
  busy.decline();
  await takes(house, colleague);
  const group = joined(await during(house, dialled));
  desk.listen(group);
  expect(namesIn(group)).toEqual(['Grace Hopper', 'the bot']);
  expect(await whoHearsBot(house, group, 'Is it lunch time?', [colleague, caller])).toEqual([true, false]);
  await takes(house, late);
  expect(desk.told).toEqual(['+Katherine Johnson']);
  expect(await whoHears(house, late, 'here I am as well', [colleague, caller])).toEqual([true, false]);
  expect(await whoHears(house, colleague, 'then let us go', [late])).toEqual([true]);
  await goHome(house, [colleague, late, caller]);
});

test('when nobody of several answers, that is an outcome', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague, busy] = [house.phoneOf(grace), house.phoneOf(alan)];
  const dialled = desk.context.dialGroup([{ user: grace.user }, { user: alan.user }]);
  await rings(house, busy);
  busy.decline();
  colleague.decline();
  expect(await during(house, dialled)).toEqual({
    kind: 'notAnswered',
    reason: { code: 200, subcode: 5013, message: 'Nobody joined.' },
  });
  await goHome(house, [caller]);
});

test('keys that one bot presses are heard by another bot that asks for them', async () => {
  const answers: unknown[] = [];
  const menu: Bot = {
    name: 'menu',
    async onCall(call) {
      await call.answer();
      answers.push(await call.ask({ prompt: 'Please enter your number.', digits: { max: 6 }, timeoutMs: 15_000 }));
      answers.push(await call.ask({ prompt: 'Press star to confirm.', keys: ['*', '0'] }));
      await call.say('Thank you.');
    },
  };
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot, '101': menu } });
  const caller = await calls(house, ada, '100');
  const other = joined(await during(house, desk.context.dial({ app: 'b0000000-0000-4000-8000-000000000101' })));
  await house.clock.advance(2_000);
  expect(await during(house, other.press('2718#'))).toEqual({ kind: 'pressed' });
  await house.clock.advance(2_500);
  expect(await during(house, other.press('*'))).toEqual({ kind: 'pressed' });
  await house.clock.advance(3_000);
  expect(answers).toEqual([{ kind: 'digits', digits: '2718' }, { kind: 'key', key: '*' }]); // prettier-ignore
  expect(other.ended).toMatchObject({ kind: 'ended' });
  await goHome(house, [caller]);
});
