/** Tells of an order, says goodbye and hangs up; before the goodbye is over, where it goes by a time that somebody measured once. */
import { defineBot, type Bot } from 'rollcall';

export function orderLine({ hangsUp }: { readonly hangsUp: 'after the goodbye' | 'after 2 s' }): Bot {
  return defineBot({
    name: 'order line',
    async onCall(call, { clock }) {
      await call.answer();
      await call.say('Your order is on its way.');
      const goodbye = call.say('If there is anything else, call us again. Goodbye, and thank you.');
      await (hangsUp === 'after 2 s' ? clock.sleep(2_000) : goodbye);
      await call.hangUp();
      await goodbye;
    },
  });
}
