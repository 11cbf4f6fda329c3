/** What a bot is: a name and what it does with each call. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { MediaNeed } from '../call/media.ts';
import type { EndReason, Meeting, Target } from '../call/platform.ts';
import type { Voicemail } from '../services/voicemail/voicemail.ts';
import type { Call } from './call.ts';
import { checkNeeds } from './live/needs.ts';
import type { LobbyWait, NotJoinedWhy } from './lobby.ts';
import type { Waiting } from './patience.ts';

export type Bot = {
  /** Shown to people. */
  readonly name: string;
  /** What it does, in a few words: "Greets callers and puts them through". */
  readonly says?: string | undefined;
  /**
   * What it needs of its calls beyond saying, asking and recording, which every call has. `sound`: to hear and speak frame by frame;
   * `soundApart`: to hear each participant alone; `pictures`: cameras and screens, in and out. Where a carrier cannot give that,
   * `answer`, `dial` and `join` reject with `call/cannot`.
   */
  readonly needs?: readonly MediaNeed[] | undefined;
  /**
   * Runs once for each call, at the same time as for other calls. The call is hung up when it ends or throws.
   * It has to answer, reject or redirect within the carrier's time, 15 s on Teams.
   */
  onCall(call: Call, context: BotContext): Promise<void>;
};

/** `now` counts milliseconds from some beginning, `wallMs` from 1970 UTC. */
export type BotClock = Pick<Clock, 'now' | 'wallMs' | 'sleep' | 'deadline'>;

export type BotContext = BotServices & {
  /** Says something to the operator; never what a caller said. */
  readonly log: Log;
  /** What time it is, and waiting: a bot that goes by this clock is tested in a moment, however long it waits. */
  readonly clock: BotClock;
  /** Calls somebody. The new call is hung up, as the first is, when `onCall` ends. */
  readonly dial: (target: Target, options?: Waiting) => Promise<DialOutcome>;
  /** Calls two to five people at once into one call; `answered` when the first of them is there. It ends with `onCall`, too. */
  readonly dialGroup: (targets: readonly Target[], options?: Waiting & { readonly subject?: string | undefined }) => Promise<DialOutcome>;
  /** Goes to a meeting: by its link or the text of an invitation, by its id, or by a token. The bot leaves it when `onCall` ends. */
  readonly join: (meeting: string | Meeting, options?: JoinOptions) => Promise<JoinOutcome>;
};

/** What listens to calls or keeps things for bots. */
export type BotServices = {
  readonly voicemail: Pick<Voicemail, 'leave' | 'list' | 'markHeard' | 'delete' | 'wav'>;
};

export type JoinOptions = Waiting & {
  /** A name for this visit; as a guest the bot may have to wait in the lobby. */
  readonly guestName?: string | undefined;
  /** Heard by nobody, until it speaks to those who choose to hear it: for `call.interpret`. */
  readonly apart?: boolean | undefined;
  /** How long it waits in the lobby at most: as long as `timeoutMs` allows, which is 5 minutes in all. */
  readonly lobbyTimeoutMs?: number | undefined;
  /** Called once, when the bot has to wait there. */
  readonly onLobby?: ((wait: LobbyWait) => void) | undefined;
};
/** `waitedMs` is what was spent in the lobby. */
export type JoinOutcome =
  | { readonly kind: 'joined'; readonly call: Call; readonly waitedMs: number }
  | { readonly kind: 'notJoined'; readonly reason: EndReason; readonly why: NotJoinedWhy; readonly waitedMs: number };
export type DialOutcome = { readonly kind: 'answered'; readonly call: Call } | { readonly kind: 'notAnswered'; readonly reason: EndReason };

/**
 * Describes a bot; gives back what it gets, so that an editor can help.
 *
 * @example
 * export const bot = defineBot({
 *   name: 'Hello',
 *   async onCall(call) {
 *     await call.answer();
 *     await call.say('Hello, and goodbye.');
 *   },
 * });
 */
export function defineBot(bot: Bot): Bot {
  if (typeof bot.name !== 'string' || bot.name.trim() === '') throw new TypeError('defineBot() wants a name that people can read');
  if (typeof bot.onCall !== 'function') throw new TypeError(`defineBot() wants onCall(call, context), and "${bot.name}" has none`);
  checkNeeds(bot.name, bot.needs);
  return bot;
}

/** Whether something that a module exports is a bot. */
export function isBot(value: unknown): value is Bot {
  return typeof value === 'object' && value !== null && 'name' in value && 'onCall' in value && typeof value.onCall === 'function';
}
