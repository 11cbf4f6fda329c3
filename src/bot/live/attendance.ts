/** Who has been at a call: kept from what the carrier tells, from the moment at which the bot has the call. */
import type { Clock } from '../../base/clock.ts';
import type { Attended, Visit } from '../../call/meeting.ts';
import type { CarrierCall, Party } from '../../call/platform.ts';
import type { Participant } from '../../call/roster.ts';

export type AttendanceOptions = {
  readonly carrier: Pick<CarrierCall, 'facts' | 'roster' | 'state' | 'media'>;
  readonly clock: Pick<Clock, 'now' | 'wallMs'>;
};

type Stay = {
  participant: Participant;
  readonly joinedMs: number;
  leftMs: number | undefined;
  reason: string | undefined;
  lobbyMs: number;
  spokenMs: number;
  /** Since when they wait, and speak. */
  lobbySince: number | undefined;
  speaksSince: number | undefined;
};

export class Attendance {
  readonly #options: AttendanceOptions;
  /** In the order in which they came. */
  readonly #stays: Stay[] = [];
  /** Of those who are there. */
  readonly #here = new Map<string, Stay>();
  #speaking: readonly string[] = [];
  #isOver = false;

  constructor(options: AttendanceOptions) {
    this.#options = options;
    const { facts, roster, state } = options.carrier;
    for (const participant of roster.participants) this.#joined(participant);
    facts.on('participantJoined', ({ participant }) => this.#joined(participant));
    facts.on('participantChanged', ({ to }) => this.#changed(to));
    facts.on('participantLeft', ({ participant, reason }) => this.#left(participant.id, reason));
    facts.on('speakingChanged', ({ participantIds }) => this.#spoken(participantIds));
    facts.on('changed', ({ to }) => to.status === 'ended' && this.#end());
    if (state.status === 'ended') this.#end();
  }

  /** As it is now, and as it was at the end once the call is over: in the order in which they first came. */
  get list(): readonly Attended[] {
    const byParty = new Map<string, Stay[]>();
    for (const stay of this.#stays) {
      const key = keyOf(stay.participant);
      const known = byParty.get(key);
      if (known) known.push(stay);
      else byParty.set(key, [stay]);
    }
    return [...byParty.values()].map((stays) => this.#attended(stays));
  }

  #attended(stays: readonly Stay[]): Attended {
    const now = this.#options.clock.now();
    const last = stays.findLast(({ participant }) => participant.party.name !== undefined) ?? stays.at(-1);
    const role = stays.findLast(({ participant }) => participant.role !== undefined)?.participant.role;
    const spokenMs = stays.reduce((sum, stay) => sum + stay.spokenMs + since(stay.speaksSince, now), 0);
    return {
      party: last?.participant.party as Party,
      isSelf: stays.some(({ participant }) => participant.isSelf),
      ...(role === undefined ? {} : { role }),
      visits: stays.map((stay) => visitOf(stay, now)),
      ...(this.#options.carrier.media ? { spokenMs } : {}),
    };
  }

  #joined(participant: Participant): void {
    const { clock } = this.#options;
    if (this.#isOver) return;
    if (this.#here.has(participant.id)) return this.#changed(participant);
    const stay: Stay = {
      participant,
      joinedMs: clock.wallMs(),
      leftMs: undefined,
      reason: undefined,
      lobbyMs: 0,
      spokenMs: 0,
      lobbySince: participant.isInLobby ? clock.now() : undefined,
      speaksSince: this.#speaking.includes(participant.id) ? clock.now() : undefined,
    };
    this.#stays.push(stay);
    this.#here.set(participant.id, stay);
  }

  #changed(participant: Participant): void {
    const stay = this.#here.get(participant.id);
    if (!stay) return;
    const now = this.#options.clock.now();
    stay.participant = participant;
    if (participant.isInLobby) stay.lobbySince ??= now;
    else settleLobby(stay, now);
  }

  #left(id: string, reason: string | undefined): void {
    const stay = this.#here.get(id);
    if (!stay) return;
    const { clock } = this.#options;
    this.#here.delete(id);
    stay.leftMs = clock.wallMs();
    stay.reason = reason;
    settleLobby(stay, clock.now());
    settleSpeech(stay, clock.now());
  }

  #spoken(ids: readonly string[]): void {
    const now = this.#options.clock.now();
    this.#speaking = ids;
    for (const [id, stay] of this.#here) {
      if (!ids.includes(id)) settleSpeech(stay, now);
      else if (!this.#isOver) stay.speaksSince ??= now;
    }
  }

  #end(): void {
    this.#isOver = true;
    for (const id of this.#here.keys()) this.#left(id, undefined);
  }
}

/** The same person with several devices, or once more. Whoever has no id is known by the visit alone. */
function keyOf({ id, party }: Participant): string {
  return party.kind === 'unknown' || party.id === '' ? `visit ${id}` : `${party.kind} ${party.id}`;
}

function visitOf({ participant, joinedMs, leftMs, reason, lobbyMs, lobbySince }: Stay, now: number): Visit {
  return {
    participantId: participant.id,
    joinedMs,
    ...(leftMs === undefined ? {} : { leftMs }),
    ...(reason === undefined ? {} : { reason }),
    lobbyMs: lobbyMs + since(lobbySince, now),
  };
}

function since(beganMs: number | undefined, now: number): number {
  return beganMs === undefined ? 0 : now - beganMs;
}

function settleLobby(stay: Stay, now: number): void {
  stay.lobbyMs += since(stay.lobbySince, now);
  stay.lobbySince = undefined;
}

function settleSpeech(stay: Stay, now: number): void {
  stay.spokenMs += since(stay.speaksSince, now);
  stay.speaksSince = undefined;
}
