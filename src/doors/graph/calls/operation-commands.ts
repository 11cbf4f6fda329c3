/** Reading operations, and the calls of an app: in Graph's metadata, on none of its pages. Served only where `metadataOnly` says so. */
import { callFields } from './call-commands.ts';
import { callOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import type { KeptOperation } from './kept-operations.ts';
import { collection, count, entity } from './reads.ts';

/** Oldest first. */
export function listOperations(request: CommandRequest): CommandAnswer {
  return collection(request, contextOf(request), operations(request));
}

export function countOperations(request: CommandRequest): CommandAnswer {
  return count(request, operations(request));
}

export function readOperation(request: CommandRequest): CommandAnswer {
  const found = operations(request).find(({ id }) => id === request.itemId);
  if (found) return entity(request, contextOf(request), found);
  throw new GraphDoorError('graph-door/unknown-item', `Operation not found: there is no ${request.itemId.slice(0, 100)} of this call.`);
}

export function listCalls(request: CommandRequest): CommandAnswer {
  return collection(request, 'communications/calls', calls(request));
}

export function countCalls(request: CommandRequest): CommandAnswer {
  return count(request, calls(request));
}

/** The app's own of this tenant that are up, or ended a short while ago; oldest first. */
function calls(request: CommandRequest): readonly object[] {
  const { switchboard, app, tenants, caller } = request;
  const legs = switchboard.calls().flatMap((call) => call.legs.filter((leg) => leg.kind === 'app' && leg.appId === app.appId));
  const ofTenant = legs.filter(({ legId }) => (tenants.of(legId) ?? caller.tenantId) === caller.tenantId);
  return ofTenant.map(({ legId }) => callFields({ ...request, callId: legId }));
}

function operations(request: CommandRequest): readonly KeptOperation[] {
  callOf(request);
  return request.operations.of(request.callId);
}

function contextOf({ callId }: CommandRequest): string {
  return `communications/calls('${encodeURIComponent(callId)}')/operations`;
}
