/** `callBot`: somebody calls a bot without a telephone, and time is as quick as the machine. */
import type { Meeting, Party, Target } from '../call/platform.ts';
import type { Bot } from '../bot/bot.ts';
import { LineError } from './errors.ts';
import { Line } from './line.ts';
import type { Behaviour } from './scripted-roster.ts';
import { ada, stage } from './scripted-stage.ts';
import { cameAbout } from './waiting.ts';
import { watched } from './watched-bot.ts';

export type CallBotOptions = {
  /** Who calls; unless given, Ada Lovelace. */
  readonly from?: Party | undefined;
  /** Whom the caller meant, when the call was forwarded to the bot. */
  readonly forwardedFrom?: Party | undefined;
  /** What those do whom the bot calls, or to whom it transfers; unless given, nobody answers for 20 s. */
  readonly people?: ((target: Target) => Behaviour) | undefined;
  /** Who is in the meetings that the bot joins; unless given, nobody but the bot. `line.botCalls()` gives the meeting's line. */
  readonly meetings?: ((meeting: Meeting) => readonly Party[]) | undefined;
};

/** How long a bot may go on after its caller has hung up, in the caller's time. */
const AFTERWARDS_MS = 60_000;

/**
 * Calls a bot; resolves with the line of the caller as soon as the bot waits for something. The carrier's part is played by a script
 * that keeps the promises of the carriers' port; no switchboard takes part. A text takes 60 ms for each of its letters.
 *
 * @example
 * await using line = await callBot(bot);
 * await line.hears(/press 1/i);
 * await line.presses('1');
 * await line.isHungUpOn();
 */
export async function callBot(bot: Bot, { from, forwardedFrom, people, meetings }: CallBotOptions = {}): Promise<Line> {
  const { bot: seen, isElsewhere } = watched(bot);
  const here = stage(seen, { people, meetings });
  const { clock, carrier, host, facts } = here;
  let isTold = false;
  const failure = (): Error | undefined => {
    const failed = facts.find((fact) => fact.kind === 'botFailed');
    if (!failed) return undefined;
    isTold = true;
    return Object.assign(new Error(failed.error), failed.stack === undefined ? {} : { stack: failed.stack });
  };
  const onClosed = async (): Promise<void> => {
    const isOver = (): boolean => host.activeCalls === 0;
    await cameAbout(isOver, { clock, withinMs: AFTERWARDS_MS, isElsewhere, isOver });
    const ending = Promise.all([host[Symbol.asyncDispose](), carrier[Symbol.asyncDispose]()]);
    await clock.advance(AFTERWARDS_MS);
    await ending;
    if (isTold) return;
    const cause = failure();
    if (cause) throw new LineError('testing/bot-threw', `The bot threw: ${cause.message}`, { cause });
  };
  const call = await here.ring({ from: from ?? ada, forwardedFrom });
  return new Line({ call, stage: here, isElsewhere, failure, taken: new Set(), onClosed });
}
