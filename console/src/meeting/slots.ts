/** Which picture goes into which slot: those that stay wished for stay where they are, so that nothing flickers. */
import type { PhoneParticipant } from '../../../src/wire/live/page-event.ts';
import type { Wish } from './meeting-view.ts';

export type Slots = readonly (Wish | undefined)[];

export function keyOf({ participantId, of }: Pick<Wish, 'participantId' | 'of'>): string {
  return `${participantId} ${of}`;
}

/** Wishes that can come true now: of others, who send that kind of picture, each once, the first ones as many as there are slots. */
export function grantedOf(wishes: readonly Wish[], participants: readonly PhoneParticipant[], slots: number): readonly Wish[] {
  const sending = new Set<string>();
  for (const { participantId, isMe, hasCamera, isSharing } of participants) {
    if (!isMe && hasCamera) sending.add(keyOf({ participantId, of: 'camera' }));
    if (!isMe && isSharing) sending.add(keyOf({ participantId, of: 'screen' }));
  }
  return wishes.filter((wish) => sending.delete(keyOf(wish))).slice(0, slots);
}

/** The slots after these wishes. The same array where nothing changed. */
export function assigned(before: Slots, granted: readonly Wish[]): Slots {
  const waiting = new Map(granted.map((wish) => [keyOf(wish), wish]));
  const kept = before.map((wish) => {
    if (wish === undefined) return undefined;
    const again = waiting.get(keyOf(wish));
    waiting.delete(keyOf(wish));
    return again?.height === wish.height ? wish : again;
  });
  const rest = waiting.values();
  const next = kept.map((wish) => wish ?? rest.next().value);
  return next.every((wish, slot) => wish === before[slot]) ? before : next;
}
