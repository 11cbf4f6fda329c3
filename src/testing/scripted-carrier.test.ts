/** The scripted carrier keeps what the carriers' port promises. */
import { seededRandom } from '../base/random.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { carrierCallConformance, type CallDriver } from '../call/conformance/carrier-call.ts';
import { carrierRosterConformance } from '../call/conformance/carrier-roster.ts';
import type { Target } from '../call/platform.ts';
import type { Behaviour } from './scripted-roster.ts';
import { ScriptedCarrier } from './scripted-carrier.ts';
import { ada, speech } from './scripted-stage.ts';

const world = async (): Promise<CallDriver> => {
  const clock = virtualClock();
  const people = (target: Target): Behaviour => ({
    does: 'user' in target && ['taken', 'joined'].includes(target.user) ? 'answer' : 'noAnswer',
    afterMs: 5_000,
  });
  const carrier = new ScriptedCarrier({ clock, random: seededRandom(1), people });
  const call = carrier.ring({ from: { ...ada, id: 'ada' } });
  return {
    clock,
    call,
    soundComes: () => clock.settle(),
    playingEnds: () => clock.advance(1_000),
    async speaksAndStops() {
      call.speak(speech(1_000));
      await clock.advance(1_000);
      call.press('#');
    },
    staysSilent: () => clock.advance(4_000),
    async presses(key) {
      call.press(key);
    },
    transferIs: () => clock.advance(5_000),
    async takePart(names) {
      for (const { id, party, isSelf } of call.roster.participants) if (!isSelf && !names.includes(party.id)) call.roster.goes(id);
      call.roster.becomeGroup([call.info.to]);
      const known = call.roster.participants.map(({ party }) => party.id);
      for (const id of names) if (!known.includes(id)) call.roster.comesIn({ kind: 'user', id, name: id });
    },
    inviteIs: () => clock.advance(5_000),
    holdingIsDone: () => clock.settle(),
    keysAreSent: () => clock.advance(1_000),
    async consult() {
      const other = await carrier.dial({ user: 'taken' });
      await clock.advance(5_000);
      return other;
    },
    async hangsUp() {
      call.leave();
      await clock.settle();
    },
  };
};

carrierCallConformance('the scripted carrier', world);
carrierRosterConformance('the scripted carrier', world);
