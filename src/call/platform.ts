/**
 * Carriers of calls as the bot's half sees them: Graph today, others later. A *command* returns a promise,
 * what happened is a *fact*, and busy, declined or hung up are *outcomes*, never exceptions.
 */
import type { Cancel } from '../base/cancel.ts';
import type { FactSource } from '../base/facts.ts';
import type { CallState, EndReason } from './call-state.ts';

export type { EndReason } from './call-state.ts';

/** One app on one carrier. */
export interface Platform extends AsyncDisposable {
  /** For people: "Microsoft Teams", "this switchboard". */
  readonly name: string;
  readonly facts: FactSource<PlatformFacts>;
  /** Places a call; resolves as soon as the carrier has taken it on (state `connecting`). */
  dial(target: Target, options?: Cancel): Promise<CarrierCall>;
}

export type PlatformFacts = {
  /** A call for this app. It must be answered, rejected or redirected within `answerWithinMs`. */
  incoming: { readonly call: CarrierCall; readonly answerWithinMs: number };
};

/** Whom to call: exactly one of these. Ids are the carrier's (on Graph the Entra object id). */
export type Target = { readonly user: string } | { readonly app: string } | { readonly phone: string };

/** Somebody in a call, as far as the carrier says. */
export type Party = {
  readonly kind: 'user' | 'app' | 'phone' | 'guest' | 'unknown';
  readonly id: string;
  readonly name?: string | undefined;
};

/** What is known of a call from its first message on. */
export type CallInfo = {
  /** The carrier's id of this leg. */
  readonly id: string;
  /** The same at everybody who takes part in what began as one call. */
  readonly chainId: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly from: Party;
  readonly to: Party;
  /** Whom the caller meant, when the call was forwarded to us. */
  readonly forwardedFrom?: Party | undefined;
};

/** A call on its carrier: state and commands, nothing that a carrier could not do. `bot/call.ts` makes it pleasant. */
export interface CarrierCall {
  readonly info: CallInfo;
  readonly state: CallState;
  readonly facts: FactSource<CallFacts>;
  /** Resolves when sound can flow; `ended` if the caller was quicker. */
  answer(options?: Cancel): Promise<AnswerOutcome>;
  reject(reason: 'busy' | 'declined', options?: Cancel): Promise<void>;
  redirect(targets: readonly Target[], options?: Cancel & { readonly timeoutMs?: number }): Promise<void>;
  /** Puts the other side through to somebody. `connected` ends our part of the call; else the call is ours again. */
  transfer(target: Target, options?: Cancel): Promise<TransferOutcome>;
  /** Plays sounds one after the other; aborting stops them. */
  play(sounds: readonly Sound[], options?: Cancel): Promise<PlayOutcome>;
  record(options: RecordingOptions & Cancel): Promise<RecordOutcome>;
  /** Asks for `keyPressed` facts; asking again is calm. */
  hearKeys(options?: Cancel): Promise<void>;
  /** Hangs up; calm when the call has ended already. */
  hangUp(): Promise<void>;
}

export type CallFacts = {
  changed: { readonly from: CallState; readonly to: CallState };
  /** Each press once, in order, whatever the carrier repeats. */
  keyPressed: { readonly key: string };
};

/** A WAV file, 16 kHz, 16 bit, mono. `name` is the same for the same sound, so that a carrier may keep it. */
export type Sound = { readonly name: string; readonly wav: Uint8Array };

/** Limits as Graph has them: each time 1 to 120 s. */
export type RecordingOptions = {
  readonly prompt?: Sound | undefined;
  readonly bargeIn: boolean;
  readonly beep: boolean;
  readonly initialSilenceMs: number;
  readonly maxSilenceMs: number;
  readonly maxDurationMs: number;
  readonly stopKeys: readonly string[];
};

export type AnswerOutcome = { readonly kind: 'answered' } | Ended;
export type Ended = { readonly kind: 'ended'; readonly reason: EndReason };
export type TransferOutcome = { readonly kind: 'connected' } | { readonly kind: 'notConnected'; readonly reason: EndReason } | Ended;
export type PlayOutcome =
  { readonly kind: 'played' } | { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly message: string } | Ended;
export type RecordOutcome =
  | {
      readonly kind: 'recorded';
      readonly wav: Uint8Array;
      readonly durationMs: number;
      readonly endedBy: 'stopKey' | 'maxDuration' | 'silence' | 'unknown';
    }
  /** Nobody said anything. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string }
  | Ended;
