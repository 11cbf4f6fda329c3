/** A menu of two floors. What its second floor says is the way back must lead back. */
import { defineBot, type Bot, type KeyAnswer } from 'rollcall';

type Floor = { readonly prompt: string; readonly leads: Readonly<Record<string, string>> };

const start: Floor = { prompt: 'For our opening hours press 1, for our address press 2.', leads: { '1': 'hours', '2': 'address' } };
const hours = 'We are open from nine to five. Press 9 to go back.';
const address = 'We are at Mill Lane 4. Press 9 to go back.';

/** `wayBack`: the key that leads back from the opening hours. */
export function menu({ wayBack }: { readonly wayBack: string }): Bot {
  const floors: Readonly<Record<string, Floor>> = {
    start,
    hours: { prompt: hours, leads: { [wayBack]: 'start' } },
    address: { prompt: address, leads: { '9': 'start' } },
  };
  return defineBot({
    name: 'menu',
    async onCall(call) {
      await call.answer();
      let floor: Floor | undefined = start;
      while (floor) {
        const { prompt, leads }: Floor = floor;
        const choice: KeyAnswer<string> = await call.ask({ prompt, keys: Object.keys(leads), noMatch: 'That is not one of the choices.' });
        if (choice.kind !== 'key') return;
        floor = floors[leads[choice.key] ?? ''];
      }
    },
  });
}
