/** A lab around one bot, for tests of the kit itself: who calls, what the bot's code came to, and what its host has told. */
import type { Bot, BotContext } from '../bot/bot.ts';
import type { Call } from '../bot/call.ts';
import type { BotFact } from '../bot/host.ts';
import { sine } from '../media/tones.ts';
import { readWav } from '../media/wav.ts';
import { Ear } from './hearing/ear.ts';
import type { Lab } from './lab.ts';
import type { Line } from './people/line.ts';
import { openLab, withLab, type LabOptions } from './with-lab.ts';

export type StageOptions = Omit<LabOptions, 'bots'> & {
  /** Done before anybody calls: what is to go wrong, for instance. */
  readonly before?: ((lab: Lab) => void | Promise<void>) | undefined;
};

export type Stage<T> = {
  readonly lab: Lab;
  /** Ada's, who has called and was answered. */
  readonly line: Line;
  /** What the work came to, or threw; undefined while it goes on. */
  readonly outcome: () => T | Error | undefined;
  /** Waits for that, a minute at most, and until what came of it has been heard. */
  readonly came: () => Promise<T | Error | undefined>;
};

const quick = { voice: 'built-in', codec: 'l16', keep: false } as const;

/** The bot at 100 answers Ada and does that one thing. */
export function doing<T>(
  work: (call: Call, context: BotContext) => Promise<T>,
  test: (stage: Stage<T>) => Promise<void>,
  { before, ...options }: StageOptions = {},
): Promise<void> {
  let outcome: T | Error | undefined;
  let isOver = false;
  const bot: Bot = {
    name: 'test',
    async onCall(call, context) {
      await call.answer();
      try {
        outcome = await work(call, context);
      } catch (error) {
        outcome = error as Error;
      }
      isOver = true;
    },
  };
  return withLab({ bots: [bot], ...quick, ...options }, async (lab) => {
    await before?.(lab);
    const line = await lab.person('Ada').dial('100');
    await line.isAnswered();
    const came = async (): Promise<T | Error | undefined> => {
      await lab.until(() => isOver);
      await lab.pass(500);
      return outcome;
    };
    await test({ lab, line, outcome: () => outcome, came });
  });
}

/** For bots that are allowed to throw, or to go on: nothing is asked of what is left at the end. */
export async function staged(bot: Bot, test: (lab: Lab) => Promise<void>, { before, ...options }: StageOptions = {}): Promise<void> {
  const lab = await openLab({ bots: [bot], ...quick, ...options });
  try {
    await before?.(lab);
    await test(lab);
  } finally {
    await lab.house[Symbol.asyncDispose]();
  }
}

/** What was heard, piece by piece; what was cut off ends in `…`. */
export function heardOn(line: Line): readonly string[] {
  return line.heard.map(({ text }) => text);
}

/** What the host of the bot at 100 has told. */
export function factsOf(lab: Lab): readonly BotFact[] {
  return lab.house.botFacts.map(({ fact }) => fact);
}

/** Which operations of Graph the bot has asked for, in order: the last word of each path. */
export function askedOf(lab: Lab): readonly string[] {
  return lab.messages.filter(({ method, url }) => method !== 'GET' && url.includes('/v1.0/')).map(({ url }) => url.split('/').at(-1) ?? '');
}

/** Somebody talking for so long: a quiet tone. */
export function talk(ms: number): Int16Array {
  return sine({ hertz: [440], ms }, 0.1);
}

/** How long each sound in a WAV file is, to 200 ms. */
export function soundsIn(wav: Uint8Array): readonly number[] {
  const ear = new Ear();
  ear.take(0, readWav(wav));
  return ear.sounds().map(({ fromMs, toMs }) => Math.round((toMs - fromMs) / 200) * 200);
}

export const grace = { user: 'a0000000-0000-4000-8000-000000000202' };
export const alan = { user: 'a0000000-0000-4000-8000-000000000203' };
