/** Calls leave nothing in memory: a whole house of both halves is gone once nobody holds it any more. A thousand labs need no more room than one. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { alan, grace } from '../../bots/people.ts';
import { bot as voicemail } from '../../bots/voicemail.ts';
import { participantOf, Puppet } from './puppet.ts';
import { during, gathers, hearsAll, story, takes } from './story.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

test.each([
  ['key, transfer, recording, echo', aloneWithBots],
  ['invitation, mute, hold, removal, meeting', inGroups],
])('%s', async (_, tell) => {
  const seen: WeakRef<object>[] = [];
  for (let seed = 1; seed <= 3; seed++) seen.push(await tell(seed));
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => void setImmediate(resolve));
    collect();
  }
  // What the latest one did last may still be held.
  expect(seen.slice(0, -1).filter((each) => each.deref() !== undefined)).toEqual([]);
});

function aloneWithBots(seed: number): Promise<WeakRef<object>> {
  return story({ bots: [frontDesk, echo, voicemail], seed, noAnswer: { after: '20 s', forwardTo: '102' } }, async (lab) => {
    const caller = await lab.person('Ada').dial('100');
    await hearsAll(caller, 'Welcome to Rollcall.');
    await caller.presses('1');
    await lab.person('Grace').answers();
    await lab.pass('1 s');
    await caller.hangsUp();
    const again = await lab.person('Ada').dial('101');
    await hearsAll(again, /say something after the tone/);
    await lab.pass('1 s');
    await again.says('Is there an echo?');
    await again.presses('#');
    await lab.pass('3 s');
    await again.hangsUp();
    const last = await lab.person('Ada').dial('202');
    await lab.pass('26 s');
    await last.says('Please call me back.');
    await last.presses('#');
    await lab.pass('5 s');
    return new WeakRef(lab.house);
  });
}

function inGroups(seed: number): Promise<WeakRef<object>> {
  const desk = new Puppet();
  return story({ bots: [desk.bot], seed }, async (lab) => {
    await lab.person('Ada').dial('100');
    await lab.pass('1 s');
    await gathers(lab, desk.call, [grace]);
    const her = participantOf(desk.call, grace);
    await during(lab, desk.call.mute(her));
    await during(lab, desk.call.hold(her));
    await during(lab, desk.call.say('One moment.'));
    await during(lab, desk.call.unhold(her));
    const dialled = desk.context.dial({ user: alan.user });
    await takes(lab, alan);
    await during(lab, dialled);
    await during(lab, desk.call.remove(her));
    const meeting = await lab.meeting();
    await during(lab, desk.context.join(meeting.link));
    await lab.pass('1 s');
    return new WeakRef(lab.house);
  });
}
