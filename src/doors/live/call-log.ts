/** Who called whom, and how it went: a fold over the switchboard's facts, those of earlier runs included. */
import type { CallFact } from '../../switchboard/call-fact.ts';
import type { LegEnd } from '../../switchboard/call.ts';
import type { Party } from '../../switchboard/directory.ts';
import type { CallLogEntry, CallSummary } from '../../wire/live/page-event.ts';
import { shownParty } from './shown-party.ts';

type LoggedLeg = {
  readonly party: Party;
  /** It was rung, or came from another call: it did not come by itself. */
  wasBrought?: boolean;
  isInLobby?: boolean;
  connectedMs?: number;
  endedMs?: number;
  end?: LegEnd;
  because?: string;
};
type LoggedCall = {
  readonly callId: string;
  readonly from: Party;
  readonly to: Party;
  readonly startedMs: number;
  endedMs?: number;
  because?: string;
  group?: CallSummary['group'];
  readonly legs: Map<string, LoggedLeg>;
};

/** Keeps the latest calls; older ones stay in the event log alone. */
export class CallLog {
  readonly #calls = new Map<string, LoggedCall>();
  readonly #limit: number;

  constructor({ limit = 500 }: { readonly limit?: number } = {}) {
    this.#limit = limit;
  }

  /** Takes a fact in; facts of one call come in their order. */
  take(fact: CallFact): void {
    if (fact.type === 'callStarted') return this.#start(fact);
    const call = this.#calls.get(fact.callId);
    if (!call) return;
    if (fact.type === 'becameGroup') {
      call.group = { subject: fact.subject, isMeeting: fact.meetingId !== undefined };
    } else if (fact.type === 'callEnded') {
      call.endedMs = fact.atMs;
      call.because = fact.because;
    } else if ('legId' in fact) {
      const leg = call.legs.get(fact.legId) ?? { party: fact.party };
      call.legs.set(fact.legId, leg);
      if (fact.type === 'legRang' || fact.type === 'legMoved') leg.wasBrought = true;
      if (fact.type === 'legInLobby') leg.isInLobby = fact.isInLobby;
      if (fact.type === 'legConnected' || (fact.type === 'legMoved' && fact.isHere)) leg.connectedMs ??= fact.atMs;
      if (fact.type === 'legMoved' && !fact.isHere) Object.assign(leg, { endedMs: fact.atMs, because: 'It went on in another call.' });
      if (fact.type === 'legEnded') Object.assign(leg, { endedMs: fact.atMs, end: fact.as, because: fact.because });
    }
  }

  /** The calls of the house, newest first. */
  summaries(limit = 100): readonly CallSummary[] {
    return this.#latest(limit).map((call) => ({
      callId: call.callId,
      from: shownParty(call.from),
      to: shownParty(call.to),
      startedMs: call.startedMs,
      endedMs: call.endedMs,
      state: call.endedMs === undefined ? 'up' : 'ended',
      summary: call.because ?? whoIsThere(call),
      group: call.group,
    }));
  }

  /** One person's ended calls, newest first. */
  of(userId: string, limit = 50): readonly CallLogEntry[] {
    const entries: CallLogEntry[] = [];
    for (const call of this.#latest(this.#limit)) {
      const leg = [...call.legs.values()].find(({ party, endedMs }) => party.id === userId && endedMs !== undefined);
      if (leg) entries.push(entryOf(call, leg, userId));
      if (entries.length === limit) break;
    }
    return entries;
  }

  #start(fact: CallFact & { readonly type: 'callStarted' }): void {
    const { callId, from, to, atMs } = fact;
    this.#calls.set(callId, { callId, from, to, startedMs: atMs, legs: new Map() });
    for (const oldest of this.#calls.keys()) {
      if (this.#calls.size <= this.#limit) break;
      this.#calls.delete(oldest);
    }
  }

  #latest(limit: number): LoggedCall[] {
    return [...this.#calls.values()].slice(-limit).toReversed();
  }
}

function whoIsThere({ from, to, group, legs }: LoggedCall): string {
  if (!group) return `${from.name} and ${to.name} are in this call.`;
  const isThere = ({ connectedMs, endedMs, isInLobby }: LoggedLeg): boolean =>
    connectedMs !== undefined && endedMs === undefined && isInLobby !== true;
  const there = [...legs.values()].filter(isThere);
  const names = [...new Set(there.map(({ party }) => party.name))];
  return names.length === 0 ? 'Nobody is there yet.' : `In it: ${names.join(', ')}.`;
}

function entryOf(call: LoggedCall, leg: LoggedLeg, userId: string): CallLogEntry {
  // Whoever comes to a meeting later than the first has dialled it as well.
  const hasDialled = call.from.id === userId || (call.group?.isMeeting === true && leg.wasBrought !== true);
  const direction = hasDialled ? 'outgoing' : 'incoming';
  return {
    callId: call.callId,
    direction,
    peer: shownParty(direction === 'outgoing' ? call.to : call.from),
    outcome: outcomeOf(leg, direction),
    startedMs: call.startedMs,
    talkedMs: leg.connectedMs === undefined ? 0 : (leg.endedMs ?? leg.connectedMs) - leg.connectedMs,
    reason: leg.because ?? '',
  };
}

function outcomeOf({ connectedMs, end }: LoggedLeg, direction: 'incoming' | 'outgoing'): CallLogEntry['outcome'] {
  if (connectedMs !== undefined) return 'talked';
  switch (end) {
    case 'declined':
    case 'otherDeclined':
    case 'otherRejected':
      return 'declined';
    case 'takenElsewhere':
      return 'elsewhere';
    case 'mediaFailed':
    case 'engineLost':
    case 'unreachable':
    case 'otherUnreachable':
    case 'unknownNumber':
    case 'pageLost':
    case 'lobbyTimedOut':
      return 'failed';
    case 'lobbyDenied':
      return 'declined';
    default:
      return direction === 'incoming' ? 'missed' : 'noAnswer';
  }
}
