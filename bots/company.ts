/** Who else is in a call, and waiting until nobody is. */
import type { BotClock, Call, Participant, Party } from 'rollcall';

/** Looked at so often. */
const LOOK_MS = 1_000;

/** The people in a group call or meeting: no bots, and nobody who waits in the lobby. Empty in a call between two. */
export function peopleIn(call: Call): readonly Participant[] {
  return call.participants.filter(({ isSelf, isInLobby, party }) => !isSelf && !isInLobby && party.kind !== 'app');
}

/** Whether it is a group call or a meeting. Carriers tell who takes part a moment after the call is up, and in a call between two mostly never. */
export async function isMeeting(call: Call, clock: BotClock): Promise<boolean> {
  for (let looks = 0; looks < 10 && call.participants.length === 0 && !call.ended; looks++) await clock.sleep(100);
  return call.participants.length > 0;
}

/** Resolves when nobody but bots has been in the call for so long, when it is over, or when the signal aborts. A call between two ends by itself. */
export async function untilAlone(
  call: Call,
  clock: BotClock,
  { afterMs = 15_000, signal }: { readonly afterMs?: number; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const over = signal ? AbortSignal.any([call.signal, signal]) : call.signal;
  let withPeopleMs = clock.now();
  while (!over.aborted && clock.now() - withPeopleMs < afterMs) {
    if (call.participants.length === 0 || peopleIn(call).length > 0) withPeopleMs = clock.now();
    // The end of the call cuts the wait short.
    await clock.sleep(LOOK_MS, { signal: over }).catch(() => undefined);
  }
}

/** `Ada Lovelace`; carriers do not always tell the name. */
export function nameOf({ party }: { readonly party: Party }): string {
  return party.name ?? 'Somebody';
}
