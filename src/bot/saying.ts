/** Saying something to a caller: the options, the outcome, and the key that cuts it off. */
import type { Ended } from '../call/platform.ts';
import { anyOf, type Cancel } from '../base/cancel.ts';
import type { Asker } from './ask.ts';
import type { VoiceOptions } from './speaker.ts';
import type { Speakable } from './sounds.ts';

export type SayOptions = VoiceOptions & {
  /** A key ends the saying; the key stays for the next `ask`. */
  readonly interruptible?: boolean | undefined;
};
export type SayOutcome = { readonly kind: 'said' } | { readonly kind: 'interrupted' } | Ended;

/** Rejects with the signal's reason; what was being said stops then. */
export async function say(
  { speaker, typed }: Pick<Asker, 'speaker' | 'typed'>,
  what: Speakable | readonly Speakable[],
  { interruptible = false, signal, voice }: SayOptions & Cancel,
): Promise<SayOutcome> {
  const parts = Array.isArray(what) ? (what as readonly Speakable[]) : [what as Speakable];
  signal?.throwIfAborted();
  if (interruptible && !typed.isEmpty) return { kind: 'interrupted' };
  const done = new AbortController();
  const key = new AbortController();
  if (interruptible) void typed.arrival({ signal: done.signal }).then((hasKey) => hasKey && key.abort());
  const outcome = await speaker.say(parts, { voice, signal: anyOf(key.signal, signal) });
  done.abort();
  if (outcome.kind === 'ended') return outcome;
  signal?.throwIfAborted();
  return { kind: outcome.kind === 'played' ? 'said' : 'interrupted' };
}
