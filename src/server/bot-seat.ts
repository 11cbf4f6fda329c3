/** One bot in this program: its code, its carrier, and what it has to be told when its file is saved. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { hostBot, type BotFact, type BotHost, type HostOptions } from '../bot/host.ts';
import type { BotServices } from '../bot/bot.ts';
import type { Speaks } from '../bot/speaks.ts';
import { GraphPlatform } from '../platforms/graph/graph-platform.ts';
import type { AppEntry } from '../switchboard/directory.ts';
import type { WireExchange } from '../wire/graph/exchange.ts';
import { loadBot, watchBot } from './bot-file.ts';
import { carrierOf } from './carrier.ts';
import type { BotConfig } from './config.ts';

export type SeatOptions = {
  readonly config: BotConfig;
  readonly slug: string;
  /** Where this program is reached from outside; its bots lie under `/bots/`. */
  readonly publicUrl: string;
  /** The app as the switchboard knows it; absent when the bot is on another carrier. */
  readonly app: AppEntry | undefined;
  /** What the app proves itself by to the switchboard. */
  readonly secret: string | undefined;
  readonly tenantId: string;
  readonly speech: Speaks;
  readonly services: BotServices;
  readonly recordings: HostOptions['recordings'];
  readonly words: HostOptions['words'];
  readonly transcription?: HostOptions['transcription'];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly isWatching: boolean;
  readonly onExchange: (exchange: WireExchange) => void;
  readonly onFact: (appId: string, fact: BotFact) => void;
  /** For the terminal: loaded again, or why not. */
  readonly onReload: (message: string) => void;
};

export type BotSeat = AsyncDisposable & { readonly slug: string; fetch(request: Request): Promise<Response> };

/** Loads the bot and begins to take its calls. */
export async function seatBot(options: SeatOptions): Promise<BotSeat> {
  const { config, slug, clock, isWatching, onReload } = options;
  const bot = await loadBot(config.file);
  const platform = await platformFor(options);
  const appId = config.carrier?.appId ?? options.app?.appId ?? '';
  platform.facts.on('exchange', options.onExchange);
  const host: BotHost = hostBot({ ...options, bot, platform, onFact: (fact) => options.onFact(appId, fact) });
  const watching = isWatching
    ? await watchBot(config.file, {
        clock,
        onLoaded: (loaded) => {
          host.replace(loaded);
          onReload(`“${config.name}” was loaded again${goingOn(host.activeCalls)}.`);
        },
        onFailed: (error) => onReload(`“${config.name}” goes on as it was. ${error instanceof Error ? error.message : String(error)}`),
      })
    : undefined;
  return {
    slug,
    fetch: (request) => platform.fetch(request),
    async [Symbol.asyncDispose]() {
      await watching?.[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
      await platform[Symbol.asyncDispose]();
    },
  };
}

function goingOn(calls: number): string {
  if (calls === 0) return '';
  return calls === 1 ? '; one call goes on with the code that took it' : `; ${String(calls)} calls go on with the code that took them`;
}

async function platformFor({ config, slug, publicUrl, app, secret, tenantId, clock, random, log }: SeatOptions): Promise<GraphPlatform> {
  const common = { publicUrl: `${publicUrl}/bots/${slug}`, clock, random, log };
  const { carrier } = config;
  if (!carrier) {
    return new GraphPlatform({
      ...common,
      name: 'this switchboard',
      baseUrl: `${publicUrl}/v1.0`,
      bridgeUrl: `${publicUrl}/bridge`,
      tokenUrl: `${publicUrl}/${tenantId}/oauth2/v2.0/token`,
      openIdUrl: `${publicUrl}/v1/.well-known/OpenIdConfiguration`,
      tenantId,
      appId: app?.appId ?? '',
      secret: secret ?? '',
    });
  }
  return new GraphPlatform({ ...common, ...(await carrierOf(carrier, { name: config.name, nowMs: clock.wallMs(), log })) });
}
