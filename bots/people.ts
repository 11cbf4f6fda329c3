/** The sample people, as the reference bots know them. Anything with a `user` can be handed to `call.transfer`. */
import type { Party } from 'rollcall';

export type Person = { readonly user: string; readonly name: string; readonly number: string };

export const ada: Person = { user: 'a0000000-0000-4000-8000-000000000201', name: 'Ada Lovelace', number: '201' };
export const grace: Person = { user: 'a0000000-0000-4000-8000-000000000202', name: 'Grace Hopper', number: '202' };
export const alan: Person = { user: 'a0000000-0000-4000-8000-000000000203', name: 'Alan Turing', number: '203' };
export const katherine: Person = { user: 'a0000000-0000-4000-8000-000000000204', name: 'Katherine Johnson', number: '204' };

export const people: readonly Person[] = [ada, grace, alan, katherine];

/** Who somebody in a call is; carriers do not always tell the name. */
export function personOf(party: Party | undefined): Person | undefined {
  if (party?.kind !== 'user') return undefined;
  return people.find(({ user }) => user === party.id) ?? { user: party.id, name: party.name ?? 'The person you called', number: '' };
}
