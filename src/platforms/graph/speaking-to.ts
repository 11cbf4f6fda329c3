/**
 * A bot that some alone hear: it was left out of the conversation's common sound when it joined, and an audio routing group brings what it says to
 * those who are to hear it. Source: Graph docs, resources/audioroutinggroup.
 */
import { anyOf, type Cancel } from '../../base/cancel.ts';
import { CallError } from '../../call/errors.ts';
import type { DoneOutcome, Participant } from '../../call/roster.ts';
import type { AudioRoutingGroup } from '../../wire/graph/participant.ts';
import type { CallLife } from './call-life.ts';
import type { RoutingGroupsApi } from './client/routing-groups-api.ts';

export type SpeakingToOptions = {
  readonly callId: string;
  readonly groups: Pick<RoutingGroupsApi, 'create' | 'update' | 'delete'>;
  /** It was left out of the common sound when it joined. */
  readonly isApart: boolean;
  readonly participants: () => readonly Participant[];
  readonly life: CallLife;
};

type Group = AudioRoutingGroup & { readonly '@rollcall.duckDb'?: number | undefined };

export class SpeakingTo {
  readonly #options: SpeakingToOptions;
  #groupId: string | undefined;
  #isToAll = false;
  #duckDb: number | undefined;
  /** One request after the other: what was asked last is what holds. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SpeakingToOptions) {
    const { life } = options;
    this.#options = options;
    // Whoever comes while it speaks to all is one of them.
    const look = (): void => {
      if (this.#isToAll) this.#set(this.#others(), {}).catch(() => undefined);
    };
    life.facts.on('participantJoined', look, { signal: life.signal });
  }

  to(
    participantIds: readonly string[] | 'all',
    { duckDb, signal }: Cancel & { readonly duckDb?: number | undefined } = {},
  ): Promise<DoneOutcome> {
    const { isApart } = this.#options;
    if (!isApart && participantIds === 'all') return Promise.resolve({ kind: 'done' });
    if (!isApart)
      return Promise.reject(
        new CallError(
          'call/cannot',
          'this call is part of the common sound, and Graph leaves a bot out of that only from the start. Instead: go to the meeting with context.join(meeting, { apart: true })',
        ),
      );
    this.#isToAll = participantIds === 'all';
    this.#duckDb = duckDb;
    return this.#set(participantIds === 'all' ? this.#others() : participantIds, { signal });
  }

  async #set(receivers: readonly string[], { signal }: Cancel): Promise<DoneOutcome> {
    const { life } = this.#options;
    const setting = this.#last.then(() => this.#tell(receivers, anyOf(signal, life.signal)));
    this.#last = setting.catch(() => undefined);
    try {
      if (life.ended) return life.ended;
      await setting;
      return { kind: 'done' };
    } catch (error) {
      signal?.throwIfAborted();
      return life.afterRefusal(error, 'say it to everybody, or offer captions; routing groups are there in group calls and meetings only');
    }
  }

  async #tell(receivers: readonly string[], signal: AbortSignal): Promise<void> {
    const { callId, groups } = this.#options;
    const self = this.#options.participants().find(({ isSelf }) => isSelf);
    const groupId = this.#groupId;
    if (receivers.length === 0 || !self) {
      this.#groupId = undefined;
      if (groupId !== undefined) await groups.delete(callId, groupId, { signal });
      return;
    }
    const group: Group = {
      '@odata.type': '#microsoft.graph.audioRoutingGroup',
      routingMode: receivers.length === 1 ? 'oneToOne' : 'multicast',
      sources: [self.id],
      receivers,
      ...(this.#duckDb === undefined ? {} : { '@rollcall.duckDb': this.#duckDb }),
    };
    if (groupId === undefined) this.#groupId = (await groups.create(callId, group, { signal })).id ?? undefined;
    else await groups.update(callId, groupId, { ...group, id: groupId }, { signal });
  }

  #others(): readonly string[] {
    return this.#options.participants().flatMap(({ id, isSelf, isInLobby }) => (isSelf || isInLobby ? [] : [id]));
  }
}
