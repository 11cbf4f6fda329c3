/** What goes wrong in group calls, through the real door: people vanish, the sound of a call is lost, messages to bots are lost. Others go on. */
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import type { Facts } from '../../src/base/facts.ts';
import type { EngineFacts } from '../../src/engine/port.ts';
import type { Phone } from './phone.ts';
import { namesIn, Puppet } from './puppet.ts';
import { calls, during, gathers, goHome, rings, whoHears, whoHearsBot } from './story.ts';
import { openTwoHalves, type TwoHalves } from './two-halves.ts';

test('one who vanishes leaves the roster, and the others go on', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague, third] = (await gathers(house, desk.call, [grace, alan])) as [Phone, Phone];
  colleague.person.vanish();
  await house.clock.advance(1_000);
  expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'the bot']);
  expect(await whoHears(house, caller, 'what happened to her', [third])).toEqual([true]);
  await goHome(house, [caller, third]);
});

test('when the sound of one group call is lost it ends for all in it, with a reason, and another goes on', async () => {
  const [desk, second] = [new Puppet(), new Puppet('second')];
  await using house = await openTwoHalves({ bots: { '100': desk.bot, '101': second.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague] = (await gathers(house, desk.call, [grace])) as [Phone];
  const other = await calls(house, alan, '101');
  const [friend] = (await gathers(house, second.call, [katherine])) as [Phone];
  const said = desk.call.say('This is a long sentence, in the middle of which all sound is lost.');
  await house.clock.advance(1_000);
  loseRoom(house, caller);
  expect(await during(house, said)).toMatchObject({ kind: 'ended' });
  expect([caller, colleague].map(({ leg }) => leg?.endedAs)).toEqual(['engineLost', 'engineLost']);
  expect(desk.call.ended).toMatchObject({ kind: 'ended', reason: { code: 500, subcode: 1005 } });
  expect(await whoHears(house, other, 'we are still here', [friend])).toEqual([true]);
  expect(namesIn(second.call)).toEqual(['Alan Turing', 'Katherine Johnson', 'the bot']);
  await goHome(house, [other, friend]);
});

test('a caller who leaves while somebody is still rung leaves a call that goes on without them', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague] = (await gathers(house, desk.call, [grace])) as [Phone];
  const late = house.phoneOf(alan);
  const invited = desk.call.invite({ user: alan.user });
  await rings(house, late);
  caller.person.vanish();
  await house.clock.advance(500);
  await late.answer();
  expect(await during(house, invited)).toEqual({ kind: 'joined' });
  expect(namesIn(desk.call)).toEqual(['Alan Turing', 'Grace Hopper', 'the bot']);
  expect(await whoHears(house, late, 'has she gone already', [colleague])).toEqual([true]);
  await goHome(house, [colleague, late]);
});

test('a list of those who are there that gets lost on its way is made good by the next, and nobody is told twice', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  let lost = 0;
  house.wire.mishap = (request) => (request.url.endsWith('/bots/100/calls') && lost++ === 2 ? 'lost' : undefined);
  const [colleague, third] = (await gathers(house, desk.call, [grace, alan])) as [Phone, Phone];
  await house.clock.advance(30_000);
  expect(lost).toBeGreaterThan(2);
  expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'the bot']);
  expect([...desk.told].toSorted()).toEqual(['+Ada Lovelace', '+Alan Turing', '+Grace Hopper', '+the bot']);
  expect(await whoHearsBot(house, desk.call, 'Everybody is here.', [caller, colleague, third])).toEqual([true, true, true]);
  await goHome(house, [caller, colleague, third]);
});

/** The media process in which a phone's call is has died. */
function loseRoom({ engine, switchboard }: TwoHalves, { leg }: Phone): void {
  const roomId = switchboard.callOfLeg(leg?.legId ?? '')?.callId ?? '';
  engine.send({ kind: 'closeRoom', roomId });
  (engine.facts as Facts<EngineFacts>).tell('roomsLost', { roomIds: [roomId], reason: 'it was killed' });
}
