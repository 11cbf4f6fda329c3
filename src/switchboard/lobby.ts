/** The lobby of a meeting: who waits there, who lets them in, and who is sent away. */
import { isTalking, isUp, type AppLeg, type Call, type Leg, type PersonLeg } from './call.ts';
import { called, type Party } from './directory.ts';
import { endLeg } from './ending.ts';
import type { Meeting } from './meeting.ts';
import { mayAct, needsGroup, notNow, unknownParticipant } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { roleOf } from './roles.ts';
import { participantOf } from './roster.ts';
import { say } from './telling-people.ts';
import { legWith, put, putGroup, startTimer, stopTimer, tell, type Turn } from './turn.ts';

/** Whether a party has to be let in. A guest is of no organization, whatever app it is. */
export function mustWait({ lobby, organizerId, tenantId }: Meeting, { kind, id, tenantId: home }: Party): boolean {
  if (id === organizerId) return false;
  switch (lobby.scope) {
    case 'everyone':
      return false;
    case 'organization':
      return kind === 'guest' || (kind === 'person' && home !== tenantId);
    case 'organizer':
      return true;
    case 'invited':
      return !lobby.invitedIds.includes(id);
  }
}

/** Whether somebody has been in this call of a meeting, so that she need not be let in again. */
export function wasIn({ group }: Call, { kind, id }: Party): boolean {
  return kind === 'person' && group?.admittedIds?.includes(id) === true;
}

/** Keeps who is in a meeting; whoever is removed has to be let in again. */
export function rememberAdmitted(turn: Turn, before: Call | undefined): void {
  const { group, legs } = turn.call;
  if (!group?.meeting) return;
  const { admittedIds = [] } = group;
  const ids = new Set(admittedIds);
  for (const leg of legs) {
    if (leg.kind !== 'person') continue;
    if (isTalking(leg) && !leg.isInLobby) ids.add(leg.userId);
    else if (leg.endedAs === 'removed' && before?.legs.some((each) => each.legId === leg.legId && isUp(each))) ids.delete(leg.userId);
  }
  if (ids.size !== admittedIds.length || admittedIds.some((id) => !ids.has(id))) putGroup(turn, { admittedIds: [...ids] });
}

/** Begins the wait of a leg that is in the lobby. */
export function waits(turn: Turn, leg: Leg): void {
  const { legId, self } = leg;
  const untilMs = turn.env.nowMs + turn.env.limits.lobbyMs;
  startTimer(turn, `lobby:${legId}`, turn.env.limits.lobbyMs, { kind: 'lobbyTimedOut', legId });
  put<Leg>(turn, legWith(turn, legId) ?? leg, { lobbyUntilMs: untilMs });
  tell(turn, { type: 'legInLobby', legId, party: self, isInLobby: true, untilMs });
}

/** One who waits has come: those who may let her in are told. */
export function tellWaiting(turn: Turn, { self, isInLobby }: Leg): void {
  if (!isInLobby) return;
  for (const leg of turn.call.legs) if (leg.kind === 'person' && mayAdmit(turn.call, leg)) say(turn, leg, `${called(self)} waits in the lobby.`); // prettier-ignore
}

/** Nobody let it in. */
export function lobbyTimedOut(turn: Turn, leg: Leg): void {
  if (leg.isInLobby)
    endLeg(turn, leg, 'lobbyTimedOut', `Nobody let you in within ${String(Math.round(turn.env.limits.lobbyMs / 60_000))} minutes.`);
}

/** An app that takes part may let in, and send away. */
export function appMayAdmit(turn: Turn, leg: AppLeg): Refused | undefined {
  return needsGroup(turn.call) ?? mayAct(leg, 'used to let others in');
}

/** So may the organizer, and whoever is a presenter of her organization. */
export function personMayAdmit(turn: Turn, leg: PersonLeg): Refused | undefined {
  const refusal = needsGroup(turn.call) ?? (leg.state === 'connected' ? undefined : notNow(leg, 'used to let others in'));
  if (refusal || mayAdmit(turn.call, leg)) return refusal;
  return refused(
    'switchboard/wrong-state',
    'You cannot let others in.',
    'Ask the one who holds the meeting, or a presenter of her organization.',
  );
}

/** Whether a person may let others into a meeting, for what her page shows. */
export function mayAdmit({ group }: Call, leg: PersonLeg): boolean {
  const meeting = group?.meeting;
  if (!meeting || leg.state !== 'connected' || leg.isInLobby || roleOf({ group }, leg) === 'attendee') return false;
  return leg.userId === meeting.organizerId || leg.self.tenantId === meeting.tenantId;
}

/** Lets those in who are named; `all` who wait. Nobody is let in if one is not there, or does not wait. */
export function admit(turn: Turn, participantIds: readonly string[] | 'all'): Refused | undefined {
  const found = waiting(turn, participantIds);
  if ('ok' in found) return found;
  for (const leg of found.legs) {
    stopTimer(turn, `lobby:${leg.legId}`);
    put<Leg>(turn, leg, { isInLobby: false, lobbyUntilMs: undefined });
    tell(turn, { type: 'legInLobby', legId: leg.legId, party: leg.self, isInLobby: false, waitedMs: turn.env.nowMs - leg.startedMs });
  }
  return undefined;
}

/** Sends those away who are named, and wait. */
export function denyEntry(turn: Turn, participantIds: readonly string[]): Refused | undefined {
  const found = waiting(turn, participantIds);
  if ('ok' in found) return found;
  for (const leg of found.legs) endLeg(turn, leg, 'lobbyDenied', 'You were not let in.');
  return undefined;
}

function waiting({ call }: Turn, participantIds: readonly string[] | 'all'): { readonly legs: readonly Leg[] } | Refused {
  if (participantIds === 'all') return { legs: call.legs.filter((leg) => leg.isInLobby && leg.state !== 'ended') };
  const legs: Leg[] = [];
  for (const participantId of new Set(participantIds)) {
    const leg = participantOf(call, participantId);
    if (!leg) return unknownParticipant(participantId);
    if (!leg.isInLobby) return refused('switchboard/wrong-state', `${leg.self.name} is not in the lobby.`, 'Name one who waits there.');
    legs.push(leg);
  }
  return { legs };
}
