/** Those who take part in a call on the scripted carrier: the bot's end keeps the port's promises, a test moves the people. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Facts } from '../base/facts.ts';
import { CallError } from '../call/errors.ts';
import type { CallFacts, Ended, EndReason, Party, Sound, Target } from '../call/platform.ts';
import type { CarrierRoster, InviteOutcome, OtherCall, Participant, PersonOutcome } from '../call/roster.ts';

/** What somebody does who is called: `after` some time; `noAnswer` is the carrier giving up. */
export type Behaviour = { readonly does: 'answer' | 'decline' | 'noAnswer'; readonly afterMs: number };

export type ScriptedRosterOptions = {
  readonly clock: Clock;
  readonly facts: Facts<CallFacts>;
  /** The bot, and with whom it speaks while the call is between two. */
  readonly between: readonly [bot: Party, other: Party];
  readonly people: (target: Target) => Behaviour;
  /** Ends another call of the bot because its person comes here; gives who that is. */
  readonly takeOver: (other: OtherCall) => Party | undefined;
  readonly signal: AbortSignal;
  readonly ended: () => Ended | undefined;
};

export class ScriptedRoster implements CarrierRoster {
  readonly #options: ScriptedRosterOptions;
  readonly #byId = new Map<string, Participant>();
  #count = 0;
  #held: { readonly id: string; readonly music: Sound | undefined } | undefined;

  constructor(options: ScriptedRosterOptions) {
    this.#options = options;
  }

  get participants(): readonly Participant[] {
    return [...this.#byId.values()];
  }

  /** Whether more than two take part, or did. */
  get isGroup(): boolean {
    return this.#byId.size > 0;
  }

  /** Who is on hold, and the music that they hear if it is the bot's. */
  get held(): { readonly id: string; readonly music: Sound | undefined } | undefined {
    return this.#held;
  }

  // The people's end.

  /** Somebody comes in; a call between two becomes a group call by it. */
  comesIn(party: Party, { isInLobby = false }: { readonly isInLobby?: boolean } = {}): Participant {
    this.becomeGroup(this.#options.between);
    return this.#add(party, isInLobby);
  }

  goes(participantId: string): void {
    const participant = this.#byId.get(participantId);
    if (!participant || !this.#byId.delete(participantId)) return;
    if (this.#held?.id === participantId) this.#held = undefined;
    this.#options.facts.tell('participantLeft', { participant });
  }

  /** Muted by their own hand, unmuted, let in from the lobby. */
  changes(participantId: string, change: Partial<Pick<Participant, 'isMuted' | 'isInLobby'>>): void {
    const from = this.#byId.get(participantId);
    if (!from) return;
    const to = { ...from, ...change };
    if (to.isMuted === from.isMuted && to.isInLobby === from.isInLobby) return;
    this.#byId.set(participantId, to);
    this.#options.facts.tell('participantChanged', { from, to });
  }

  /** The first is the bot. Calm when it is one already. */
  becomeGroup(parties: readonly Party[]): void {
    if (!this.isGroup) for (const party of parties) this.#add(party, false);
  }

  // The bot's end.

  async invite(target: Target, { signal, replaces }: Cancel & { readonly replaces?: OtherCall | undefined } = {}): Promise<InviteOutcome> {
    const { people, takeOver, clock, signal: life, ended } = this.#options;
    const before = ended();
    if (before) return before;
    if (replaces !== undefined) {
      const party = takeOver(replaces);
      if (!party) throw new CallError('call/cannot', `there is no call ${replaces.info.id} of this bot. Instead: invite the person`);
      this.comesIn(party);
      return { kind: 'joined' };
    }
    const { does, afterMs } = people(target);
    await clock.sleep(afterMs, { signal: AbortSignal.any([life, ...(signal ? [signal] : [])]) }).catch(() => undefined);
    const over = ended();
    if (over) return over;
    signal?.throwIfAborted();
    if (does !== 'answer') return { kind: 'notJoined', reason: notTaken(does) };
    this.comesIn(partyOf(target));
    return { kind: 'joined' };
  }

  async remove(participantId: string): Promise<PersonOutcome> {
    return this.#about(participantId, () => this.goes(participantId));
  }

  async mute(participantId: string): Promise<PersonOutcome> {
    return this.#about(participantId, () => this.changes(participantId, { isMuted: true }));
  }

  async hold(participantId: string, { music }: { readonly music?: Sound | undefined } = {}): Promise<PersonOutcome> {
    return this.#about(participantId, () => {
      if (this.#held && this.#held.id !== participantId) {
        throw new CallError(
          'call/cannot',
          'one participant is held at a time. Instead: take the first one back with unhold, or remove one',
        );
      }
      this.#held = { id: participantId, music };
    });
  }

  async unhold(participantId: string): Promise<PersonOutcome> {
    return this.#about(participantId, () => {
      if (this.#held?.id === participantId) this.#held = undefined;
    });
  }

  #about(participantId: string, act: () => void): PersonOutcome {
    const ended = this.#options.ended();
    if (ended) return ended;
    if (!this.#byId.has(participantId)) return { kind: 'gone' };
    act();
    return { kind: 'done' };
  }

  #add(party: Party, isInLobby: boolean): Participant {
    const id = `participant-${String(++this.#count)}`;
    const participant = { id, party, isMuted: false, isInLobby, isSelf: this.#count === 1 };
    this.#byId.set(id, participant);
    this.#options.facts.tell('participantJoined', { participant });
    return participant;
  }
}

export function partyOf(target: Target): Party {
  if ('user' in target) return { kind: 'user', id: target.user };
  return 'app' in target ? { kind: 'app', id: target.app } : { kind: 'phone', id: target.phone };
}

export function notTaken(does: 'decline' | 'noAnswer'): EndReason {
  return does === 'decline'
    ? { code: 603, subcode: 0, message: 'The other person declined the call.' }
    : { code: 408, subcode: 0, message: 'The other person did not answer.' };
}
