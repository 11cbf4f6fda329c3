/** People who are called, put through and brought over by bots, through the real door and by ear. */
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { appIdOf } from '../../src/testing/house/lab-directory.ts';
import { namesIn, Puppet } from './puppet.ts';
import { calls, during, joined, story, takes, whoHears, whoHearsBot } from './story.ts';

test('after the bot has asked her, the caller takes its place: both hear each other, and both calls of the bot end', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const dialled = desk.context.dial({ user: grace.user });
    const colleague = await takes(lab, grace);
    const consultation = joined(await during(lab, dialled));
    expect(await whoHearsBot(lab, consultation, 'May I put Ada through?', [colleague, caller])).toEqual([true, false]);
    expect(await during(lab, desk.call.transfer({ user: grace.user }, { after: consultation }))).toEqual({ kind: 'connected' });
    await lab.pass('1 s');
    expect([desk.call.ended?.kind, consultation.ended?.kind]).toEqual(['ended', 'ended']);
    expect(await whoHears(lab, caller, 'good to hear you', [colleague])).toEqual([true]);
    expect(await whoHears(lab, colleague, 'it is a pleasure', [caller])).toEqual([true]);
    await colleague.hangsUp();
    await lab.pass('10 s');
    expect(caller.handset.leg).toMatchObject({ state: 'ended', endedAs: 'otherHungUp' });
  });
});

test('one with whom the bot speaks comes over into a call, and that call ends', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const dialled = desk.context.dial({ user: grace.user });
    const colleague = await takes(lab, grace);
    const consultation = joined(await during(lab, dialled));
    expect(await during(lab, desk.call.invite({ user: grace.user }, { from: consultation }))).toEqual({ kind: 'joined' });
    await lab.pass('1 s');
    expect(consultation.ended?.kind).toBe('ended');
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Grace Hopper', 'the bot']);
    expect(await whoHears(lab, caller, 'so here you are', [colleague])).toEqual([true]);
    expect(await whoHears(lab, colleague, 'they have brought me over', [caller])).toEqual([true]);
    expect(await whoHearsBot(lab, desk.call, 'I am here, too.', [caller, colleague])).toEqual([true, true]);
  });
});

test('of several who are called at once, whoever answers is in the call, and comes to hear the others', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const dialled = desk.context.dialGroup([grace, alan, katherine].map(({ user }) => ({ user })), { subject: 'Lunch' }); // prettier-ignore
    await lab.person('Alan').declines({ within: '20 s' });
    const colleague = await takes(lab, grace);
    const group = joined(await during(lab, dialled));
    desk.listen(group);
    expect(namesIn(group)).toEqual(['Grace Hopper', 'the bot']);
    expect(await whoHearsBot(lab, group, 'Is it lunch time?', [colleague, caller])).toEqual([true, false]);
    const late = await takes(lab, katherine);
    expect(desk.told).toEqual(['+Katherine Johnson']);
    expect(await whoHears(lab, late, 'here I am as well', [colleague, caller])).toEqual([true, false]);
    expect(await whoHears(lab, colleague, 'then let us go', [late])).toEqual([true]);
  });
});

test('when nobody of several answers, that is an outcome', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    await calls(lab, ada, '100');
    const dialled = desk.context.dialGroup([{ user: grace.user }, { user: alan.user }]);
    await lab.group('Alan', 'Grace').declines({ within: '20 s' });
    expect(await during(lab, dialled)).toEqual({
      kind: 'notAnswered',
      reason: { code: 200, subcode: 5013, message: 'Nobody joined.' },
    });
  });
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
  await story({ bots: { '100': desk.bot, '101': menu } }, async (lab) => {
    await calls(lab, ada, '100');
    const other = joined(await during(lab, desk.context.dial({ app: appIdOf('101') })));
    await lab.pass('2 s');
    expect(await during(lab, other.press('2718#'))).toEqual({ kind: 'pressed' });
    await lab.pass('2.5 s');
    expect(await during(lab, other.press('*'))).toEqual({ kind: 'pressed' });
    await lab.pass('3 s');
    expect(answers).toEqual([{ kind: 'digits', digits: '2718' }, { kind: 'key', key: '*' }]); // prettier-ignore
    expect(other.ended).toMatchObject({ kind: 'ended' });
  });
});
