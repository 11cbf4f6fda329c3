/** Group calls as a bot makes them, through the real door and by ear: inviting, muting, holding, sending away. */
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import { namesIn, participantOf, Puppet } from './puppet.ts';
import type { Phone } from './phone.ts';
import { calls, during, gathers, goHome, rings, whoHears, whoHearsBot } from './story.ts';
import { HOLD_MUSIC, openTwoHalves } from './two-halves.ts';

test('whoever is invited and comes hears everybody and is heard by everybody, and the bot is told who is there', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  expect(desk.call.participants).toEqual([]);
  const [colleague, third] = (await gathers(house, desk.call, [grace, alan])) as [Phone, Phone];
  expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'the bot']);
  expect(await whoHears(house, caller, 'good morning to you all', [colleague, third])).toEqual([true, true]);
  expect(await whoHears(house, third, 'and to you', [caller, colleague])).toEqual([true, true]);
  expect(await whoHearsBot(house, desk.call, 'Welcome, everybody.', [caller, colleague, third])).toEqual([true, true, true]);
  colleague.hangUp();
  await house.clock.advance(500);
  expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'the bot']);
  expect([...desk.told].toSorted()).toEqual(['+Ada Lovelace', '+Alan Turing', '+Grace Hopper', '+the bot', '-Grace Hopper']);
  await goHome(house, [caller, third]);
});

test('an invitation that is declined, or that nobody takes, is an outcome, and those who talk go on', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague] = (await gathers(house, desk.call, [grace])) as [Phone];
  const [busy, away] = [house.phoneOf(alan), house.phoneOf(katherine)];
  const declined = desk.call.invite({ user: alan.user });
  await rings(house, busy);
  busy.decline();
  expect(await during(house, declined)).toMatchObject({ kind: 'notJoined', reason: { code: 603 } });
  const ignored = desk.call.invite({ user: katherine.user });
  await rings(house, away);
  expect(await whoHears(house, caller, 'let us not wait for her', [colleague])).toEqual([true]);
  expect(await during(house, ignored)).toMatchObject({ kind: 'notJoined', reason: { code: 480, subcode: 10037 } });
  expect(away.isRinging).toBe(false);
  expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Grace Hopper', 'the bot']);
  await goHome(house, [caller, colleague]);
});

test('one whom the bot mutes is heard by nobody until she unmutes herself; a muted bot is heard by nobody', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague, third] = (await gathers(house, desk.call, [grace, alan])) as [Phone, Phone];
  expect(await during(house, desk.call.mute(participantOf(desk.call, grace)))).toEqual({ kind: 'done' });
  expect(await whoHears(house, colleague, 'can anybody hear me', [caller, third])).toEqual([false, false]);
  expect(await whoHears(house, caller, 'no we cannot', [colleague, third])).toEqual([true, true]);
  expect(desk.told.at(-1)).toBe('~Grace Hopper muted');
  colleague.mute(false);
  expect(await whoHears(house, colleague, 'and now here I am', [caller, third])).toEqual([true, true]);
  expect(desk.told.at(-1)).toBe('~Grace Hopper');
  expect(await during(house, desk.call.mute())).toEqual({ kind: 'done' });
  expect(await whoHearsBot(house, desk.call, 'Nobody hears this.', [caller, colleague, third])).toEqual([false, false, false]);
  expect(await during(house, desk.call.unmute())).toEqual({ kind: 'done' });
  expect(await whoHearsBot(house, desk.call, 'But they hear that.', [caller, colleague, third])).toEqual([true, true, true]);
  await goHome(house, [caller, colleague, third]);
});

test('hold music is heard by the one on hold alone, who neither hears nor is heard until taken back', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague, third] = (await gathers(house, desk.call, [grace, alan])) as [Phone, Phone];
  for (const { person } of [caller, colleague, third]) person.forget();
  expect(await during(house, desk.call.hold(participantOf(desk.call, ada)))).toEqual({ kind: 'done' });
  await house.clock.advance(2_000);
  expect([caller, colleague, third].map((each) => each.heard(HOLD_MUSIC) > 0.6)).toEqual([true, false, false]);
  expect(await whoHears(house, colleague, 'we talk about her now', [caller, third])).toEqual([false, true]);
  expect(await whoHears(house, caller, 'are you still there', [colleague, third])).toEqual([false, false]);
  expect(await during(house, desk.call.unhold(participantOf(desk.call, ada)))).toEqual({ kind: 'done' });
  expect(await whoHears(house, colleague, 'welcome back to us', [caller, third])).toEqual([true, true]);
  expect(await during(house, desk.call.hold(participantOf(desk.call, alan), { music: 'A tune of my own.' }))).toEqual({ kind: 'done' });
  for (const { person } of [caller, colleague, third]) person.forget();
  await house.clock.advance(3_000);
  expect([caller, colleague, third].map((each) => each.heard('A tune of my own.') > 0.6)).toEqual([false, false, true]);
  await goHome(house, [caller, colleague, third]);
});

test('one whom the bot removes is gone at once, and again is told to have left; the others go on', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague, third] = (await gathers(house, desk.call, [grace, alan])) as [Phone, Phone];
  const her = participantOf(desk.call, grace);
  expect(await during(house, desk.call.remove(her))).toEqual({ kind: 'done' });
  expect(colleague.leg).toMatchObject({ state: 'ended', endedAs: 'removed' });
  expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'the bot']);
  expect(await during(house, desk.call.remove(her))).toEqual({ kind: 'gone' });
  expect(await whoHears(house, caller, 'has she left us then', [third])).toEqual([true]);
  expect(await during(house, desk.call.tellRecording('recording'))).toEqual({ kind: 'done' });
  await goHome(house, [caller, third]);
});
