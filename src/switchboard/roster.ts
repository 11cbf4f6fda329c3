/** Who takes part in a conversation, and how the apps in it hear of every change. */
import { isTalking, isUp, type AppLeg, type Call, type Leg } from './call.ts';
import { isKeeper } from './keeping/keeping.ts';
import { notify, putGroup, type Turn } from './turn.ts';

/** Who takes part now, newest first. In a group those whose sound came up, the ones in its lobby among them, without hidden apps. */
export function participantsOf(call: Call): readonly Leg[] {
  return call.legs.filter((leg) => takesPart(call, leg) && !(leg.kind === 'app' && leg.isHidden)).toReversed();
}

/** Whether a leg has come, hidden or not. Between two: whether it talks or has called. */
function takesPart({ group }: Call, leg: Leg): boolean {
  return group ? isUp(leg) && leg.connectedMs !== undefined : isTalking(leg);
}

/** The participant of that id, if it takes part. */
export function participantOf(call: Call, participantId: string): Leg | undefined {
  return call.legs.find((leg) => leg.participantId === participantId && takesPart(call, leg));
}

/** Tells every app of a group what a whole step changed in who takes part, once; nothing if it changed nothing. */
export function tellRoster(turn: Turn, before: Call | undefined): void {
  const { call } = turn;
  if (!call.group || call.endedMs !== undefined || call.ending) return;
  const was = new Map((before?.group ? participantsOf(before) : []).map((leg) => [leg.legId, leg]));
  const participants = participantsOf(call);
  const is = new Set(participants.map(({ legId }) => legId));
  const changed = participants
    .filter((leg) => !looksLike(was.get(leg.legId), leg) || isKeeper(call, leg) !== (before !== undefined && isKeeper(before, leg)))
    .map(({ participantId }) => participantId);
  const ends = new Map(call.legs.map(({ legId, endedAs }) => [legId, endedAs]));
  const gone = [...was.values()].filter(({ legId }) => !is.has(legId)).map((leg) => ({ leg, as: ends.get(leg.legId) ?? 'transferred' }));
  if (changed.length === 0 && gone.length === 0) return;
  const sequence = call.group.rosterSequence + 1;
  putGroup(turn, { rosterSequence: sequence });
  for (const leg of call.legs.filter((each): each is AppLeg => each.kind === 'app' && takesPart(call, each))) {
    notify(turn, leg, { kind: 'roster', sequence, participants, changed, gone, isDelta: leg.options.isDeltaRosterEnabled });
  }
}

function looksLike(a: Leg | undefined, b: Leg): boolean {
  if (!a || a === b) return a === b;
  const recordings = [a, b].map((leg) => (leg.kind === 'app' ? leg.recording : undefined));
  const isSame = a.isMuted === b.isMuted && a.isInLobby === b.isInLobby && a.isOnHold === b.isOnHold && a.isApart === b.isApart;
  const isSeenSame = a.pictures.camera === b.pictures.camera && a.pictures.screen === b.pictures.screen && a.handMs === b.handMs;
  const roles = [a, b].map((leg) => (leg.kind === 'app' ? leg.sharingRole : undefined));
  return isSame && isSeenSame && a.isSoundUp === b.isSoundUp && recordings[0] === recordings[1] && roles[0] === roles[1];
}
