/** Who shows a screen, and whether an app may. Source: Graph docs, api/call-list-contentsharingsessions, contentsharingsession-get, call-changescreensharingrole. */
import * as bodies from '../../../wire/graph/request.ts';
import type { ContentSharingSession } from '../../../wire/graph/content-sharing.ts';
import { callOf, done, legOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { collection, count, entity } from './reads.ts';
import { bodyAs } from '../request-reading.ts';
import { sharingResource } from './sharing-resource.ts';

export function listSharing(request: CommandRequest): CommandAnswer {
  return collection(request, contextOf(request), sessions(request));
}

export function countSharing(request: CommandRequest): CommandAnswer {
  return count(request, sessions(request));
}

export function readSharing(request: CommandRequest): CommandAnswer {
  const found = sessions(request).find(({ id }) => id === request.itemId);
  if (found) return entity(request, contextOf(request), found);
  throw new GraphDoorError(
    'graph-door/unknown-item',
    `Content sharing session not found: ${request.itemId.slice(0, 100)} is not what is shown in this call.`,
  );
}

/** Only an app with media of its own has a screen to show, and only to a group. */
export function changeScreenSharingRole(request: CommandRequest): CommandAnswer {
  const { role } = bodyAs(bodies.changeScreenSharingRoleBody, request.json);
  done(request.switchboard.setSharingRole({ ...legOf(request), role }));
  return { status: 202 };
}

/** One at most: whoever shows a screen takes over from the one before. */
function sessions(request: CommandRequest): readonly ContentSharingSession[] {
  const { group } = callOf(request).call;
  if (!group?.sharing) return [];
  const { sessionId, participantId } = group.sharing;
  return [sharingResource({ sessionId, presenterId: request.base.endsWith('/beta') ? participantId : undefined })];
}

function contextOf({ callId }: CommandRequest): string {
  return `communications/calls('${encodeURIComponent(callId)}')/contentSharingSessions`;
}
