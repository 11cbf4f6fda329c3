/** What somebody on a call asks of the switchboard, with her own leg. */
import type { OfPerson } from '../../switchboard/input.ts';
import type { Result } from '../../switchboard/result.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';

export type Ask = (switchboard: Switchboard, mine: OfPerson) => Result;
