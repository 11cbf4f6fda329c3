/** The refusals that every kind of command shares. */
import type { AppLeg, Call, Leg } from './call.ts';
import { called, type Party } from './directory.ts';
import { refused, type Refused } from './result.ts';

export const gone: Refused = refused('switchboard/unknown-leg', 'There is no such call, or it has ended.', 'Forget the call.');

/** The command does not fit what the leg is doing. */
export function notNow({ state }: Leg, what: string): Refused {
  return refused('switchboard/wrong-state', `The call cannot be ${what}: it is ${state}.`, 'Look at what the call is doing now.');
}

/** Refuses while the app's leg is not established, or waits in a lobby. */
export function mayAct(leg: AppLeg, what: string): Refused | undefined {
  if (leg.state !== 'connected') return notNow(leg, what);
  if (!leg.isInLobby) return undefined;
  return refused('switchboard/wrong-state', `The call cannot be ${what}: it waits in the lobby.`, 'Wait until it is let in.');
}

/** Refuses what Graph offers in group calls and meetings alone. */
export function needsGroup({ group }: Call): Refused | undefined {
  if (group) return undefined;
  return refused(
    'switchboard/wrong-state',
    'This can be done in a group call or a meeting only.',
    'Invite somebody: that makes it a group call.',
  );
}

export function unknownParticipant(participantId: string): Refused {
  return refused(
    'switchboard/unknown-participant',
    `Nobody in this call is ${participantId}.`,
    'Name one who takes part, by the id in the roster.',
  );
}

export function unknownTarget(): Refused {
  return refused(
    'switchboard/unknown-target',
    'The target is in no directory of this tenant.',
    'Name a user or an application by the id that the directory has for it.',
  );
}

export function takesPart(party: Party): Refused {
  return refused('switchboard/takes-part', `${called(party)} takes part in this call already.`, 'Name somebody who does not.');
}

/** More would be in one conversation than it may hold. */
export function tooMany({ legs }: Call, more: number, most: number): Refused | undefined {
  const there = legs.filter(({ state }) => state !== 'ended').length;
  if (there + more <= most) return undefined;
  return refused('switchboard/full', `A conversation has room for ${String(most)}.`, 'Wait until somebody leaves.');
}
