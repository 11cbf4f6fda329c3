/** Processes that die: a bot's, or the switchboard's, now or right after something was told. */
import type { BotFact } from '../../bot/host.ts';
import type { CallFact } from '../../switchboard/call-fact.ts';
import { msOf, shownMs, type Duration } from '../duration.ts';
import { appIdOf } from '../house/lab-directory.ts';
import type { Fault } from './fault.ts';
import type { FaultBook } from './fault-book.ts';

/** What the switchboard tells of a call, or a bot's host of a bot. */
export type Moment = CallFact['type'] | BotFact['kind'];

/** All of them; a new one has to be told here. */
const moments: Readonly<Record<Moment, true>> = {
  callStarted: true,
  legRang: true,
  legAnswered: true,
  legConnected: true,
  legEnded: true,
  legMuted: true,
  becameGroup: true,
  legInLobby: true,
  legOnHold: true,
  legMoved: true,
  legPictures: true,
  legReconnecting: true,
  posted: true,
  recordingStatus: true,
  transcriptStatus: true,
  keyPressed: true,
  transferStarted: true,
  transferFailed: true,
  taskStarted: true,
  taskEnded: true,
  botFailed: true,
  announced: true,
  callEnded: true,
  callTaken: true,
  callOver: true,
  neverAnswered: true,
};

export type KillOptions = {
  /** The process dies once this was told, of a call in which the bot is, before it does anything else; now where left out. */
  readonly after?: Moment | undefined;
  /** How long until somebody starts it again, with all that it has kept: 2 s. */
  readonly restartAfter?: Duration | 'never' | undefined;
};

const RESTART: Duration = '2 s';

/** Strikes once. `who` is a bot's number, or `switchboard`. Throws a `TypeError` for whom nobody knows, and for no moment. */
export function kill(book: FaultBook, who: string, { after, restartAfter = RESTART }: KillOptions): Fault {
  const { house } = book;
  const isSwitchboard = who === 'switchboard';
  if (!isSwitchboard && !house.numbers.includes(who))
    throw new TypeError(`kill() wants 'switchboard' or the number of a bot (${house.numbers.join(', ')}), and not ${JSON.stringify(who)}`);
  if (after !== undefined && !Object.hasOwn(moments, after))
    throw new TypeError(`after is one of ${Object.keys(moments).join(', ')}, and not ${JSON.stringify(after)}`);
  const name = isSwitchboard ? 'the switchboard' : `the bot at ${who}`;
  const fault = book.begin(`${name} is killed${after === undefined ? '' : ` after ${after}`}`, { times: 1 });
  const watching = new AbortController();
  fault.onStop = () => watching.abort();

  const strike = (where: string): void => {
    const isUp = isSwitchboard ? house.isCarrierUp : house.bots.has(who);
    if (!isUp || !fault.strikes(where)) return;
    watching.abort();
    if (isSwitchboard) house.killCarrier();
    else house.killBot(who);
    if (restartAfter === 'never') return;
    house.time.clock.after(msOf(restartAfter), () => {
      book.tell(`${name} is started again`);
      if (isSwitchboard) void house.startCarrier();
      else house.startBot(who);
    });
  };

  if (after === undefined) {
    strike(restartAfter === 'never' ? 'for good' : `for ${shownMs(msOf(restartAfter))}`);
    return fault;
  }
  const { signal } = watching;
  const isItsCall = (callId: string): boolean =>
    isSwitchboard || house.record.some((fact) => fact.callId === callId && 'party' in fact && fact.party.id === appIdOf(who));
  const onCall = (fact: CallFact): void => {
    if (fact.type === after && isItsCall(fact.callId)) strike(`call ${fact.callId}`);
  };
  house.facts.on('call', onCall, { signal });
  const onBot = ({ number, fact }: { readonly number: string; readonly fact: BotFact }): void => {
    if (fact.kind === after && (isSwitchboard || number === who)) strike(`call ${fact.callId}`);
  };
  house.facts.on('bot', onBot, { signal });
  return fault;
}
