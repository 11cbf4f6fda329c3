/** The commands about those who take part: list, read, invite, mute, remove. Source: Graph docs, api/call-list-participants, participant-get, participant-invite, participant-mute, participant-delete. */
import type { Leg } from '../../../switchboard/call.ts';
import { participantsOf } from '../../../switchboard/roster.ts';
import type { Participant } from '../../../wire/graph/participant.ts';
import * as bodies from '../../../wire/graph/request.ts';
import { callOf, completed, done, legOf, operation, participantOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { participantResource } from './participant-resource.ts';
import { collection, count, entity } from './reads.ts';
import { bodyAs } from '../request-reading.ts';
import { inviteeOf } from './targets.ts';

export function listParticipants(request: CommandRequest): CommandAnswer {
  return collection(request, contextOf(request), participants(request));
}

export function countParticipants(request: CommandRequest): CommandAnswer {
  return count(request, participants(request));
}

export function readParticipant(request: CommandRequest): CommandAnswer {
  const found = participants(request).find(({ id }) => id === request.itemId);
  if (!found) throw unknown(request.itemId);
  return entity(request, contextOf(request), found);
}

export function removeParticipant(request: CommandRequest): CommandAnswer {
  done(request.switchboard.removeParticipant(participantOf(request)));
  return { status: 204 };
}

export function invite(request: CommandRequest): CommandAnswer {
  const { participants: infos, clientContext } = bodyAs(bodies.inviteBody, request.json);
  const invitees = infos.map((info) => inviteeOf(info, request));
  const { operationId } = done(request.switchboard.invite({ ...legOf(request), invitees, clientContext: clientContext ?? undefined }));
  const status = request.settings.profile.isInviteStatusPascal ? 'Running' : 'running';
  return operation(request, 'inviteParticipantsOperation', { id: operationId, status, clientContext, participants: infos });
}

/** There is no unmuting of others: whoever was muted unmutes herself. */
export function muteParticipant(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.muteParticipant(participantOf(request)));
  return completed(request, 'muteParticipantOperation', clientContext);
}

/** Beta. Those who are named by their participant ids, or all but the app itself. Nobody is muted when one of them is not there. */
export function muteAll(request: CommandRequest): CommandAnswer {
  const { participants: named, clientContext } = bodyAs(bodies.muteAllBody, request.json);
  const { call, leg } = callOf(request);
  const others = participantsOf(call).filter(({ participantId }) => participantId !== leg.participantId);
  const missing = named?.find((id) => !others.some(({ participantId }) => participantId === id));
  if (missing !== undefined) throw unknown(missing);
  const muted: readonly Leg[] = named ? others.filter(({ participantId }) => named.includes(participantId)) : others;
  for (const { participantId } of muted.filter(({ isMuted }) => !isMuted))
    done(request.switchboard.muteParticipant({ ...legOf(request), participantId }));
  return completed(request, 'muteParticipantsOperation', clientContext);
}

function participants(request: CommandRequest): readonly Participant[] {
  const { call, viewer } = callOf(request);
  const sequence = call.group?.rosterSequence ?? 0;
  return participantsOf(call).map((leg) => participantResource(leg, { viewer, sequence, call }));
}

function contextOf({ callId }: CommandRequest): string {
  return `communications/calls('${encodeURIComponent(callId)}')/participants`;
}

function unknown(id: string): GraphDoorError {
  return new GraphDoorError('graph-door/unknown-item', `Participant not found: ${id.slice(0, 100)} does not take part in this call.`);
}
