/** Audio routing groups: which participants hear which, where not all hear all. */
import type { Routing } from '../engine/port.ts';
import { isTalking, type AppLeg, type Call, type Leg, type RoutingGroup } from './call.ts';
import { mayAct, needsGroup } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { participantOf } from './roster.ts';
import { engine, putGroup, type Turn } from './turn.ts';

/** Adds a group, or puts it in the place of the one with its id. Those who left meanwhile may stay named. */
export function putRoutingGroup(turn: Turn, leg: AppLeg, group: RoutingGroup, isNew: boolean): Refused | undefined {
  const groups = turn.call.group?.routingGroups ?? [];
  const old = groups.find(({ groupId }) => groupId === group.groupId);
  const refusal = needsGroup(turn.call) ?? mayAct(leg, 'routed') ?? unusable(turn.call, group, old);
  if (refusal) return refusal;
  if (!isNew && !old) return unknownGroup(group.groupId);
  if (!old && groups.length >= turn.env.limits.participants) {
    return refused('switchboard/queue-full', `The call has ${String(groups.length)} routing groups.`, 'Delete one of them first.');
  }
  putGroup(turn, { routingGroups: old ? groups.map((each) => (each === old ? group : each)) : [...groups, group] });
  return undefined;
}

export function dropRoutingGroup(turn: Turn, leg: AppLeg, groupId: string): Refused | undefined {
  const groups = turn.call.group?.routingGroups ?? [];
  const refusal = needsGroup(turn.call) ?? mayAct(leg, 'routed');
  if (refusal) return refusal;
  if (!groups.some((each) => each.groupId === groupId)) return unknownGroup(groupId);
  putGroup(turn, { routingGroups: groups.filter((each) => each.groupId !== groupId) });
  return undefined;
}

/** Tells the engine who hears whom, if a step changed that. */
export function route(turn: Turn, before: Call | undefined): void {
  const { call } = turn;
  if (call.endedMs !== undefined) return;
  const routing = routingOf(call);
  if (JSON.stringify(routing) === JSON.stringify(before ? routingOf(before) : allHearAll)) return;
  engine(turn, { kind: 'route', roomId: call.callId, ...routing });
}

/** Tells a room that was opened anew. */
export function routeAnew(turn: Turn): void {
  const routing = routingOf(turn.call);
  if (routing.apart.length > 0 || routing.groups.length > 0) engine(turn, { kind: 'route', roomId: turn.call.callId, ...routing });
}

const allHearAll: Routing = { apart: [], groups: [] };

/** In legs. Whoever waits in the lobby is in no group, and a group that lost all of a side connects nobody. */
function routingOf({ group, legs }: Call): Routing {
  if (!group) return allHearAll;
  const here = legs.filter(isTalking);
  const legsOf = (participantIds: readonly string[]): readonly string[] =>
    here.filter((leg) => !leg.isInLobby && participantIds.includes(leg.participantId)).map(({ legId }) => legId);
  const groups = group.routingGroups.map(({ sources, receivers, duckDb }) => {
    return { sources: legsOf(sources), receivers: legsOf(receivers), ...(duckDb === undefined ? {} : { duckDb }) };
  });
  const isApart = ({ isInLobby, isApart: isTold }: Leg): boolean => isInLobby || isTold;
  // Who speaks over the others is heard by those who chose that, and hears everybody as before.
  const over = new Set(groups.filter(({ duckDb }) => duckDb !== undefined).flatMap(({ sources }) => sources));
  const hearing = here.filter((leg) => over.has(leg.legId) && !isApart(leg)).map(({ legId }) => legId);
  const heard = here.filter((leg) => !over.has(leg.legId) && !isApart(leg)).map(({ legId }) => legId);
  return {
    apart: here.filter((leg) => isApart(leg) || over.has(leg.legId)).map(({ legId }) => legId),
    groups: [...groups, { sources: heard, receivers: hearing }].filter(
      ({ sources, receivers }) => sources.length > 0 && receivers.length > 0,
    ),
  };
}

function unusable(call: Call, { routingMode, sources, receivers }: RoutingGroup, old: RoutingGroup | undefined): Refused | undefined {
  if (routingMode === 'oneToOne' && (sources.length !== 1 || receivers.length !== 1)) {
    return refused(
      'switchboard/bad-group',
      'A oneToOne routing group has exactly one source and one receiver.',
      'Name one of each, or make it multicast.',
    );
  }
  const named = [...sources, ...receivers];
  const stranger = named.find((id) => !participantOf(call, id) && !old?.sources.includes(id) && !old?.receivers.includes(id));
  if (stranger === undefined) return undefined;
  return refused('switchboard/unknown-participant', `Nobody in this call is ${stranger}.`, 'Name participants of the call by their ids.');
}

function unknownGroup(groupId: string): Refused {
  return refused('switchboard/unknown-group', `The call has no routing group ${groupId}.`, 'Look at the routing groups that it has.');
}
