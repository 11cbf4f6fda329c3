/** The names that a meeting goes by: its id, its thread, and the digits that people and devices dial. */
import type { Random } from '../../base/random.ts';

/** `19:meeting_…@thread.v2`, the middle being base64 of a UUID as Teams has it. */
export function newThreadId(random: Random): string {
  return `19:meeting_${Buffer.from(random.uuid()).toString('base64url')}@thread.v2`;
}

/** Base64 over organizer and thread, as Graph's ids of meetings are: opaque to clients, the same for the same meeting. */
export function meetingIdOf({ organizerId, threadId }: { readonly organizerId: string; readonly threadId: string }): string {
  return Buffer.from(`1*${organizerId}*0**${threadId}`).toString('base64url');
}

/** Digits that `isTaken` says nobody has; the first is no zero. */
export function newDigits(random: Random, length: number, isTaken: (digits: string) => boolean): string {
  for (;;) {
    let digits = String(1 + Math.floor(random.unit() * 9));
    while (digits.length < length) digits += String(Math.floor(random.unit() * 10));
    if (!isTaken(digits)) return digits;
  }
}

/** Without letters and digits that are taken for each other. */
const passcodeLetters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export function newPasscode(random: Random): string {
  return Array.from({ length: 6 }, () => passcodeLetters[Math.floor(random.unit() * passcodeLetters.length)]).join('');
}
