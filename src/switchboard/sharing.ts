/** The session in which a screen is shown, and how apps hear of it. Source: Graph docs, resources/contentsharingsession; calloptions. */
import type { AppLeg, Call } from './call.ts';
import { isIn } from './roles.ts';
import type { SharingSession } from './taking-part.ts';
import { notify, putGroup, type Turn } from './turn.ts';

/** Looks who shows a screen now. A session goes on when another takes over, and is over when nobody shows anything. */
export function settleSharing(turn: Turn, before: Call | undefined): void {
  const { call } = turn;
  const { group } = call;
  if (!group) return;
  const presenter = call.legs.find((leg) => leg.pictures.screen && isIn(call, leg));
  if (presenter?.legId !== group.sharing?.legId) {
    const sessionId = group.sharing?.sessionId ?? turn.env.newId();
    putGroup(turn, {
      sharing: presenter && { sessionId, legId: presenter.legId, participantId: presenter.participantId },
    });
  }
  if (call.endedMs !== undefined || call.ending) return;
  for (const leg of turn.call.legs) if (leg.kind === 'app') tellSharing(turn, before, leg);
}

/** Also one that has just come is told what is shown. */
function tellSharing(turn: Turn, before: Call | undefined, leg: AppLeg): void {
  const was = knownTo(
    before,
    before?.legs.find(({ legId }) => legId === leg.legId),
  );
  const is = knownTo(turn.call, leg);
  const isOver = leg.state === 'ended' || was === is;
  if (isOver || was?.participantId === is?.participantId) return;
  const change = is === undefined ? 'deleted' : was === undefined ? 'created' : 'updated';
  const { sessionId, participantId } = (is ?? was) as SharingSession;
  notify(turn, leg, { kind: 'sharing', change, sessionId, presenterId: participantId });
}

function knownTo(call: Call | undefined, leg: Call['legs'][number] | undefined): SharingSession | undefined {
  if (!call || leg?.kind !== 'app' || !leg.options.isContentSharingNotificationEnabled) return undefined;
  return isIn(call, leg) ? call.group?.sharing : undefined;
}
