/** Who called whom, and how it went: a fold over the switchboard's facts, those of earlier runs included. */
import type { CallFact } from '../../switchboard/call-fact.ts';
import type { LegEnd } from '../../switchboard/call.ts';
import type { Party } from '../../switchboard/directory.ts';
import type { CallLogEntry, CallSummary } from '../../wire/live/page-event.ts';
import { shownParty } from './phone-view.ts';

type LoggedLeg = { readonly party: Party; connectedMs?: number; endedMs?: number; end?: LegEnd; because?: string };
type LoggedCall = {
  readonly callId: string;
  readonly from: Party;
  readonly to: Party;
  readonly startedMs: number;
  endedMs?: number;
  because?: string;
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
    if (fact.type === 'callEnded') {
      call.endedMs = fact.atMs;
      call.because = fact.because;
    } else if ('legId' in fact) {
      const leg = call.legs.get(fact.legId) ?? { party: fact.party };
      call.legs.set(fact.legId, leg);
      if (fact.type === 'legConnected') leg.connectedMs ??= fact.atMs;
      if (fact.type === 'legEnded') Object.assign(leg, { endedMs: fact.atMs, end: fact.as, because: fact.because });
    }
  }

  /** The calls of the house, newest first. */
  summaries(limit = 100): readonly CallSummary[] {
    return this.#latest(limit).map(({ callId, from, to, startedMs, endedMs, because }) => ({
      callId,
      from: shownParty(from),
      to: shownParty(to),
      startedMs,
      endedMs,
      state: endedMs === undefined ? 'up' : 'ended',
      summary: because ?? `${from.name} and ${to.name} are in this call.`,
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

function entryOf(call: LoggedCall, leg: LoggedLeg, userId: string): CallLogEntry {
  const direction = call.from.id === userId ? 'outgoing' : 'incoming';
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
      return 'failed';
    default:
      return direction === 'incoming' ? 'missed' : 'noAnswer';
  }
}
