/** Who takes part in a group call or meeting, as an app is told: all of them, newest first, or only what changed. Source: Graph docs, resources/deltaparticipants; captures. */
import type { AppNotice } from '../../../switchboard/notice.ts';
import type { DeltaParticipants, Participant } from '../../../wire/graph/participant.ts';
import type { Wording } from './notice-wording.ts';
import { participantResource, removedParticipant } from '../calls/participant-resource.ts';
import { viewerOf } from '../calls/parties.ts';

export function rosterNews(
  notice: AppNotice & { kind: 'roster' },
  { app, tenantId, call }: Wording,
): readonly Participant[] | DeltaParticipants {
  const { participants, changed, gone, sequence, isDelta } = notice;
  const worded = { viewer: viewerOf(app, tenantId), sequence, call };
  if (!isDelta) return participants.map((leg) => participantResource(leg, worded));
  const there = participants.filter(({ participantId }) => changed.includes(participantId));
  return {
    '@odata.type': '#microsoft.graph.deltaParticipants',
    sequenceNumber: sequence,
    participants: [
      ...there.map((leg) => participantResource(leg, worded)),
      ...gone.map(({ leg, as }) => removedParticipant(leg, { ...worded, reason: leg.endedBecause ?? as })),
    ],
  };
}
