/** Why a camera or a screen cannot be had, in words for a person; the names are the browser's own (Media Capture and Streams, Screen Capture). */
import type { Trouble } from '../phone/trouble.ts';

export function cameraTrouble(name: string, isSecure: boolean): Trouble {
  if (!isSecure) {
    return {
      message: 'This page may not use a camera, because it was opened over plain http from another machine.',
      remedy: 'Open it as http://localhost on the machine where Rollcall runs, or serve it over https.',
    };
  }
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return {
        message: 'The camera is blocked for this page.',
        remedy: 'Click the sign left of the address, allow the camera, then switch it on again.',
      };
    case 'NotFoundError':
      return { message: 'No camera was found on this machine.', remedy: 'You can join without one; others see your name.' };
    case 'OverconstrainedError':
      return { message: 'The camera that you chose is gone.', remedy: 'Choose another, then switch it on again.' };
    case 'NotReadableError':
    case 'AbortError':
      return {
        message: 'The camera could not be opened: another program may be holding it.',
        remedy: 'Close the other program or choose another camera, then switch it on again.',
      };
    default:
      return {
        message: `The camera could not be opened (${name}).`,
        remedy: 'Choose another, or reload the page and try again.',
      };
  }
}

export const cameraGone: Trouble = {
  message: 'The camera stopped: it was unplugged, or its permission was taken back.',
  remedy: 'Choose another or plug it in again, then switch it on.',
};

/** Undefined where the person just called it off. */
export function screenTrouble(error: unknown): Trouble | undefined {
  const name = error instanceof Error ? error.name : String(error);
  // The operating system refuses by the same name as the person; Chromium says so in the message.
  const isBySystem = error instanceof Error && /system/i.test(error.message);
  if (name === 'AbortError' || (name === 'NotAllowedError' && !isBySystem)) return undefined;
  if (name === 'NotAllowedError') {
    return {
      message: 'Your system does not let this browser share the screen.',
      remedy: 'Allow screen recording for the browser in your system’s privacy settings, then start the browser anew.',
    };
  }
  return { message: `Sharing could not begin (${name}).`, remedy: 'Try again, or share another window.' };
}

export const screenCannotBeShared: Trouble = {
  message: 'This browser cannot share a screen here.',
  remedy: 'Open the meeting in a browser on a computer, over https or as http://localhost.',
};

export const picturesCannotGetThrough: Readonly<Record<'camera' | 'screen' | 'view', Trouble>> = {
  camera: {
    message: 'Your camera does not get through to the others.',
    remedy: 'Switch it off and on again. If that does not help, a firewall may block UDP between this browser and Rollcall.',
  },
  screen: {
    message: 'Your screen does not get through to the others.',
    remedy: 'Share it again. If that does not help, a firewall may block UDP between this browser and Rollcall.',
  },
  view: {
    message: 'The pictures of the others do not get through.',
    remedy: 'Leave and join again. If that does not help, a firewall may block UDP between this browser and Rollcall.',
  },
};

/** Message and remedy in one line. */
export function lineOf({ message, remedy }: Trouble): string {
  return remedy === undefined ? message : `${message} ${remedy}`;
}
