/** The bots' half of a house: every bot that runs in this program, on its carrier. */
import type { Log } from '../base/log.ts';
import type { Scope } from '../base/scope.ts';
import type { Directory } from '../switchboard/directory.ts';
import { seatBot, type BotSeat, type SeatOptions } from './bot-seat.ts';
import type { BotConfig } from './config.ts';
import { ServerError } from './errors.ts';
import { slugOf } from './sample-house.ts';

export type BotsHalfOptions = Omit<SeatOptions, 'config' | 'slug' | 'app' | 'secret' | 'tenantId'> & {
  readonly bots: readonly BotConfig[];
  readonly directory: Directory;
  /** Of the bots on our own switchboard, by app. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly scope: Scope;
  readonly log: Log;
};

/** By slug. All bots are loaded before the first takes a call; one that cannot be loaded stops the start. */
export async function openBotsHalf(options: BotsHalfOptions): Promise<ReadonlyMap<string, BotSeat>> {
  const { bots, directory, secrets, scope, log } = options;
  const seats = new Map<string, BotSeat>();
  for (const config of bots) {
    const slug = slugOf(config.name);
    if (seats.has(slug))
      throw new ServerError('server/bad-config', `Two bots are called "${config.name}", or nearly so.`, 'Give each a name of its own.');
    const app = directory.apps.find(({ name }) => name === config.name);
    const secret = app && secrets.get(app.appId);
    const seat = await seatBot({
      ...options,
      config,
      slug,
      app,
      secret,
      tenantId: directory.tenantId,
      log: log.with({ bot: config.name }),
    });
    seats.set(slug, seat);
    scope.defer(() => seat[Symbol.asyncDispose]());
  }
  return seats;
}
