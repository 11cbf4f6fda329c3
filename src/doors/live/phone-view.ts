/** A person's phone as one of her windows shows it: a pure view of the calls in which she has a leg. */
import type { Call, LegState, PersonLeg } from '../../switchboard/call.ts';
import { keeperOf } from '../../switchboard/keeping/keeping.ts';
import { participantsOf } from '../../switchboard/roster.ts';
import { transcriberOf } from '../../switchboard/transcribing/transcribing.ts';
import type { PhoneLine } from '../../wire/live/page-event.ts';
import { groupOf } from './group-view.ts';
import { shownParty } from './shown-party.ts';

/** How long an ended line stays to be read. */
export const endedLineMs = 15_000;

/** The lines of `userId` as the window `pageId` sees them, oldest first. */
export function phoneLines(
  calls: Iterable<Call>,
  who: { readonly userId: string; readonly pageId: string; readonly nowMs: number; readonly canKeep: boolean },
): readonly PhoneLine[] {
  const lines: PhoneLine[] = [];
  for (const call of calls) {
    for (const leg of call.legs) {
      if (leg.kind !== 'person' || leg.userId !== who.userId) continue;
      if (leg.state === 'ended' && who.nowMs - (leg.endedMs ?? 0) >= endedLineMs) continue;
      lines.push(lineOf(call, leg, who));
    }
  }
  return lines.toSorted((a, b) => a.sinceMs - b.sinceMs);
}

const shownStates: Readonly<Record<LegState, PhoneLine['state']>> = {
  calling: 'calling',
  ringing: 'ringing',
  connecting: 'connecting',
  connected: 'connected',
  transferring: 'transferring',
  transferAccepted: 'transferring',
  redirecting: 'transferring',
  ended: 'ended',
};

function lineOf(call: Call, leg: PersonLeg, who: { readonly pageId: string; readonly canKeep: boolean }): PhoneLine {
  return {
    legId: leg.legId,
    callId: call.callId,
    direction: leg.direction,
    state: shownStates[leg.state],
    peer: shownParty(leg.peer),
    isElsewhere: leg.pageId !== undefined && leg.pageId !== who.pageId,
    isMuted: leg.isMuted,
    sinceMs: leg.startedMs,
    connectedMs: leg.connectedMs,
    endedBecause: leg.endedBecause,
    mustReconnect: leg.mustReconnect,
    isMutedByOther: leg.isMutedByOther,
    mutedBy: leg.isMutedByOther ? leg.mutedBy?.name : undefined,
    isInLobby: leg.isInLobby,
    lobbyUntilMs: leg.lobbyUntilMs,
    isOnHold: leg.isOnHold,
    recordedBy: recordedBy(call),
    transcribedBy: transcribedBy(call),
    group: groupOf(call, leg, who),
  };
}

/** Apps that say that they record, and whoever has the switchboard record. */
function recordedBy(call: Call): readonly string[] {
  const apps = participantsOf(call).filter((each) => each.kind === 'app' && each.recording === 'recording');
  const keeper = keeperOf(call);
  return [...new Set([...apps.map(({ self }) => self.name), ...(keeper ? [keeper.name] : [])])];
}

/** Absent while nothing of the kind goes on. */
function transcribedBy(call: Call): readonly string[] | undefined {
  const by = transcriberOf(call);
  return by && [by.name];
}

/** Who is in a call right now, as opposed to being rung. */
export function peopleInCall(calls: Iterable<Call>): ReadonlySet<string> {
  const people = new Set<string>();
  for (const { legs } of calls) {
    for (const leg of legs) if (leg.kind === 'person' && leg.state !== 'ended' && leg.state !== 'ringing') people.add(leg.userId);
  }
  return people;
}
