/** What goes on in the calls of meetings, as it happens: begun, over, and who came and went. */
import { Facts, type FactSource } from '../../base/facts.ts';
import type { CallFact } from '../call-fact.ts';
import type { Party } from '../directory.ts';

/** One of the three. Source of names: Graph docs, changenotifications-for-onlinemeeting. */
export type MeetingEvent = {
  readonly meetingId: string;
  readonly callId: string;
  readonly atMs: number;
  readonly type: 'CallStarted' | 'CallEnded' | 'CallRosterUpdate';
  readonly joined: readonly Party[];
  readonly exited: readonly Party[];
};

export type MeetingCallsFacts = { happened: MeetingEvent };

type OpenCall = { readonly meetingId: string; readonly waiting: Set<string>; readonly inside: Map<string, Party> };

const openLimit = 2_000;

/** Whoever waits in the lobby has not come yet. */
export class MeetingCalls {
  readonly #open = new Map<string, OpenCall>();
  readonly #facts = new Facts<MeetingCallsFacts>();

  get facts(): FactSource<MeetingCallsFacts> {
    return this.#facts;
  }

  take(fact: CallFact): void {
    const { callId } = fact;
    if (fact.type === 'becameGroup' && fact.meetingId !== undefined && this.#open.size < openLimit && !this.#open.has(callId)) {
      this.#open.set(callId, { meetingId: fact.meetingId, waiting: new Set(), inside: new Map() });
      this.#tell(fact, 'CallStarted');
      return;
    }
    const call = this.#open.get(callId);
    if (!call) return;
    switch (fact.type) {
      case 'legConnected':
        if (!call.waiting.has(fact.legId)) this.#came(call, fact, fact);
        return;
      case 'legInLobby':
        if (fact.isInLobby) call.waiting.add(fact.legId);
        else if (call.waiting.delete(fact.legId)) this.#came(call, fact, fact);
        return;
      case 'legMoved':
        if (fact.isHere) this.#came(call, fact, fact);
        else this.#went(call, fact, fact.legId);
        return;
      case 'legEnded':
        call.waiting.delete(fact.legId);
        this.#went(call, fact, fact.legId);
        return;
      case 'callEnded':
        this.#tell(fact, 'CallEnded');
        this.#open.delete(callId);
        return;
      default:
    }
  }

  #came({ inside }: OpenCall, fact: CallFact, { legId, party }: { readonly legId: string; readonly party: Party }): void {
    if (inside.has(legId)) return;
    inside.set(legId, party);
    this.#tell(fact, 'CallRosterUpdate', { joined: [party] });
  }

  #went({ inside }: OpenCall, fact: CallFact, legId: string): void {
    const party = inside.get(legId);
    if (party && inside.delete(legId)) this.#tell(fact, 'CallRosterUpdate', { exited: [party] });
  }

  #tell({ callId, atMs }: CallFact, type: MeetingEvent['type'], { joined = [], exited = [] }: Partial<MeetingEvent> = {}): void {
    const meetingId = this.#open.get(callId)?.meetingId;
    if (meetingId !== undefined) this.#facts.tell('happened', { meetingId, callId, atMs, type, joined, exited });
  }
}
