/** Opens the microphone that was chosen, or says in words why it cannot be had. */
import { microphoneTrouble, type Trouble } from './trouble.ts';

/** Thrown by `openMicrophone`: carries the words for the page. */
export class MicrophoneError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, cause: unknown) {
    super(trouble.message, { cause });
    this.name = 'MicrophoneError';
    this.trouble = trouble;
  }
}

/** A chosen device that is gone is an error, not another microphone behind the user's back. */
export async function openMicrophone(deviceId: string | undefined): Promise<MediaStream> {
  const audio: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  if (deviceId !== undefined) audio.deviceId = { exact: deviceId };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error);
    throw new MicrophoneError(microphoneTrouble(name, window.isSecureContext), error);
  }
}

/** A microphone that says nothing, for who has none: hearing and keys still work. */
export function silentMicrophone(context: AudioContext): MediaStream {
  return context.createMediaStreamDestination().stream;
}
