/** Who shares content: nobody yet, since there are no pictures. Source: Graph docs, api/call-list-contentsharingsessions, contentsharingsession-get. */
import { callOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { collection, count } from './reads.ts';

export function listSharing(request: CommandRequest): CommandAnswer {
  callOf(request);
  return collection(request, `communications/calls('${encodeURIComponent(request.callId)}')/contentSharingSessions`, []);
}

export function countSharing(request: CommandRequest): CommandAnswer {
  callOf(request);
  return count(request, []);
}

export function readSharing(request: CommandRequest): CommandAnswer {
  callOf(request);
  throw new GraphDoorError('graph-door/unknown-item', `Content sharing session not found: nobody shares anything in this call.`);
}
