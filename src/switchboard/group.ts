/** Group calls and meetings: how a conversation becomes one, and when it is over. */
import { isTalking, isUp, type Call, type Group, type Invitation, type Leg } from './call.ts';
import type { Party } from './directory.ts';
import { endCall } from './ending.ts';
import type { Meeting } from './meeting.ts';
import { keepToRole } from './presiding.ts';
import { engine, notifyEstablished, put, putGroup, startTimer, stopTimer, tell, type Env, type Turn } from './turn.ts';

/** A group as it begins; of a meeting, if there is one. */
export function newGroup(env: Env, about: { readonly subject?: string | undefined; readonly meeting?: Meeting | undefined } = {}): Group {
  const { meeting, subject = meeting?.subject } = about;
  const threadId = meeting?.threadId ?? `19:${env.newId()}@thread.v2`;
  return { threadId, subject, meeting, invitations: [], routingGroups: [], rounds: [], givenRoles: {}, rosterSequence: 0 };
}

/** From now on any number talk. The apps in it are told, and those that asked for it are not seen any longer. */
export function becomeGroup(turn: Turn, group: Group): void {
  turn.call = { ...turn.call, group };
  engine(turn, { kind: 'watchSpeakers', roomId: turn.call.callId, isWatched: true });
  tell(turn, { type: 'becameGroup', threadId: group.threadId, meetingId: group.meeting?.meetingId, subject: group.subject });
  for (const leg of turn.call.legs) {
    if (leg.kind !== 'app' || leg.state !== 'connected') continue;
    notifyEstablished(turn, put(turn, leg, { isHidden: leg.options.isHiddenAfterEscalation }), { isMediaActive: true });
  }
}

/** A meeting as whoever joins it sees the other side. */
export function partyOfMeeting({ meetingId, tenantId, subject = 'Meeting', joinMeetingId }: Meeting): Party {
  return { kind: 'nobody', id: meetingId, tenantId, name: subject, number: joinMeetingId };
}

/** The plan has changed while the call is up: who may do what follows it at once, and who waits in the lobby goes on waiting. */
export function meetingChanged(turn: Turn, meeting: Meeting): void {
  const { group, legs, endedMs } = turn.call;
  if (endedMs !== undefined || group?.meeting?.meetingId !== meeting.meetingId) return;
  putGroup(turn, { meeting, subject: meeting.subject });
  const peer = partyOfMeeting(meeting);
  for (const leg of legs) if (isUp(leg) && leg.peer.id === meeting.meetingId) put<Leg>(turn, leg, { peer });
  for (const { legId } of legs.filter(isUp)) keepToRole(turn, legId);
}

/** Ends a meeting that everybody has left, and a group call in which only one is left and nobody else is rung. */
export function endIfDeserted(turn: Turn, over: readonly Invitation[]): void {
  const { group, legs } = turn.call;
  const there = legs.filter(isTalking);
  if (there.length === 0) return endCall(turn, { because: 'Everybody has left.', as: 'othersLeft' });
  const [last] = there;
  const isRinging = legs.some(({ state }) => state === 'ringing');
  if (group?.meeting || there.length > 1 || isRinging) return;
  const isFirst = last?.kind === 'app' && last.direction === 'outgoing';
  const cameNobody = isFirst && over.some(({ byLegId, joined }) => byLegId === undefined && joined === 0);
  if (cameNobody) endCall(turn, { because: 'Nobody joined.', as: 'nobodyJoined' });
  else endCall(turn, { because: 'Everybody else has left.', as: 'lastOneLeft' });
}

/** A meeting in which only apps are left ends in a while. */
export function mindAlone(turn: Turn, before: Call | undefined): void {
  const isNow = hasOnlyApps(turn.call);
  if (isNow === (before !== undefined && hasOnlyApps(before))) return;
  if (isNow) startTimer(turn, 'alone', turn.env.limits.aloneMs, { kind: 'aloneTimedOut' });
  else stopTimer(turn, 'alone');
}

export function aloneTimedOut(turn: Turn): void {
  if (hasOnlyApps(turn.call)) endCall(turn, { because: 'Only bots were left.', as: 'onlyAppsLeft' });
}

function hasOnlyApps({ group, endedMs, ending, legs }: Call): boolean {
  if (!group?.meeting || endedMs !== undefined || ending) return false;
  const there = legs.filter(isTalking);
  return there.length > 0 && there.every(({ kind }: Leg) => kind === 'app');
}
