/** What a bot does with those who take part in its call: inviting, putting through, muting, holding, removing. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { CarrierCall, Target, TransferOutcome } from '../call/platform.ts';
import type { DoneOutcome, InviteOutcome, OtherCall, PersonOutcome } from '../call/roster.ts';
import { idOf, type OneOf } from './one-of.ts';
import { notInTime, withPatience, type Waiting } from './patience.ts';
import type { Speakable } from './sounds.ts';
import type { Speaker, VoiceOptions } from './speaker.ts';
import type { Verbs } from './verbs.ts';

export type HoldOptions = VoiceOptions & { readonly music?: Speakable | undefined };

export type GroupVerbsOptions = {
  readonly carrier: Pick<CarrierCall, 'roster' | 'mute' | 'unmute' | 'transfer'>;
  readonly verbs: Verbs;
  readonly speaker: Pick<Speaker, 'prepare'>;
  readonly clock: Clock;
};

export class GroupVerbs {
  readonly #options: GroupVerbsOptions;

  constructor(options: GroupVerbsOptions) {
    this.#options = options;
  }

  invite(target: Target, { timeoutMs, replaces, signal }: Waiting & { readonly replaces?: OtherCall | undefined }): Promise<InviteOutcome> {
    const { carrier, verbs, clock } = this.#options;
    const invited = (stop: AbortSignal): Promise<InviteOutcome> =>
      verbs.beside('invite', () => carrier.roster.invite(target, { signal: stop, replaces }));
    return withPatience(invited, { clock, timeoutMs, signal, tooLate: { kind: 'notJoined', reason: notInTime } });
  }

  transfer(
    target: Target,
    { timeoutMs, consulted, signal }: Waiting & { readonly consulted?: OtherCall | undefined },
  ): Promise<TransferOutcome> {
    const { carrier, verbs, clock } = this.#options;
    const transferred = (stop: AbortSignal): Promise<TransferOutcome> =>
      verbs.inTurn('transfer', () => carrier.transfer(target, { signal: stop, consulted }));
    return withPatience(transferred, { clock, timeoutMs, signal, tooLate: { kind: 'notConnected', reason: notInTime } });
  }

  mute(who: OneOf | undefined, options?: Cancel): Promise<PersonOutcome> {
    const { carrier, verbs } = this.#options;
    return verbs.beside('mute', () => (who === undefined ? carrier.mute(options) : carrier.roster.mute(idOf(who), options)));
  }

  unmute(options?: Cancel): Promise<DoneOutcome> {
    const { carrier, verbs } = this.#options;
    return verbs.beside('unmute', () => carrier.unmute(options));
  }

  hold(who: OneOf, { music, voice, signal }: HoldOptions): Promise<PersonOutcome> {
    const { carrier, verbs, speaker } = this.#options;
    return verbs.beside('hold', async () => {
      const sound = music === undefined ? undefined : await speaker.prepare(music, { voice, signal });
      return carrier.roster.hold(idOf(who), { music: sound, signal });
    });
  }

  unhold(who: OneOf, options?: Cancel): Promise<PersonOutcome> {
    const { carrier, verbs } = this.#options;
    return verbs.beside('unhold', () => carrier.roster.unhold(idOf(who), options));
  }

  remove(who: OneOf, options?: Cancel): Promise<PersonOutcome> {
    const { carrier, verbs } = this.#options;
    return verbs.beside('remove', () => carrier.roster.remove(idOf(who), options));
  }
}
