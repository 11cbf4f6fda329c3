/** What a call tells its bot. Whoever wants to hear of messages makes the carrier listen for them. */
import type { Cancel } from '../../base/cancel.ts';
import type { FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { CallFacts, CarrierCall } from '../../call/platform.ts';

/** How a call ended comes by its verbs. Keys are told as they are pressed, whatever goes on; `ask` hears of the same ones. */
export type BotCallFacts = Omit<CallFacts, 'changed'>;

export function factsOf(carrier: CarrierCall, log: Log): FactSource<BotCallFacts> {
  const { facts } = carrier;
  const listen = (name: keyof BotCallFacts): void => {
    if (name !== 'messagePosted') return;
    if (!carrier.chat) return log.warn('a bot listens for messages in a call that has no chat', { callId: carrier.info.id });
    carrier.chat.listen().catch((error: unknown) => log.warn('messages of the chat cannot be heard', { callId: carrier.info.id, error }));
  };
  return {
    on<Name extends keyof BotCallFacts>(name: Name, listener: (fact: BotCallFacts[Name]) => void, options?: Cancel): void {
      facts.on(name, listener, options);
      listen(name);
    },
    next<Name extends keyof BotCallFacts>(
      name: Name,
      options?: Cancel & { matches?: (fact: BotCallFacts[Name]) => boolean },
    ): Promise<BotCallFacts[Name]> {
      listen(name);
      return facts.next(name, options);
    },
  };
}
