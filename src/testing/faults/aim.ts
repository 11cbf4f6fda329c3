/** Which messages a fault strikes: at most so many, a share of them, those with certain words, those of one bot. */
import { appIdOf, homeOf } from '../house/lab-directory.ts';
import type { Carried } from '../house/wire.ts';

export type Aim = {
  /** So many, and then no more; without end where left out. */
  readonly times?: number | undefined;
  /** Of those that it could strike, 0 … 1, by the lab's seed; all where left out. */
  readonly share?: number | undefined;
  /** Looked for in `POST https://…/playPrompt`, and in the body below it. */
  readonly of?: RegExp | undefined;
  /** The number of the bot that sends or gets them; any bot's where left out. */
  readonly bot?: string | undefined;
};

/** Throws a `TypeError` for what can strike nothing. `numbers`: of the bots that there are. */
export function checkAim({ times, share, bot }: Aim, numbers: readonly string[]): void {
  if (bot !== undefined && !numbers.includes(bot))
    throw new TypeError(`bot is the number of a bot, one of ${numbers.join(', ')}, and not ${JSON.stringify(bot)}`);
  if (times !== undefined && !(Number.isInteger(times) && times > 0))
    throw new TypeError(`times is a whole number from 1 on, and not ${String(times)}`);
  if (share !== undefined && !(share > 0 && share <= 1))
    throw new TypeError(`share is more than 0 and at most 1, and not ${String(share)}`);
}

export function aimed(
  { times = Infinity, share = 1 }: Pick<Aim, 'times' | 'share'>,
  { hits, chance }: { readonly hits: number; readonly chance: () => number },
): boolean {
  return hits < times && (share >= 1 || chance() < share);
}

/** Whether a message is one of those that are meant, chance aside. */
export function isMeant({ of, bot }: Aim, { method, url, body }: Carried, authorization: string | null): boolean {
  if (bot !== undefined && !url.startsWith(`${homeOf(bot)}/`) && !isFrom(bot, body, authorization)) return false;
  return of === undefined || `${method} ${url}\n${body}`.search(of) >= 0;
}

/** By the app that its token was given to, or that asks for one. */
function isFrom(bot: string, body: string, authorization: string | null): boolean {
  if (new URLSearchParams(body).get('client_id') === appIdOf(bot)) return true;
  const [, payload = ''] = /^Bearer [^.]+\.([^.]+)\./.exec(authorization ?? '') ?? [];
  return Buffer.from(payload, 'base64url')
    .toString('utf8')
    .includes(`"appid":"${appIdOf(bot)}"`);
}

/** For words about a fault: ` (2 times, a share of 0.5, of /playPrompt/, bot 100)`. */
export function shownAim({ times, share, of, bot }: Aim): string {
  const words = [
    times === undefined ? '' : times === 1 ? 'once' : `${String(times)} times`,
    share === undefined ? '' : `a share of ${String(share)}`,
    of === undefined ? '' : `of ${String(of)}`,
    bot === undefined ? '' : `bot ${bot}`,
  ].filter(Boolean);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
