/** Keeps callers company until somebody has time for them. When they give up, there is nobody left to wait for. */
import { defineBot, type Bot } from 'rollcall';

export function queue({ minds }: { readonly minds: 'who hangs up' | 'nobody' }): Bot {
  const isSomebodyFree = (): boolean => false;
  return defineBot({
    name: 'queue',
    async onCall(call, { clock }) {
      await call.answer();
      const hasGone = (): boolean => minds === 'who hangs up' && call.signal.aborted;
      while (!isSomebodyFree() && !hasGone()) {
        await call.say('Please hold the line.');
        await clock.sleep(10_000);
      }
    },
  });
}
