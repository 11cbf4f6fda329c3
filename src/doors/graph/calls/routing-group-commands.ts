/** Who hears whom, by audio routing groups. Source: Graph docs, api/call-list-audioroutinggroups, audioroutinggroup-get, -update, -delete. */
import type { RoutingGroup } from '../../../switchboard/call.ts';
import { audioRoutingGroup, audioRoutingGroupPatch, type AudioRoutingGroup } from '../../../wire/graph/participant.ts';
import { callOf, done, legOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { collection, count, entity, wholeEntity } from './reads.ts';
import { bodyAs } from '../request-reading.ts';

export function listRoutingGroups(request: CommandRequest): CommandAnswer {
  return collection(request, contextOf(request), groupsOf(request).map(resource));
}

export function countRoutingGroups(request: CommandRequest): CommandAnswer {
  return count(request, groupsOf(request).map(resource));
}

export function readRoutingGroup(request: CommandRequest): CommandAnswer {
  return entity(request, contextOf(request), resource(found(request)));
}

/** 200, as its page has it; the id is given here. */
export function createRoutingGroup(request: CommandRequest): CommandAnswer {
  const { routingMode, sources, receivers, '@rollcall.duckDb': duckDb } = bodyAs(audioRoutingGroup, request.json);
  const asked = { routingMode, sources: sources ?? [], receivers: receivers ?? [], ...ducked(duckDb) };
  const { group } = done(request.switchboard.putRoutingGroup({ ...legOf(request), group: asked }));
  const location = `${request.base}/communications/calls/${request.callId}/audioRoutingGroups/${group.groupId}`;
  return { ...answered(request, group), location };
}

/** What the body leaves out stays as it was. */
export function updateRoutingGroup(request: CommandRequest): CommandAnswer {
  const before = found(request);
  const {
    routingMode = before.routingMode,
    sources,
    receivers,
    '@rollcall.duckDb': duckDb = before.duckDb,
  } = bodyAs(audioRoutingGroupPatch, request.json);
  const sides = { sources: sources ?? before.sources, receivers: receivers ?? before.receivers };
  const asked = { groupId: before.groupId, routingMode, ...sides, ...ducked(duckDb) };
  const { group } = done(request.switchboard.putRoutingGroup({ ...legOf(request), group: asked }));
  return answered(request, group);
}

export function deleteRoutingGroup(request: CommandRequest): CommandAnswer {
  done(request.switchboard.dropRoutingGroup({ ...legOf(request), groupId: request.itemId }));
  return { status: 204 };
}

function ducked(duckDb: number | null | undefined): { readonly duckDb?: number } {
  return duckDb === undefined || duckDb === null ? {} : { duckDb };
}

function answered(request: CommandRequest, group: RoutingGroup): CommandAnswer {
  return wholeEntity(request, contextOf(request), resource(group));
}

function groupsOf(request: CommandRequest): readonly RoutingGroup[] {
  return callOf(request).call.group?.routingGroups ?? [];
}

function found(request: CommandRequest): RoutingGroup {
  const group = groupsOf(request).find(({ groupId }) => groupId === request.itemId);
  if (group) return group;
  throw new GraphDoorError('graph-door/unknown-item', `Audio routing group not found: there is no ${request.itemId.slice(0, 100)}.`);
}

function resource({ groupId: id, routingMode, sources, receivers, duckDb }: RoutingGroup): AudioRoutingGroup {
  const own = duckDb === undefined ? {} : { '@rollcall.duckDb': duckDb };
  return { '@odata.type': '#microsoft.graph.audioRoutingGroup', id, routingMode, sources, receivers, ...own };
}

function contextOf({ callId }: CommandRequest): string {
  return `communications/calls('${encodeURIComponent(callId)}')/audioRoutingGroups`;
}
