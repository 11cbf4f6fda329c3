/** What one who takes part sends and receives, as Graph's `mediaStreams`. Source: Graph docs, resources/mediastream, api/call-addlargegalleryview, call-changescreensharingrole; captures. */
import type { Leg } from '../../../switchboard/call.ts';
import { sourceIdsOf } from '../../../switchboard/source-ids.ts';
import type { MediaStream } from '../../../wire/graph/participant.ts';

/** `hasPictures` where the call is a group's: people see each other there, and so do apps with media of their own. */
export function mediaStreamsOf(leg: Leg, { hasPictures }: { readonly hasPictures: boolean }): readonly MediaStream[] {
  if (leg.state === 'ended') return [];
  const sees = hasPictures && (leg.kind === 'person' || leg.media !== 'hosted');
  return sees ? [audio(leg), camera(leg), screen(leg)] : [audio(leg)];
}

function audio(leg: Leg): MediaStream {
  const sourceId = String(sourceIdsOf(leg.participantId).sound);
  const what = { '@odata.type': '#microsoft.graph.mediaStream', mediaType: 'audio', label: 'main-audio', sourceId };
  // An app's own mute is the service's as well. Source: Graph docs, api/call-mute.
  const serverMuted = leg.isMuted && (leg.isMutedByOther || leg.kind === 'app');
  // Whoever is on hold, or waits in the lobby, is not heard.
  const direction = leg.isOnHold || leg.isInLobby ? 'receiveOnly' : 'sendReceive';
  return { ...what, direction: leg.isSoundUp ? direction : 'inactive', serverMuted };
}

function camera(leg: Leg): MediaStream {
  const sourceId = String(sourceIdsOf(leg.participantId).camera);
  const what = { '@odata.type': '#microsoft.graph.mediaStream', mediaType: 'video', label: 'main-video', sourceId };
  return { ...what, direction: isAway(leg) ? 'inactive' : leg.pictures.camera ? 'sendReceive' : 'receiveOnly', serverMuted: false };
}

/** An app whose role it is to share sends, as on the page of that command, from the moment at which it has the role. */
function screen(leg: Leg): MediaStream {
  const sourceId = String(sourceIdsOf(leg.participantId).screen);
  const label = 'applicationsharing-video';
  const what = { '@odata.type': '#microsoft.graph.mediaStream', mediaType: 'videoBasedScreenSharing', label, sourceId };
  const sends = leg.pictures.screen || (leg.kind === 'app' && leg.sharingRole === 'sharer');
  return { ...what, direction: isAway(leg) ? 'inactive' : sends ? 'sendOnly' : 'receiveOnly', serverMuted: false };
}

function isAway({ isSoundUp, isInLobby, isOnHold }: Leg): boolean {
  return !isSoundUp || isInLobby || isOnHold;
}
