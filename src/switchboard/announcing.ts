/** Last words for a caller: somebody says why there will be no call, then it ends. */
import type { AnnouncementName, LegEnd } from './call.ts';
import { endCall } from './ending.ts';
import { engine, put, startTimer, tell, type Turn } from './turn.ts';

/** Speaks to the person who called, as soon as there is sound, and ends the call after that; ends it at once if no person called. */
export function announce(turn: Turn, name: AnnouncementName, because: string, endsAs: LegEnd): void {
  const { env, call } = turn;
  const caller = call.legs.find((leg) => leg.kind === 'person' && leg.state === 'calling');
  if (!caller) return endCall(turn, { because, as: endsAs });
  const announcement = { name, because, endsAs, legId: env.newId(), operationId: env.newId(), isPlaying: false };
  turn.call = { ...turn.call, announcement };
  tell(turn, { type: 'announced', name, because });
  engine(turn, { kind: 'addHosted', roomId: call.callId, legId: announcement.legId });
  startTimer(turn, 'announcement', env.limits.announcementMs, { kind: 'announcementTimedOut' });
  put(turn, caller, { endedBecause: because });
  if (caller.isSoundUp) playAnnouncement(turn);
}

/** Begins to speak, if it has not yet: the caller has sound now. */
export function playAnnouncement(turn: Turn): void {
  const { announcement, legs } = turn.call;
  if (!announcement || announcement.isPlaying) return;
  for (const { legId, isSoundUp } of legs) if (isSoundUp) engine(turn, { kind: 'progress', legId, tone: 'none' });
  turn.effects.push({ kind: 'announce', ...announcement });
  turn.call = { ...turn.call, announcement: { ...announcement, isPlaying: true } };
}

/** It has been said, or took too long. */
export function announcementEnded(turn: Turn): void {
  const { announcement } = turn.call;
  if (announcement) endCall(turn, { because: announcement.because, as: announcement.endsAs });
}
