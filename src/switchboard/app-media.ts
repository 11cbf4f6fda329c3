/** An app's own end of the sound: hosted here, or over the media bridge. */
import type { AppLeg } from './call.ts';
import { refused, type Refused } from './result.ts';
import { sourceIdsOf } from './source-ids.ts';
import { engine, type Turn } from './turn.ts';

/** Makes the leg in the call's room. A bridged one is connected when its socket comes. */
export function addMedia(turn: Turn, { legId, participantId, media }: AppLeg): void {
  const roomId = turn.call.callId;
  if (media === 'hosted') return engine(turn, { kind: 'addHosted', roomId, legId });
  engine(turn, { kind: 'addBridged', roomId, legId, limits: media.bridge });
  // The first word on its socket tells the app its own number.
  engine(turn, { kind: 'identify', legId, sourceId: sourceIdsOf(participantId).sound });
}

/** Refuses prompts, recordings and keys where the app makes its own sound. */
export function needsHosted({ media }: AppLeg): Refused | undefined {
  if (media === 'hosted') return undefined;
  return refused(
    'switchboard/own-media',
    'Nothing is played, recorded or pressed by the service in a call with application-hosted media.',
    'Send and take the sound over the media bridge, or answer with service-hosted media.',
  );
}
