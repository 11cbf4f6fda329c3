/** `callBot`: somebody calls a bot without a telephone, and time is as quick as the machine. */
import type { Party, Target } from '../call/platform.ts';
import type { Bot } from '../bot/bot.ts';
import type { Message } from '../services/voicemail/messages.ts';
import { CallersLine, type Line } from './line.ts';
import type { Behaviour } from './scripted-call.ts';
import { ada, stage } from './scripted-stage.ts';

export type CallBotOptions = {
  /** Who calls; unless given, Ada Lovelace. */
  readonly from?: Party | undefined;
  /** Whom the caller meant, when the call was forwarded to the bot. */
  readonly forwardedFrom?: Party | undefined;
  /** What those do whom the bot calls or to whom it transfers; unless given, nobody answers for 20 s. */
  readonly people?: ((target: Target) => Behaviour) | undefined;
};

/** The line of whoever called the bot. Disposing of it hangs up, and rejects when the bot threw and no call to the line has told so. */
export type BotLine = Line &
  AsyncDisposable & {
    /** Messages that the bot has left for somebody, newest first. */
    voicemail(userId: string): Promise<readonly Message[]>;
    /** What the bot's code threw, if it did. Whoever has read this has been told. */
    readonly failure: Error | undefined;
  };

/**
 * Calls a bot. What answers for the carrier is a script that keeps the promises of the carriers' port; no switchboard takes part.
 * A sentence takes 60 ms for each of its letters, and nobody really waits for it.
 *
 * @example
 * await using line = await callBot(bot);
 * await line.hears(/press 1/i);
 * await line.presses('1');
 * await line.isHungUpOn();
 */
export async function callBot(bot: Bot, { from = ada, forwardedFrom, people }: CallBotOptions = {}): Promise<BotLine> {
  const { clock, carrier, host, voicemail, ring, facts } = stage(bot, people ? { people } : {});
  let isTold = false;
  const failure = (): Error | undefined => {
    const failed = facts.find((fact) => fact.kind === 'botFailed');
    if (!failed) return undefined;
    isTold = true;
    const error = new Error(failed.error);
    if (failed.stack !== undefined) error.stack = failed.stack;
    return error;
  };
  const call = await ring({ from, ...(forwardedFrom ? { forwardedFrom } : {}) });
  const line = new CallersLine({ call, clock, carrier, failure });
  return Object.defineProperty(
    Object.assign(line, {
      voicemail: (userId: string) => voicemail.list(userId),
      async [Symbol.asyncDispose]() {
        await line.close(host);
      },
    }),
    'failure',
    { get: failure },
  ) as never;
}
