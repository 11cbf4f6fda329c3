/** Rings Grace and tells her who is calling. Her call has to end when the caller gives up. */
import { defineBot, type Bot } from 'rollcall';

const grace = { user: 'a0000000-0000-4000-8000-000000000202' };

export function sideCall({ endsWith }: { readonly endsWith: 'the caller' | 'Grace' }): Bot {
  return defineBot({
    name: 'side call',
    async onCall(call, { dial }) {
      await call.answer();
      await call.say('I am asking Grace.');
      const side = await dial(grace);
      if (side.kind !== 'answered') return;
      await side.call.say(`${call.from.name ?? 'Somebody'} is waiting for you. Press 1 when you have time.`);
      const { signal } = endsWith === 'the caller' ? call : side.call;
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
      await side.call.hangUp();
    },
  });
}
