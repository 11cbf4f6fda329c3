/** The people of the stage in their places. */
import { useState } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { emptyOrder, follow } from './stage-order.ts';

type Now = { readonly others: readonly PhoneParticipant[]; readonly dominantId: string | undefined; readonly first: number };

export function useStageOrder({ others, dominantId, first }: Now): readonly PhoneParticipant[] {
  const [before, setBefore] = useState(emptyOrder);
  const present = others.map(({ participantId }) => participantId);
  const now = follow(before, { present, dominantId, first });
  // React draws again at once with the new places, and nothing of the old ones is seen.
  if (now !== before) setBefore(now);
  const byId = new Map(others.map((one) => [one.participantId, one]));
  return now.order.flatMap((id) => byId.get(id) ?? []);
}
