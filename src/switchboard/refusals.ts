/** The refusals that every kind of command shares. */
import type { Leg } from './call.ts';
import { refused, type Refused } from './result.ts';

export const gone: Refused = refused('switchboard/unknown-leg', 'There is no such call, or it has ended.', 'Forget the call.');

/** The command does not fit what the leg is doing. */
export function notNow({ state }: Leg, what: string): Refused {
  return refused('switchboard/wrong-state', `The call cannot be ${what}: it is ${state}.`, 'Look at what the call is doing now.');
}
