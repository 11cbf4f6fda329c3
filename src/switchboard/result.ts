/** How the switchboard answers a command: done, or refused in words that a person can act on. */

type Done<T extends object = object> = { readonly ok: true } & T;

export type Refused = {
  readonly ok: false;
  readonly code: RefusalCode;
  /** What was refused and why. */
  readonly message: string;
  /** What to do now. */
  readonly remedy: string;
};

export type Result<T extends object = object> = Done<T> | Refused;

export type RefusalCode =
  /** The call or leg does not exist (any more), or belongs to somebody else. */
  | 'switchboard/unknown-leg'
  | 'switchboard/unknown-person'
  | 'switchboard/unknown-app'
  | 'switchboard/unknown-target'
  /** The target is in this call already. */
  | 'switchboard/takes-part'
  /** The target is not the one with whom the app talks in the call that is to be replaced. */
  | 'switchboard/not-other-side'
  | 'switchboard/own-number'
  /** No such participant in this call, or routing group. */
  | 'switchboard/unknown-participant'
  | 'switchboard/unknown-group'
  /** A routing group that its mode does not allow. */
  | 'switchboard/bad-group'
  /** No meeting is to be found by that; or by its passcode one may not come in. */
  | 'switchboard/unknown-meeting'
  | 'switchboard/wrong-passcode'
  /** Another window, or another of those who rang, was first. */
  | 'switchboard/taken'
  /** The call is not in a state in which this can be done. */
  | 'switchboard/wrong-state'
  /** The role of the person, or the meeting, does not let her. */
  | 'switchboard/not-allowed'
  /** Nobody here makes that: no such captions, no such voice, no transcripts. */
  | 'switchboard/not-offered'
  /** The app makes its own sound in this call; or does not. */
  | 'switchboard/own-media'
  | 'switchboard/hosted-media'
  /** The app has too much queued on this call. */
  | 'switchboard/queue-full'
  /** As many calls are up as this switchboard carries. */
  | 'switchboard/full';

export function refused(code: RefusalCode, message: string, remedy: string): Refused {
  return { ok: false, code, message, remedy };
}
