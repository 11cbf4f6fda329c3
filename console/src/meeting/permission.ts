/** Asks once for camera and microphone together, where the browser would else ask twice. */
import { release } from '../phone/peer-line.ts';

/** Resolves when the person has answered, whatever it was; at once where nothing is to be asked, or the browser does not say. */
export async function askForBoth(): Promise<void> {
  try {
    const states = await Promise.all(['camera', 'microphone'].map(stateOf));
    if (states.every((state) => state === 'prompt')) release(await navigator.mediaDevices.getUserMedia({ audio: true, video: true }));
  } catch {
    // Each of the two says for itself why it cannot be had.
  }
}

async function stateOf(name: string): Promise<PermissionState> {
  return (await navigator.permissions.query({ name: name as PermissionName })).state;
}
