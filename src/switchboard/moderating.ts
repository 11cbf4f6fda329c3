/** What an app does to those who take part in a group: mutes them, itself among them, removes them; and what it says of its recording. */
import type { AppLeg, Leg, RecordingStatus } from './call.ts';
import { called } from './directory.ts';
import { endLeg } from './ending.ts';
import { mayAct, needsGroup, unknownParticipant } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { participantOf } from './roster.ts';
import { say, sayToAll } from './telling-people.ts';
import { engine, put, tell, type Turn } from './turn.ts';

/** Drops what a leg says, or lets it be heard again. */
export function setMuted(turn: Turn, leg: Leg, muted: Pick<Leg, 'isMuted' | 'isMutedByOther' | 'mutedBy'>): void {
  put<Leg>(turn, leg, { mutedBy: undefined, ...muted });
  if (leg.isMuted === muted.isMuted) return;
  tell(turn, { type: 'legMuted', legId: leg.legId, party: leg.self, isMuted: muted.isMuted });
  if (leg.isSoundUp) engine(turn, { kind: 'mute', legId: leg.legId, isMuted: muted.isMuted });
}

/** The app's own leg. */
export function muteApp(turn: Turn, leg: AppLeg, isMuted: boolean): Refused | undefined {
  const refusal = needsGroup(turn.call) ?? mayAct(leg, isMuted ? 'muted' : 'unmuted');
  if (!refusal) setMuted(turn, leg, { isMuted, isMutedByOther: false });
  return refusal;
}

/** Another one, who may unmute herself. */
export function muteParticipant(turn: Turn, leg: AppLeg, participantId: string): Refused | undefined {
  const refusal = needsGroup(turn.call) ?? mayAct(leg, 'used to mute others');
  if (refusal) return refusal;
  const other = participantOf(turn.call, participantId);
  if (!other) return unknownParticipant(participantId);
  const isOwn = other.legId === leg.legId;
  if (!other.isMuted) setMuted(turn, other, { isMuted: true, isMutedByOther: !isOwn, mutedBy: isOwn ? undefined : leg.self });
  if (!isOwn && !other.isMuted) say(turn, other, `${called(leg.self)} muted you.`);
  return undefined;
}

/** Ends the part of another one; the conversation goes on. */
export function removeParticipant(turn: Turn, leg: AppLeg, participantId: string): Refused | undefined {
  const refusal = needsGroup(turn.call) ?? mayAct(leg, 'used to remove others');
  if (refusal) return refusal;
  const other = participantOf(turn.call, participantId);
  if (!other) return unknownParticipant(participantId);
  if (other.legId === leg.legId) return refused('switchboard/wrong-state', 'An app cannot remove itself.', 'Hang up.');
  endLeg(turn, other, 'removed', `${called(leg.self)} removed you.`);
  return undefined;
}

export function setRecording(turn: Turn, leg: AppLeg, status: RecordingStatus): Refused | undefined {
  const refusal = mayAct(leg, 'recorded');
  if (refusal) return refusal;
  put(turn, leg, { recording: status });
  if (status === 'recording' && leg.recording !== 'recording') sayToAll(turn, `${called(leg.self)} records this call.`);
  if (status !== 'recording' && leg.recording === 'recording') sayToAll(turn, `${called(leg.self)} no longer records.`);
  tell(turn, { type: 'recordingStatus', legId: leg.legId, party: leg.self, status });
  return undefined;
}
