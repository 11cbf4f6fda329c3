/** Our client of Graph and our switchboard keep together what the carriers' port promises, with people who speak, press keys and hang up. */
import { onTestFinished } from 'vitest';
import type { Clock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import type { VirtualClock } from '../base/virtual-clock.ts';
import { carrierCallConformance, type CallDriver } from '../call/conformance/carrier-call.ts';
import { carrierRosterConformance } from '../call/conformance/carrier-roster.ts';
import type { CarrierCall } from '../call/platform.ts';
import { GraphPlatform } from '../platforms/graph/graph-platform.ts';
import { invitationTo } from '../platforms/graph/parties.ts';
import type { PersonEntry } from '../switchboard/directory.ts';
import type { GraphApp } from './house/graph-app.ts';
import { tenantId } from './house/lab-directory.ts';
import type { Lab } from './lab.ts';
import { talk } from './test-stage.ts';
import { openLab } from './with-lab.ts';

const people = ['ada', 'grace', 'taken', 'notTaken', 'joined', 'notJoined'];

/** An app that is nothing but the port. */
function portApp(): GraphApp & { readonly calls: readonly CarrierCall[]; readonly platform: () => GraphPlatform } {
  const calls: CarrierCall[] = [];
  let platform: GraphPlatform | undefined;
  return {
    name: 'port',
    calls,
    platform: () => {
      if (!platform) throw new Error('the app was not opened');
      return platform;
    },
    open: ({ clock, ...place }) => {
      // What apps are shown is a part of it.
      platform = new GraphPlatform({ ...place, name: 'the lab', clock: clock as Clock, random: seededRandom(7), log: silentLog });
      platform.facts.on('incoming', ({ call }) => calls.push(call));
      return (request) => platform?.fetch(request) ?? Response.error();
    },
  };
}

const world = async (): Promise<CallDriver> => {
  const app = portApp();
  const lab = await openLab({ bots: [app], voice: 'built-in', codec: 'l16', keep: false });
  onTestFinished(() => lab.house[Symbol.asyncDispose]());
  const entries = lab.house.people.directory.people as PersonEntry[];
  entries.push(...people.map((name, at) => ({ userId: name, tenantId, name, number: String(901 + at) })));
  const line = await lab.person('ada').dial('100');
  const [call] = app.calls;
  if (!call) throw new Error('the call did not come in');
  const hasConsulted = { is: false };
  return {
    clock: lab.house.time.clock as VirtualClock,
    call,
    soundComes: () => lab.pass(100),
    playingEnds: () => lab.pass(1_200),
    async speaksAndStops() {
      await line.hears('(tone)');
      await line.says(talk(1_000));
      await line.presses('#');
    },
    staysSilent: () => lab.pass(5_000),
    presses: (key) => line.presses(key),
    async transferIs(result) {
      if (result === 'notTaken') await lab.person('notTaken').declines();
      else if (!hasConsulted.is) await lab.person('taken').answers();
      await lab.pass(500);
    },
    takePart: (names) => takePart(lab, call, names),
    async inviteIs(result) {
      if (result === 'joined') await lab.person('joined').answers();
      else await lab.person('notJoined').declines();
      await lab.pass(500);
    },
    holdingIsDone: () => lab.pass(500),
    keysAreSent: () => lab.pass(2_000),
    async consult() {
      const other = await app.platform().dial({ user: 'taken' });
      await lab.person('taken').answers();
      await lab.pass(500);
      hasConsulted.is = true;
      return other;
    },
    async hangsUp() {
      for (const each of lab.lines) await each.hangsUp();
      // A call goes on as long as somebody is rung who may come.
      if (lab.person('joined').isRinging) await lab.person('joined').declines();
    },
  };
};

/** The app brings those in who are not there, and those who are not named hang up. Two alone are no group, and nothing is told of them. */
async function takePart(lab: Lab, call: CarrierCall, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { lines } = lab.person(name);
    if (lines.some(({ ended }) => ended === undefined)) continue;
    await lab
      .graph('100')
      .participants.invite(call.info.id, { participants: [invitationTo({ user: name })], clientContext: `${name} is to come` });
    await lab.person(name).answers();
  }
  for (const line of lab.lines) if (!names.includes(line.name)) await line.hangsUp();
  await lab.pass(500);
}

carrierCallConformance('Graph and the switchboard', world);
carrierRosterConformance('Graph and the switchboard', world);
