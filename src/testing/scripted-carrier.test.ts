/** The scripted carrier keeps what the carriers' port promises. */
import { seededRandom } from '../base/random.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { carrierCallConformance } from '../call/conformance/carrier-call.ts';
import type { Target } from '../call/platform.ts';
import type { Behaviour } from './scripted-call.ts';
import { ScriptedCarrier } from './scripted-carrier.ts';
import { ada, speech } from './scripted-stage.ts';

carrierCallConformance('the scripted carrier', async () => {
  const clock = virtualClock();
  const people = (target: Target): Behaviour => ({
    does: 'user' in target && target.user === 'taken' ? 'answer' : 'noAnswer',
    afterMs: 5_000,
  });
  const call = new ScriptedCarrier({ clock, random: seededRandom(1), people }).ring({ from: ada });
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
    async hangsUp() {
      call.leave();
      await clock.settle();
    },
  };
});
