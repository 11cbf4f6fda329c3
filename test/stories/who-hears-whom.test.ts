/** Who hears whom in a group call, as a client of Graph has it with audio routing groups, by ear. */
import { expect, test } from 'vitest';
import { ada, alan, grace } from '../../bots/people.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { Line } from '../../src/testing/people/line.ts';
import { participantOf, Puppet } from './puppet.ts';
import { calls, during, gathers, story, takes, whoHears, whoHearsBot } from './story.ts';

test('an interpreter who is apart is heard by the one alone to whom a group leads, until it is changed, and deleted', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague] = (await gathers(lab, desk.call, [grace])) as [Line];
    const interpreter = await comesApart(lab, desk.call.id);
    const { routingGroups } = lab.graph('100');
    const [hers, theirs, his] = [ada, grace, alan].map((each) => participantOf(desk.call, each).id) as [string, string, string];
    const whoHearsHim = (words: string): Promise<readonly boolean[]> => whoHears(lab, interpreter, words, [caller, colleague]);
    expect(await whoHearsHim('nobody interprets this')).toEqual([false, false]);
    expect(await whoHears(lab, caller, 'where is he then', [colleague, interpreter])).toEqual([true, false]);

    const toHer = { routingMode: 'oneToOne', sources: [his], receivers: [hers] } as const;
    const { id = '' } = await during(lab, routingGroups.create(desk.call.id, toHer));
    expect(await whoHearsHim('this is for your ears')).toEqual([true, false]);
    expect(await whoHears(lab, caller, 'he cannot hear me', [colleague, interpreter])).toEqual([true, false]);
    expect(await during(lab, routingGroups.list(desk.call.id))).toMatchObject({ value: [{ id, ...toHer }] });

    await during(lab, routingGroups.update(desk.call.id, id ?? '', { ...toHer, receivers: [theirs] }));
    expect(await whoHearsHim('and this is for yours')).toEqual([false, true]);
    const toHim = { routingMode: 'multicast', sources: [hers, theirs], receivers: [his] } as const;
    await during(lab, routingGroups.create(desk.call.id, toHim));
    expect(await whoHears(lab, caller, 'what does she say', [colleague, interpreter])).toEqual([true, true]);

    expect(await during(lab, routingGroups.delete(desk.call.id, id ?? ''))).toBe('done');
    expect(await whoHearsHim('and now nobody again')).toEqual([false, false]);
    expect(await during(lab, routingGroups.delete(desk.call.id, id ?? ''))).toBe('gone');
    expect(await whoHearsBot(lab, desk.call, 'He does not hear the bot.', [caller, colleague, interpreter])).toEqual([true, true, false]);
  });
});

/** Alan is invited so that he neither hears all nor is heard by all. */
async function comesApart(lab: Lab, callId: string): Promise<Line> {
  const identity = { user: { id: alan.user } };
  const body = { participants: [{ identity, removeFromDefaultAudioRoutingGroup: true }], clientContext: 'interpreter' };
  await during(lab, lab.graph('100').participants.invite(callId, body));
  return takes(lab, alan);
}
