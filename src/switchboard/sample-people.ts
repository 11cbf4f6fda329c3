/** The four people who live in every house until others are named: in one that nobody has configured, and in the lab. */
import type { PersonEntry } from './directory.ts';

export const samplePeople: readonly (Omit<PersonEntry, 'tenantId'> & { readonly tenantId?: undefined })[] = [
  { userId: 'a0000000-0000-4000-8000-000000000201', name: 'Ada Lovelace', number: '201' },
  { userId: 'a0000000-0000-4000-8000-000000000202', name: 'Grace Hopper', number: '202' },
  { userId: 'a0000000-0000-4000-8000-000000000203', name: 'Alan Turing', number: '203' },
  { userId: 'a0000000-0000-4000-8000-000000000204', name: 'Katherine Johnson', number: '204' },
];
