/** A call on its way: what is tried, how, and what its failure is called. */
import { LiveError } from '../live/live-error.ts';
import { MicrophoneError } from './microphone.ts';
import { troubleOf, type Trouble } from './trouble.ts';

/** A call on its way out, or being taken, before the switchboard has answered. */
export type Attempt = { readonly step: 'microphone' | 'network' } & (
  | { readonly kind: 'dial'; readonly number: string; readonly passcode?: string | undefined; readonly isMeeting?: true }
  | { readonly kind: 'answer'; readonly legId: string }
);

/** `microphone` is taken over, open; without it the chosen one is opened, or `isSilent` none. `isMuted` from the first moment. */
export type HowToConnect = { readonly microphone?: MediaStream | undefined; readonly isSilent?: boolean; readonly isMuted?: boolean };
/** `isMeeting`: a meeting is meant, and a person of that number is not rung. */
export type HowToDial = HowToConnect & { readonly passcode?: string | undefined; readonly isMeeting?: true };

export const joiningFailed = 'Joining the meeting failed';

type Failure = { readonly trouble: Trouble | undefined; readonly asksPasscode?: string | undefined };

/** What a page is told of an attempt that came to nothing. */
export function failed(attempt: Attempt, error: unknown): Failure {
  if (attempt.kind === 'answer') return { trouble: words(error, 'Taking the call failed') };
  const asksPasscode = error instanceof LiveError && error.code === 'switchboard/wrong-passcode' ? attempt.number : undefined;
  // To be asked for it the first time is no failure.
  const isQuestion = asksPasscode !== undefined && attempt.passcode === undefined;
  return {
    asksPasscode,
    trouble: isQuestion ? undefined : words(error, attempt.isMeeting === true ? joiningFailed : `Calling ${attempt.number} failed`),
  };
}

export function words(error: unknown, tried: string): Trouble {
  return error instanceof MicrophoneError ? error.trouble : troubleOf(error, tried);
}
