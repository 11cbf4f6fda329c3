/** Waiting for the roster: a carrier mostly tells who takes part a moment after sound flows. */
import type { Clock } from '../base/clock.ts';
import { Patience } from '../call/patience.ts';
import type { CarrierCall } from '../call/platform.ts';
import type { Participant } from '../call/roster.ts';

const WITHIN_MS = 1_000;

/** Resolves when the bot itself is among those who take part, when the call is over, or soon: in a call between two nobody may ever be told of. */
export async function rosterTold({ roster, facts, state }: Pick<CarrierCall, 'roster' | 'facts' | 'state'>, clock: Clock): Promise<void> {
  if (roster.participants.some(({ isSelf }) => isSelf) || state.status === 'ended') return;
  using patience = new Patience({ clock, ms: WITHIN_MS });
  const options = { signal: patience.signal, matches: ({ participant }: { readonly participant: Participant }) => participant.isSelf };
  await facts.next('participantJoined', options).catch(() => undefined);
}
