/** What went wrong on the phone, in words with a remedy. */
import { LiveError } from '../live/live-error.ts';

/** `canGoSilent`: the call may be placed all the same, without a microphone. */
export type Trouble = { readonly message: string; readonly remedy?: string | undefined; readonly canGoSilent?: boolean | undefined };

/** The microphone could not be had; the names are the browser's own (Media Capture and Streams, getUserMedia). */
export function microphoneTrouble(name: string, isSecure: boolean): Trouble {
  if (!isSecure) {
    return {
      message: 'This page may not use a microphone, because it was opened over plain http from another machine.',
      remedy: 'Open it as http://localhost on the machine where Rollcall runs, or serve it over https.',
      canGoSilent: true,
    };
  }
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return {
        message: 'The microphone is blocked for this page.',
        remedy: 'Click the sign left of the address, allow the microphone, then try again.',
        canGoSilent: true,
      };
    case 'NotFoundError':
      return {
        message: 'No microphone was found on this machine.',
        remedy: 'Plug one in or switch one on in your system’s sound settings, then try again.',
        canGoSilent: true,
      };
    case 'OverconstrainedError':
      return {
        message: 'The microphone that you chose is gone.',
        remedy: 'Choose another under “Sound”, then try again.',
        canGoSilent: true,
      };
    case 'NotReadableError':
    case 'AbortError':
      return {
        message: 'The microphone could not be opened: another program may be holding it.',
        remedy: 'Close the other program or choose another microphone under “Sound”, then try again.',
        canGoSilent: true,
      };
    default:
      return {
        message: `The microphone could not be opened (${name}).`,
        remedy: 'Choose another under “Sound”, or reload the page and try again.',
        canGoSilent: true,
      };
  }
}

/** Any failure of a command or of the browser's WebRTC. */
export function troubleOf(error: unknown, tried: string): Trouble {
  if (error instanceof LiveError) return { message: `${tried}: ${error.message}`, remedy: error.remedy };
  const reason = error instanceof Error ? error.message : String(error);
  return { message: `${tried}: ${reason}`, remedy: 'Reload the page and try again.' };
}

/** Somebody in the lobby was let in, sent away or went before this answer came: nothing is left to do. */
export function isNoLongerWaiting(error: unknown): boolean {
  return error instanceof LiveError && ['switchboard/wrong-state', 'switchboard/unknown-participant'].includes(error.code);
}

export const soundCannotGetThrough: Trouble = {
  message: 'The call is up, but its sound does not get through between this browser and Rollcall.',
  remedy:
    'A firewall or VPN may block UDP between the two machines, or Rollcall announces an address that this one cannot reach: hang up, check both, call again.',
};

export const microphoneGone: Trouble = {
  message: 'The microphone stopped: it was unplugged, or its permission was taken back.',
  remedy: 'Choose another under “Sound”; the call goes on.',
};

export const startedAnew = 'The call was lost: Rollcall was stopped and started again while it was up.';
export const lostMeanwhile = 'The call ended while this page had no connection to Rollcall.';
