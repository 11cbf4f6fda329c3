/** What goes wrong in group calls, through the real door: people vanish, the sound of a call is lost, messages to bots are lost. Others go on. */
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import type { Facts } from '../../src/base/facts.ts';
import type { EngineFacts } from '../../src/engine/port.ts';
import { networkError } from '../../src/testing/house/wire.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { Line } from '../../src/testing/people/line.ts';
import { namesIn, Puppet } from './puppet.ts';
import { calls, during, gathers, hasHeard, story, takes, whoHears, whoHearsBot } from './story.ts';

test('one who vanishes and does not come back leaves the roster, and the others go on', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague, third] = (await gathers(lab, desk.call, [grace, alan])) as [Line, Line];
    await colleague.losesNetwork();
    await lab.pass('1 s');
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'the bot']);
    await lab.pass('15 s');
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'the bot']);
    expect(await whoHears(lab, caller, 'what happened to her', [third])).toEqual([true]);
  });
});

test('when the sound of one group call is lost the bot stays in it, whoever does not come back leaves, and another call goes on', async () => {
  const [desk, second] = [new Puppet(), new Puppet('second')];
  await story({ bots: { '100': desk.bot, '101': second.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague] = (await gathers(lab, desk.call, [grace])) as [Line];
    const other = await calls(lab, alan, '101');
    const [friend] = (await gathers(lab, second.call, [katherine])) as [Line];
    const said = desk.call.say('This is a long sentence, in the middle of which all sound is lost.');
    await lab.pass('1 s');
    loseRoom(lab, caller);
    expect(await during(lab, said)).toMatchObject({ kind: 'interrupted' });
    await lab.pass('10 s');
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Grace Hopper', 'the bot']);
    await lab.pass('6 s');
    expect([caller, colleague].map(({ handset: { leg } }) => leg?.endedAs)).toEqual(['mediaFailed', 'mediaFailed']);
    expect(desk.call.ended).toMatchObject({ kind: 'ended' });
    expect(await whoHears(lab, other, 'we are still here', [friend])).toEqual([true]);
    expect(namesIn(second.call)).toEqual(['Alan Turing', 'Katherine Johnson', 'the bot']);
    for (const { heard } of [caller, colleague]) expect(heard).toMatchObject([{ isOver: true, isWhole: false }]);
  });
});

test('a caller who leaves while somebody is still rung leaves a call that goes on without them', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague] = (await gathers(lab, desk.call, [grace])) as [Line];
    const invited = desk.call.invite({ user: alan.user });
    await lab.person('Alan').rings({ within: '20 s' });
    await caller.losesNetwork();
    await lab.pass('16 s');
    const late = await takes(lab, alan);
    expect(await during(lab, invited)).toEqual({ kind: 'joined' });
    expect(namesIn(desk.call)).toEqual(['Alan Turing', 'Grace Hopper', 'the bot']);
    expect(await whoHears(lab, late, 'has she gone already', [colleague])).toEqual([true]);
    expect(hasHeard(caller, 'has she gone already')).toBe(false);
  });
});

test('a list of those who are there that gets lost on its way is made good by the next, and nobody is told twice', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    let sent = 0;
    lab.house.wire.intercept((request, next) => {
      if (request.url.endsWith('/bots/100/calls') && sent++ === 2) return Promise.reject(networkError('ECONNRESET', 'lost'));
      return next(request);
    });
    const [colleague, third] = (await gathers(lab, desk.call, [grace, alan])) as [Line, Line];
    await lab.pass('30 s');
    expect(lab.messages.filter(({ problem }) => problem !== undefined)).toHaveLength(1);
    expect(sent).toBeGreaterThan(2);
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'the bot']);
    expect([...desk.told].toSorted()).toEqual(['+Ada Lovelace', '+Alan Turing', '+Grace Hopper', '+the bot']);
    expect(await whoHearsBot(lab, desk.call, 'Everybody is here.', [caller, colleague, third])).toEqual([true, true, true]);
  });
});

/** The media process in which somebody's call is has died. */
function loseRoom({ house: { carrier } }: Lab, { handset: { callId: roomId } }: Line): void {
  carrier.engine.send({ kind: 'closeRoom', roomId });
  (carrier.engine.facts as Facts<EngineFacts>).tell('roomsLost', { roomIds: [roomId], reason: 'it was killed' });
}
