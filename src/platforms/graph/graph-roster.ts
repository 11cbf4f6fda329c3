/** What a bot does with those who take part in one call on Graph: inviting, holding, muting, removing. */
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { CallError } from '../../call/errors.ts';
import { Patience } from '../../call/patience.ts';
import type { Ended, Sound, Target } from '../../call/platform.ts';
import type { CarrierRoster, DoneOutcome, InviteOutcome, OtherCall, Participant, PersonOutcome } from '../../call/roster.ts';
import type { Operation } from '../../wire/graph/operation.ts';
import type { CallLife } from './call-life.ts';
import { PlatformError } from './errors.ts';
import { explainEnd } from './explain-end.ts';
import type { GraphClient } from './graph-client.ts';
import type { Operations } from './operations.ts';
import { invitationTo } from './parties.ts';
import type { Offer, PromptLinks } from './prompt-links.ts';
import type { RosterFeed } from './roster-feed.ts';
import { SpeakingTo } from './speaking-to.ts';

export type GraphRosterOptions = {
  readonly callId: string;
  readonly feed: RosterFeed;
  readonly client: Pick<GraphClient, 'participants' | 'calls' | 'routingGroups'>;
  /** The bot was left out of the common sound when it joined. */
  readonly isApart?: boolean | undefined;
  readonly life: CallLife;
  readonly operations: Operations;
  readonly links: PromptLinks;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export class GraphRoster implements CarrierRoster {
  readonly #options: GraphRosterOptions;
  readonly #feed: RosterFeed;
  readonly #speaking: SpeakingTo;
  #onHold: string | undefined;
  #music: Offer | undefined;

  constructor(options: GraphRosterOptions) {
    this.#options = options;
    this.#feed = options.feed;
    const { client, isApart = false } = options;
    this.#speaking = new SpeakingTo({ ...options, groups: client.routingGroups, isApart, participants: () => this.participants });
    options.life.signal.addEventListener('abort', () => this.#music?.withdraw());
  }

  get participants(): readonly Participant[] {
    return this.#feed.participants;
  }

  async invite(target: Target, { signal, replaces }: Cancel & { readonly replaces?: OtherCall | undefined } = {}): Promise<InviteOutcome> {
    const { callId, client } = this.#options;
    const invited = invitationTo(target);
    const participants = [replaces === undefined ? invited : { ...invited, replacesCallId: replaces.info.id }];
    const start = (clientContext: string, options: Cancel): Promise<Operation | undefined> =>
      client.participants.invite(callId, { participants, clientContext }, options);
    try {
      const done = await this.#run(start, signal);
      if (done.kind === 'ended') return done;
      const { status, resultInfo } = done.operation;
      if (status !== 'completed') return { kind: 'notJoined', reason: explainEnd(resultInfo) };
      await this.#appears(target);
      return { kind: 'joined' };
    } catch (error) {
      signal?.throwIfAborted();
      return this.#options.life.afterRefusal(error, 'dial the person, and transfer the caller');
    }
  }

  async remove(participantId: string, options: Cancel = {}): Promise<PersonOutcome> {
    const { callId, client } = this.#options;
    const removed = (signal: AbortSignal): Promise<'done' | 'gone'> => client.participants.remove(callId, participantId, { signal });
    return this.#about(participantId, removed, {
      ...options,
      instead:
        'in a group call mute them, or ask an administrator to allow the app to remove people; in a call between two invite somebody, or hang up',
    });
  }

  async mute(participantId: string, options: Cancel = {}): Promise<PersonOutcome> {
    const { callId, client, random } = this.#options;
    const muted = async (signal: AbortSignal): Promise<'done'> => {
      await client.participants.mute(callId, participantId, { clientContext: random.uuid() }, { signal });
      return 'done';
    };
    return this.#about(participantId, muted, {
      ...options,
      instead: 'ask them to mute themselves; carriers mute people in group calls only',
    });
  }

  async hold(participantId: string, { signal, music }: Cancel & { readonly music?: Sound | undefined } = {}): Promise<PersonOutcome> {
    const { callId, client, links, life } = this.#options;
    if (this.#onHold !== undefined && this.#onHold !== participantId && this.#feed.has(this.#onHold)) {
      throw new CallError(
        'call/cannot',
        'Graph holds one participant at a time. Instead: take the first one back with unhold, or remove one',
      );
    }
    // The service may fetch the music as long as they hear it: it stays on offer until they are back.
    this.#music?.withdraw();
    this.#music = music && links.offer(callId, [music]);
    const [customPrompt] = this.#music?.prompts ?? [];
    const start = (clientContext: string, options: Cancel): Promise<Operation | undefined> =>
      client.participants.startHoldMusic(callId, participantId, { ...(customPrompt ? { customPrompt } : {}), clientContext }, options);
    const outcome = await this.#holding(participantId, start, signal).finally(() => {
      if (life.ended) this.#music?.withdraw();
    });
    if (outcome.kind === 'done') this.#onHold = participantId;
    return outcome;
  }

  async unhold(participantId: string, { signal }: Cancel = {}): Promise<PersonOutcome> {
    const { callId, client } = this.#options;
    const start = (clientContext: string, options: Cancel): Promise<Operation | undefined> =>
      client.participants.stopHoldMusic(callId, participantId, { clientContext }, options);
    const outcome = await this.#holding(participantId, start, signal);
    if (this.#onHold === participantId) this.#onHold = undefined;
    this.#music?.withdraw();
    return outcome;
  }

  speakTo(participantIds: readonly string[] | 'all', options?: Cancel & { readonly duckDb?: number | undefined }): Promise<DoneOutcome> {
    return this.#speaking.to(participantIds, options);
  }

  /** The roster that has them comes a moment after the end of the invitation. */
  async #appears(target: Target): Promise<void> {
    const { life, clock } = this.#options;
    const id = 'user' in target ? target.user : 'app' in target ? target.app : target.phone;
    if (this.participants.some(({ party }) => party.id === id)) return;
    using patience = new Patience({ clock, ms: ROSTER_WITHIN_MS });
    const signal = anyOf(patience.signal, life.signal);
    await life.facts
      .next('participantJoined', { signal, matches: ({ participant }) => participant.party.id === id })
      .catch(() => undefined);
  }

  async #holding(participantId: string, start: Start, signal: AbortSignal | undefined): Promise<PersonOutcome> {
    const { callId, log } = this.#options;
    const held = async (stop: AbortSignal): Promise<'done' | Ended> => {
      const done = await this.#run(start, stop);
      if (done.kind === 'ended') return done;
      if (done.operation.status !== 'failed') return 'done';
      log.warn('a participant could not be held', { callId, participantId });
      throw new CallError('call/cannot', `${explainEnd(done.operation.resultInfo).message} Instead: ${HOLD_INSTEAD}`);
    };
    return this.#about(participantId, held, { signal, instead: HOLD_INSTEAD });
  }

  /** A command about one person: the service says 404 both when they have left and when the call is over. */
  async #about(
    participantId: string,
    command: (signal: AbortSignal) => Promise<'done' | 'gone' | Ended>,
    { signal, instead }: Cancel & { readonly instead: string },
  ): Promise<PersonOutcome> {
    const { life, client, callId, log } = this.#options;
    signal?.throwIfAborted();
    if (life.ended) return life.ended;
    try {
      const done = await command(anyOf(signal, life.signal));
      if (done !== 'gone') return done === 'done' ? { kind: 'done' } : done;
    } catch (error) {
      signal?.throwIfAborted();
      if (life.ended || !(error instanceof PlatformError) || error.status !== 404) return life.afterRefusal(error, instead);
    }
    log.debug('a participant was not found', { callId, participantId });
    if ((await client.calls.keepAlive(callId, { signal })) === 'alive') return { kind: 'gone' };
    await life.endUnknown();
    return life.ended ?? { kind: 'gone' };
  }

  /** Starts an operation and waits for its end, or for that of the call. */
  async #run(start: Start, signal: AbortSignal | undefined): Promise<{ readonly kind: 'over'; readonly operation: Operation } | Ended> {
    const { life, operations, random } = this.#options;
    signal?.throwIfAborted();
    if (life.ended) return life.ended;
    const clientContext = random.uuid();
    const expected = operations.expect(clientContext);
    const stop = anyOf(signal, life.signal);
    try {
      expected.started(await start(clientContext, { signal: stop }));
      return { kind: 'over', operation: await orAborted(expected.ended, stop) };
    } finally {
      expected.forget();
    }
  }
}

/** How long who was invited may be missing from the roster. */
const ROSTER_WITHIN_MS = 1_000;

type Start = (clientContext: string, options: Cancel) => Promise<Operation | undefined>;

const HOLD_INSTEAD = 'play music into the call, or mute the bot; carriers hold people in group calls only';
