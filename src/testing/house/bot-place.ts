/** One bot of a lab in a process of its own: hosted by the real kit on the real Graph client, or an app that brings everything itself. */
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import type { Bot, BotServices } from '../../bot/bot.ts';
import { hostBot, type BotFact, type BotHost } from '../../bot/host.ts';
import type { Speaks } from '../../bot/speaks.ts';
import { GraphPlatform } from '../../platforms/graph/graph-platform.ts';
import type { OpenBridgeSocket } from '../../platforms/graph/media/bridge-socket.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import { isGraphApp, type GraphApp } from './graph-app.ts';
import type { TakingDown } from '../recordings/lab-library.ts';
import { bridgeUrl, registrationOf } from './lab-directory.ts';
import type { LabProcess } from './lab-process.ts';
import { openRawBridge, type RawBridge } from './raw-bridge.ts';
import { watched } from './watched-bot.ts';
import type { Wire } from './wire.ts';

export type BotPlaceOptions = TakingDown & {
  readonly number: string;
  readonly bot: Bot | GraphApp;
  readonly process: LabProcess;
  readonly wire: Wire;
  readonly openBridgeSocket: OpenBridgeSocket;
  readonly speech: Speaks;
  readonly services: BotServices;
  readonly random: Random;
  readonly log: Log;
  readonly onFact: (fact: BotFact) => void;
  readonly onExchange: (exchange: WireExchange) => void;
};

export type BotPlace = AsyncDisposable & {
  readonly process: LabProcess;
  /** What runs it: to replace its code, or to drain it. None for an app that brings everything itself. */
  readonly host?: Pick<BotHost, 'replace' | 'drain' | 'activeCalls'> | undefined;
  /** Calls that its code has not come to the end of; unknown for an app that brings everything itself. */
  readonly activeCalls: () => number;
  /** Whether its code runs and waits for nothing that the lab could bring. */
  readonly isElsewhere: () => boolean;
};

export function openBot(options: BotPlaceOptions): BotPlace {
  const { number, bot, process, wire, openBridgeSocket, speech, services, random, log, onFact, onExchange } = options;
  const { recordings, transcription, words } = options;
  const { clock, fetch } = process;
  const scope = new Scope();
  const registration = registrationOf(number);
  const serve = (server: (request: Request) => Promise<Response>): void => {
    const served = wire.serve(registration.publicUrl, server, { signal: process.signal });
    scope.defer(async () => served[Symbol.dispose]());
  };
  const end = (): Promise<void> => scope.end();
  if (isGraphApp(bot)) {
    const openSocket = openBridgeSocket;
    const bridge = (): Promise<RawBridge> => openRawBridge({ ...registration, fetch, openSocket });
    const answer = bot.open({ ...registration, fetch, clock, bridge, openSocket });
    serve(async (request) => answer(request));
    return { process, activeCalls: () => 0, isElsewhere: () => false, [Symbol.asyncDispose]: end };
  }
  const platform = new GraphPlatform({ ...registration, bridgeUrl, openBridgeSocket, name: 'the lab', clock, random, log, fetch });
  platform.facts.on('exchange', onExchange);
  scope.defer(() => platform[Symbol.asyncDispose]());
  serve((request) => platform.fetch(request));
  const { bot: seen, isElsewhere } = watched(bot);
  scope.defer(() => recordings[Symbol.asyncDispose]());
  scope.defer(() => transcription[Symbol.asyncDispose]());
  const host = hostBot({ bot: seen, platform, speech, services, recordings, words, transcription, clock, log, onFact });
  scope.defer(() => host[Symbol.asyncDispose]());
  return {
    process,
    host,
    activeCalls: () => host.activeCalls,
    isElsewhere: () => !process.isKilled && isElsewhere(),
    [Symbol.asyncDispose]: end,
  };
}
