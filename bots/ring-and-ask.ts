/** Rings somebody and asks whether they come. Only a key says yes: a voicemail that picks up presses none. */
import type { BotContext, Call, EndReason, Speakable, Target } from 'rollcall';

/** Whom to ring, and how to speak of them. */
export type Somebody = Target & { readonly name: string };

export type Reply =
  | { readonly kind: 'accepted'; readonly call: Call }
  /** `silent`: somebody, or something, picked up and pressed neither key. `calledOff`: by the signal. */
  | { readonly kind: 'declined' | 'busy' | 'noAnswer' | 'silent' | 'calledOff' }
  /** The carrier could not call them: one wrong number must not keep the others from coming. */
  | { readonly kind: 'failed'; readonly error: unknown };

export type Asking = {
  readonly dial: BotContext['dial'];
  /** Said to whoever picks up; it should say that 1 is yes and 2 is no. */
  readonly prompt: Speakable | readonly Speakable[];
  /** How long it rings: 30 s. */
  readonly ringMs?: number | undefined;
  /** Calls it off: whoever rings stops, and whoever is listening is told so and let go. */
  readonly signal: AbortSignal;
  readonly onAnswer?: (() => void) | undefined;
};

/** The call of whoever accepts stays up, for `bringIn`; any other is over. */
export async function ringAndAsk(target: Target, { dial, prompt, ringMs = 30_000, signal, onAnswer }: Asking): Promise<Reply> {
  let call: Call | undefined;
  try {
    const dialled = await dial(target, { timeoutMs: ringMs, signal });
    if (dialled.kind === 'notAnswered') return { kind: whyNot(dialled.reason) };
    onAnswer?.();
    call = dialled.call;
    const answer = await call.ask({ prompt, keys: ['1', '2'], noMatch: 'Please press 1 or 2.', signal });
    if (answer.kind === 'key' && answer.key === '1') return { kind: 'accepted', call };
    if (answer.kind === 'key') await call.say('Thank you. Goodbye.');
    await call.hangUp();
    return { kind: answer.kind === 'key' ? 'declined' : 'silent' };
  } catch (error) {
    if (call) await letGo(call);
    return signal.aborted ? { kind: 'calledOff' } : { kind: 'failed', error };
  }
}

/** Whether they are there now: whoever is in that call comes over into the room. */
export async function bringIn(target: Target, { room, call }: { readonly room: Call; readonly call: Call }): Promise<boolean> {
  const invited = await room.invite(target, { from: call });
  if (invited.kind !== 'joined') await letGo(call);
  return invited.kind === 'joined';
}

async function letGo(call: Call): Promise<void> {
  await call.say('You are not needed any more. Goodbye.').catch(() => undefined);
  await call.hangUp();
}

/** The codes are those of SIP, as Graph has them. */
function whyNot({ code }: EndReason): 'declined' | 'busy' | 'noAnswer' {
  if (code === 486) return 'busy';
  return code === 603 ? 'declined' : 'noAnswer';
}

/** The carrier's id of somebody. */
export function idOf(target: Target): string {
  return 'user' in target ? target.user : 'app' in target ? target.app : target.phone;
}

/** “Ada, Grace and Alan”. */
export function listed(all: readonly { readonly name: string }[]): string {
  return new Intl.ListFormat('en-GB').format(all.map(({ name }) => name));
}
