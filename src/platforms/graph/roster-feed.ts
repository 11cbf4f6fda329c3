/** Who takes part in one call on Graph, as its messages tell: folded into one roster, told as facts, read anew when a message got lost. */
import type { Log } from '../../base/log.ts';
import type { Participant } from '../../call/roster.ts';
import type { Notification } from '../../wire/graph/notification.ts';
import type { Participant as WireParticipant } from '../../wire/graph/participant.ts';
import type { CallLife } from './call-life.ts';
import type { GraphClient } from './graph-client.ts';
import { participantOf } from './parties.ts';
import { emptyRoster, foldDelta, foldFull, foldReadAnew, type Folded, type Roster } from './roster.ts';

export type RosterFeedOptions = {
  readonly callId: string;
  readonly appId: string;
  readonly client: Pick<GraphClient, 'participants'>;
  readonly life: CallLife;
  readonly log: Log;
  /** Called after each change, also of what is not told as a fact. */
  readonly onChange?: (() => void) | undefined;
};

export class RosterFeed {
  readonly #options: RosterFeedOptions;
  #roster: Roster = emptyRoster;
  #isReading = false;
  /** The newest delta that came while the whole was being read. */
  #readUpTo = 0;
  #selfId: string | undefined;

  constructor(options: RosterFeedOptions) {
    this.#options = options;
  }

  get participants(): readonly Participant[] {
    return [...this.#roster.byId.values()].map((each) => this.#seen(each));
  }

  /** As the service tells of them. */
  get told(): Iterable<WireParticipant> {
    return this.#roster.byId.values();
  }

  has(participantId: string): boolean {
    return this.#roster.byId.has(participantId);
  }

  /** The bot's own id in the roster, once the service has told it. */
  knowSelf(id: string | null | undefined): void {
    if (id != null) this.#selfId = id;
  }

  /** Takes in a full list or a delta. Never throws. */
  heard(notification: Extract<Notification, { about: 'roster' | 'rosterDelta' }>): void {
    if (notification.about === 'roster') return this.#take(foldFull(this.#roster, notification.participants));
    const { delta } = notification;
    if (this.#isReading) {
      this.#readUpTo = Math.max(this.#readUpTo, delta.sequenceNumber);
      return;
    }
    const folded = foldDelta(this.#roster, delta);
    if (folded.hasGap) this.#readAnew(delta.sequenceNumber);
    else this.#take(folded);
  }

  /** A delta got lost: the list itself is asked for. What comes meanwhile is in it, or makes it be asked for again. */
  #readAnew(upTo: number): void {
    const { callId, client, life, log } = this.#options;
    this.#isReading = true;
    this.#readUpTo = upTo;
    life.run('reading the participants anew', async () => {
      try {
        const { value } = await client.participants.list(callId, { signal: life.signal });
        this.#take(foldReadAnew(this.#roster, value, upTo));
      } catch (error) {
        if (!life.signal.aborted) log.warn('the participants could not be read anew', { callId, error });
      } finally {
        this.#isReading = false;
      }
      if (this.#readUpTo > upTo && !life.signal.aborted) this.#readAnew(this.#readUpTo);
    });
  }

  #take({ roster, changes }: Folded): void {
    this.#roster = roster;
    const { facts } = this.#options.life;
    this.#options.onChange?.();
    for (const change of changes) {
      if (change.kind === 'joined') facts.tell('participantJoined', { participant: this.#seen(change.participant) });
      else if (change.kind === 'left') {
        const { reason } = change;
        facts.tell('participantLeft', { participant: this.#seen(change.participant), ...(reason === undefined ? {} : { reason }) });
      } else {
        const [from, to] = [this.#seen(change.from), this.#seen(change.to)];
        if (JSON.stringify(from) !== JSON.stringify(to)) facts.tell('participantChanged', { from, to });
      }
    }
  }

  #seen(each: WireParticipant): Participant {
    return participantOf(each, { selfId: this.#selfId, appId: this.#options.appId });
  }
}
