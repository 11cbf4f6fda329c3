/** Knows when a bot is busy outside of its call, with a request or a file of its own: only then real time has to be given to it. */
import type { Bot } from '../bot/bot.ts';
import type { Call } from '../bot/call.ts';

export type WatchedBot = {
  readonly bot: Bot;
  /** Whether its code runs and waits for nothing that the line could bring. */
  readonly isElsewhere: () => boolean;
};

export function watched(bot: Bot): WatchedBot {
  let running = 0;
  let verbs = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    verbs++;
    try {
      return await work;
    } finally {
      verbs--;
    }
  };
  const seen = (call: Call): Call =>
    new Proxy(call, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...words: unknown[]): unknown => {
          const result: unknown = Reflect.apply(value, target, words);
          return result instanceof Promise ? counted(result) : result;
        };
      },
    });
  const withSeen = <T extends object>(outcome: T): T => ('call' in outcome ? { ...outcome, call: seen(outcome.call as Call) } : outcome);
  return {
    bot: {
      ...bot,
      async onCall(call, context) {
        running++;
        try {
          await bot.onCall(seen(call), {
            ...context,
            dial: async (...words) => withSeen(await counted(context.dial(...words))),
            dialGroup: async (...words) => withSeen(await counted(context.dialGroup(...words))),
            join: async (...words) => withSeen(await counted(context.join(...words))),
          });
        } finally {
          running--;
        }
      },
    },
    isElsewhere: () => running > 0 && verbs === 0,
  };
}
