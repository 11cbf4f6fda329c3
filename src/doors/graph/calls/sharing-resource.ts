/** Somebody shows a screen, as Graph's `contentSharingSession`. Source: Graph docs, resources/contentsharingsession; of v1.0 it is but an id. */
import type { ContentSharingSession } from '../../../wire/graph/content-sharing.ts';

/** With `presenterId` as beta has it. Slides are not known here: what is shown is a picture of a screen. */
export function sharingResource({
  sessionId,
  presenterId,
}: {
  readonly sessionId: string;
  readonly presenterId?: string | undefined;
}): ContentSharingSession {
  const type = '#microsoft.graph.contentSharingSession';
  return { '@odata.type': type, id: sessionId, ...(presenterId === undefined ? {} : { presenterParticipantId: presenterId }) };
}
