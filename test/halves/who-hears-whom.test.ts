/** Who hears whom in a group call, as a client of Graph has it with audio routing groups, by ear. */
import { expect, test } from 'vitest';
import { ada, alan, grace } from '../../bots/people.ts';
import type { Phone } from './phone.ts';
import { participantOf, Puppet } from './puppet.ts';
import { calls, during, gathers, goHome, whoHears, whoHearsBot } from './story.ts';
import { openTwoHalves, type TwoHalves } from './two-halves.ts';

test('an interpreter whispers to one alone, until the group is changed, and deleted', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot } });
  const caller = await calls(house, ada, '100');
  const [colleague, interpreter] = (await gathers(house, desk.call, [grace, alan])) as [Phone, Phone];
  const { routingGroups } = house.clientOf('100');
  const [herId, theirId, hisId] = [ada, grace, alan].map((each) => participantOf(desk.call, each).id) as [string, string, string];
  const whoHearsHim = (words: string): Promise<readonly boolean[]> => whoHears(house, interpreter, words, [caller, colleague]);
  expect(await whoHearsHim('before that all hear me')).toEqual([true, true]);

  const group = await during(house, routingGroups.create(desk.call.id, { routingMode: 'oneToOne', sources: [hisId], receivers: [herId] })); // prettier-ignore
  expect(await whoHearsHim('this is for your ears')).toEqual([1, 1]);
  expect(await during(house, routingGroups.list(desk.call.id))).toMatchObject({ value: [{ id: group.id, sources: [hisId] }] });
  await during(house, routingGroups.update(desk.call.id, group.id ?? '', { routingMode: 'oneToOne', sources: [hisId], receivers: [theirId] })); // prettier-ignore
  expect(await whoHearsHim('and this is for yours')).toEqual([1, 1]);
  expect(await whoHears(house, caller, 'what does he say', [colleague, interpreter])).toEqual([1, 1]);
  expect(await during(house, routingGroups.delete(desk.call.id, group.id ?? ''))).toBe('done');
  expect(await whoHearsHim('after that all hear me again')).toEqual([1, 1]);
  expect(await during(house, routingGroups.delete(desk.call.id, group.id ?? ''))).toBe('gone');
  await goHome(house, [caller, colleague, interpreter]);
});
