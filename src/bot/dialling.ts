/** Calling somebody from within a bot, and going to meetings. */
import { anyOf, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Scope } from '../base/scope.ts';
import { CallError } from '../call/errors.ts';
import type { CarrierCall, EndReason, Platform } from '../call/platform.ts';
import { Patience } from '../call/patience.ts';
import type { MediaNeed } from '../call/media.ts';
import type { BotContext, DialOutcome, JoinOptions } from './bot.ts';
import { Call } from './call.ts';
import { Attendance } from './live/attendance.ts';
import { Lobby, type NotJoinedWhy } from './lobby.ts';
import type { RecordingMeans } from './recording.ts';
import { rosterTold } from './roster-told.ts';
import type { Speaks } from './speaks.ts';

const RING_MS = 45_000;
/** Somebody may have to let the bot in. */
const LOBBY_MS = 5 * 60_000;

export type DiallingOptions = {
  readonly platform: Platform;
  readonly speech: Speaks;
  readonly clock: Clock;
  readonly log: Log;
  readonly scope: Scope;
  /** What the bot needs of its calls. */
  readonly needs?: readonly MediaNeed[] | undefined;
  /** By what those calls are recorded. */
  readonly recording?: RecordingMeans | undefined;
};

type Reached =
  | { readonly call: Call; readonly waitedMs: number }
  | { readonly reason: EndReason; readonly why: NotJoinedWhy; readonly waitedMs: number };

/** The verbs of one run of a bot that begin calls: what they begin ends with the scope. */
export function dialling(options: DiallingOptions): Pick<BotContext, 'dial' | 'dialGroup' | 'join'> {
  const { platform, needs = [] } = options;
  const needing = needs.length === 0 ? {} : { needs };
  const reach = (begin: (options: Cancel) => Promise<CarrierCall>, wait: Wait): Promise<Reached> => reached(begin, wait, options);
  return {
    dial: async (target, { signal, timeoutMs = RING_MS } = {}) => {
      const outcome = await reach((cancel) => platform.dial(target, { ...cancel, ...needing }), {
        signal,
        timeoutMs,
        tooLate: 'Nobody answered in time.',
      });
      return answered(outcome);
    },
    dialGroup: async (targets, { signal, subject, timeoutMs = RING_MS } = {}) => {
      const begin = (cancel: Cancel): Promise<CarrierCall> => platform.dialGroup(targets, { ...cancel, ...needing, subject });
      const outcome = await reach(begin, { signal, timeoutMs, tooLate: 'Nobody answered in time.', roster: 'others' });
      return answered(outcome);
    },
    join: async (meeting, { signal, timeoutMs = LOBBY_MS, lobbyTimeoutMs = timeoutMs, guestName, apart, onLobby } = {}) => {
      const where = typeof meeting === 'string' ? { link: meeting } : meeting;
      const tooLate = 'Nobody let the bot into the meeting in time.';
      const begin = (cancel: Cancel): Promise<CarrierCall> =>
        platform.join(where, { ...cancel, ...needing, guestName, ...(apart === true && { apart }) });
      const outcome = await reach(begin, { signal, timeoutMs, tooLate, roster: 'anybody', lobbyTimeoutMs, onLobby }).catch(noMeeting);
      return 'call' in outcome ? { kind: 'joined', ...outcome } : { kind: 'notJoined', ...outcome };
    },
  };
}

function answered(outcome: Reached): DialOutcome {
  return 'call' in outcome ? { kind: 'answered', call: outcome.call } : { kind: 'notAnswered', reason: outcome.reason };
}

type Wait = Cancel & { readonly timeoutMs: number; readonly tooLate: string; readonly roster?: Roster } & Pick<
    JoinOptions,
    'lobbyTimeoutMs' | 'onLobby'
  >;

async function reached(
  begin: (options: Cancel) => Promise<CarrierCall>,
  { signal, timeoutMs, tooLate, roster, lobbyTimeoutMs = timeoutMs, onLobby }: Wait,
  { clock, scope, ...options }: DiallingOptions,
): Promise<Reached> {
  const carrier = await begin({ signal });
  scope.defer(() => carrier.hangUp());
  const attendance = new Attendance({ carrier, clock });
  using patience = new Patience({ clock, ms: timeoutMs });
  using lobby = new Lobby({ carrier, clock, timeoutMs: lobbyTimeoutMs, onLobby });
  try {
    const wait = { whom: roster, signal: anyOf(patience.signal, lobby.signal, signal) };
    let reason = await inOrEnded(carrier, wait);
    if (roster === 'anybody' && !reason) {
      await rosterTold(carrier, clock);
      // Sound flows in the lobby, too; the roster is what tells it.
      reason = await inOrEnded(carrier, wait);
    }
    const { waitedMs } = lobby;
    return reason ? { reason, why: lobby.why(reason), waitedMs } : { call: new Call({ ...options, clock, carrier, attendance }), waitedMs };
  } catch (error) {
    const { isWaiting, waitedMs } = lobby;
    await carrier.hangUp();
    signal?.throwIfAborted();
    if (!patience.isOver && !lobby.signal.aborted) throw error;
    return { reason: { code: 408, subcode: 0, message: tooLate }, why: isWaiting ? 'lobbyTimedOut' : 'other', waitedMs };
  }
}

/** Who has to be there: `others` than the bot; or `anybody`, where nobody else may ever come. */
type Roster = 'anybody' | 'others';

function noMeeting(error: unknown): Reached {
  if (!(error instanceof CallError) || error.code !== 'call/no-meeting') throw error;
  return { reason: { code: 404, subcode: 0, message: 'There is no such meeting, or it is over.' }, why: 'noMeeting', waitedMs: 0 };
}

/**
 * Waits until sound flows, and the bot is not, or no longer, in a lobby. In a group call sound flows before anybody has come:
 * Graph has the bot in at once, and rings the others from there.
 */
async function inOrEnded(
  carrier: CarrierCall,
  { whom, signal }: { readonly whom: Roster | undefined; readonly signal: AbortSignal },
): Promise<EndReason | undefined> {
  for (;;) {
    const { state, roster } = carrier;
    if (state.status === 'ended') return state.reason;
    const isInLobby = roster.participants.some((each) => each.isSelf && each.isInLobby);
    const hasCome = whom !== 'others' || roster.participants.some(({ isSelf }) => !isSelf);
    if (state.status === 'connected' && state.hasSound && !isInLobby && hasCome) return undefined;
    await news(carrier, signal);
  }
}

/** The next thing that may have let the bot in. */
async function news({ facts }: CarrierCall, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const any = (['changed', 'participantChanged', 'participantJoined'] as const).map((name) => facts.next(name, { signal: stop }));
  try {
    await Promise.race(any);
  } finally {
    done.abort();
    await Promise.allSettled(any);
  }
}
