/** Captures a screen, a window or a tab, as the person picks it. */
import { screenCannotBeShared, screenTrouble } from './device-words.ts';
import type { Trouble } from '../phone/trouble.ts';

export type Captured =
  | { readonly kind: 'captured'; readonly stream: MediaStream }
  | { readonly kind: 'calledOff' }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** Pictures alone: what a shared tab sounds like is left out. */
export async function captureScreen(): Promise<Captured> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  // Absent on phones, and on plain http from another machine, whatever the type says.
  const canCapture = (media as Partial<MediaDevices> | undefined)?.getDisplayMedia !== undefined;
  if (media === undefined || !canCapture) return { kind: 'trouble', trouble: screenCannotBeShared };
  try {
    const stream = await media.getDisplayMedia({
      video: { width: { max: 1_920 }, height: { max: 1_200 }, frameRate: { ideal: 15, max: 30 } },
      audio: false,
    });
    for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
    return { kind: 'captured', stream };
  } catch (error) {
    const trouble = screenTrouble(error);
    return trouble === undefined ? { kind: 'calledOff' } : { kind: 'trouble', trouble };
  }
}
