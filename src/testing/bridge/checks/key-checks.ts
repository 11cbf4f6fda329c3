/** Keys, both ways. */
import { keyHertz, type TelephoneKey } from '../../../media/dtmf.ts';
import { type Check } from '../check.ts';
import { able, holds } from '../check-outcome.ts';
import { SOON_MS } from '../checked-socket.ts';
import { framesOf, hasBoth } from '../check-sounds.ts';

const KEYS: readonly TelephoneKey[] = ['1', '#', '8'];

export const keyChecks: readonly Check[] = [
  {
    name: 'a key that somebody presses is told once',
    rule: { anchor: 'from-the-carrier', says: 'one press of a key of `0`–`9`, `*`, `#`, `A`–`D`, once, at its start' },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      const press = able(person.press, 'has nobody who presses keys');
      for (const key of ['5', '#']) await press(key);
      await socket.within(SOON_MS, () => socket.told('key').length >= 2);
      await stage.clock.sleep(800);
      const told = socket.told('key');
      holds(
        told.map(({ key }) => key).join('') === '5#',
        `5 and # were pressed, and ${told.map(({ key }) => key).join(', ') || 'nothing'} told`,
      );
      holds(
        told.every(({ sourceId }) => sourceId === person.sourceId),
        `the keys are told of source ${String(told[0]?.sourceId)}, and were pressed by ${String(person.sourceId)}`,
      );
    },
  },
  {
    name: 'keys that the bot presses are heard, and told when they were',
    rule: { anchor: 'from-the-bot', says: 'presses keys for all to hear, 120 ms each, with 80 ms between two unless told otherwise.' },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      const heard = await able(person.listen, 'has nobody who listens')();
      const beganMs = stage.clock.now();
      socket.order({ kind: 'press', pressId: 'three keys', keys: KEYS.join('') });
      holds(await socket.within(SOON_MS, () => socket.told('pressed').length > 0), 'press was not answered with pressed');
      const [pressed] = socket.told('pressed');
      holds(pressed?.pressId === 'three keys', `pressed has the pressId ${String(pressed?.pressId)}`);
      const afterMs = (pressed?.atMs ?? 0) - beganMs;
      holds(afterMs >= 440, `pressed came after ${afterMs.toFixed(0)} ms, and three keys take 520 ms`);
      await stage.clock.sleep(1_000);
      const frames = framesOf(await heard());
      let last = -1;
      for (const key of KEYS) {
        const places = frames.flatMap((frame, i) => (hasBoth(frame, keyHertz(key)) ? [i] : []));
        holds(places.length >= 3, `the two tones of ${key} were heard for ${String(places.length * 20)} ms, and 120 ms are a key`);
        holds((places[0] ?? 0) > last, `${key} was heard before the key before it`);
        last = places.at(-1) ?? 0;
      }
    },
  },
];
