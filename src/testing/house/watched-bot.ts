/** Knows when a bot is busy outside of its call, with a request or a file of its own: only then real time has to be given to it. */
import type { Bot } from '../../bot/bot.ts';
import type { Call } from '../../bot/call.ts';

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
  const originals = new WeakMap<object, Call>();
  /** A verb wants calls as they are, also among its options: `{ after: consult.call }`. */
  const asIs = (word: unknown): unknown => {
    if (typeof word !== 'object' || word === null || Array.isArray(word)) return word;
    if (originals.has(word)) return originals.get(word);
    if (Object.getPrototypeOf(word) !== Object.prototype || !Object.values(word).some(isCall)) return word;
    const options = Object.entries(word).map(([name, value]: [string, unknown]) => [name, isCall(value) ? originals.get(value) : value]);
    return Object.fromEntries(options);
  };
  /** Whoever reads a stream, of the call or of one who takes part, waits for the line: each read is a verb, too. */
  const listenedTo = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (isStream(value)) {
      return new Proxy(value, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          if (name === 'next') return (): unknown => counted(Reflect.apply(member, target, []) as Promise<unknown>);
          if (name === Symbol.asyncIterator) return (): unknown => listenedTo(Reflect.apply(member, target, []));
          return (...words: unknown[]): unknown => Reflect.apply(member, target, words);
        },
      });
    }
    if (!('hear' in value) && !('done' in value)) return value;
    return new Proxy(value, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (member instanceof Promise) return counted(member);
        if (typeof member !== 'function') return listenedTo(member);
        return (...words: unknown[]): unknown => {
          const result: unknown = Reflect.apply(member, target, words);
          return result instanceof Promise ? counted(result) : listenedTo(result);
        };
      },
    });
  };
  const isCall = (value: unknown): value is object => typeof value === 'object' && value !== null && originals.has(value);
  const seen = (call: Call): Call => {
    const proxy = new Proxy(call, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return listenedTo(value);
        return (...words: unknown[]): unknown => {
          const result: unknown = Reflect.apply(value, target, words.map(asIs));
          return result instanceof Promise ? counted(result) : listenedTo(result);
        };
      },
    });
    originals.set(proxy, call);
    return proxy;
  };
  const withSeen = <T extends object>(outcome: T): T => ('call' in outcome ? { ...outcome, call: seen(outcome.call as Call) } : outcome);
  return {
    bot: {
      ...bot,
      async onCall(call, context) {
        running++;
        try {
          await bot.onCall(seen(call), {
            ...context,
            clock: { ...context.clock, sleep: async (...words) => counted(context.clock.sleep(...words)) },
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

function isStream(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value || ('next' in value && 'return' in value && typeof value.next === 'function');
}
