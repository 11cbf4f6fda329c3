/** Who hears whom in a group call, as a client of Graph has it with audio routing groups, by ear. */
import { expect, test } from 'vitest';
import { ada, alan, grace } from '../../bots/people.ts';
import type { Phone } from './phone.ts';
import { participantOf, Puppet } from './puppet.ts';
import { calls, during, gathers, goHome, takes, whoHears, whoHearsBot } from './story.ts';
import { openTwoHalves, type TwoHalves } from './two-halves.ts';

test('an interpreter who is apart is heard by the one alone to whom a group leads, until it is changed, and deleted', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague] = (await gathers(house, desk.call, [grace])) as [Phone];
  const interpreter = await comesApart(house, desk.call.id);
  const { routingGroups } = house.clientOf('100');
  const [hers, theirs, his] = [ada, grace, alan].map((each) => participantOf(desk.call, each).id) as [string, string, string];
  const whoHearsHim = (words: string): Promise<readonly boolean[]> => whoHears(house, interpreter, words, [caller, colleague]);
  expect(await whoHearsHim('nobody interprets this')).toEqual([false, false]);
  expect(await whoHears(house, caller, 'where is he then', [colleague, interpreter])).toEqual([true, false]);

  const toHer = { routingMode: 'oneToOne', sources: [his], receivers: [hers] } as const;
  const { id = '' } = await during(house, routingGroups.create(desk.call.id, toHer));
  expect(await whoHearsHim('this is for your ears')).toEqual([true, false]);
  expect(await whoHears(house, caller, 'he cannot hear me', [colleague, interpreter])).toEqual([true, false]);
  expect(await during(house, routingGroups.list(desk.call.id))).toMatchObject({ value: [{ id, ...toHer }] });

  await during(house, routingGroups.update(desk.call.id, id ?? '', { ...toHer, receivers: [theirs] }));
  expect(await whoHearsHim('and this is for yours')).toEqual([false, true]);
  const toHim = { routingMode: 'multicast', sources: [hers, theirs], receivers: [his] } as const;
  await during(house, routingGroups.create(desk.call.id, toHim));
  expect(await whoHears(house, caller, 'what does she say', [colleague, interpreter])).toEqual([true, true]);

  expect(await during(house, routingGroups.delete(desk.call.id, id ?? ''))).toBe('done');
  expect(await whoHearsHim('and now nobody again')).toEqual([false, false]);
  expect(await during(house, routingGroups.delete(desk.call.id, id ?? ''))).toBe('gone');
  expect(await whoHearsBot(house, desk.call, 'He does not hear the bot.', [caller, colleague, interpreter])).toEqual([true, true, false]);
  await goHome(house, [caller, colleague, interpreter]);
});

/** Alan is invited so that he neither hears all nor is heard by all. */
async function comesApart(house: TwoHalves, callId: string): Promise<Phone> {
  const phone = house.phoneOf(alan);
  const identity = { user: { id: alan.user } };
  const body = { participants: [{ identity, removeFromDefaultAudioRoutingGroup: true }], clientContext: 'interpreter' };
  await during(house, house.clientOf('100').participants.invite(callId, body));
  await takes(house, phone);
  return phone;
}
