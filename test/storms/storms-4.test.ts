/** Random storms over the reference bots, without a lost or stuck call: the last quarter, so that each file takes minutes at most. */
import { test } from 'vitest';
import { proofRounds } from '../proof-rounds.ts';
import { isAllWell, stormRound } from './storm-round.ts';

const seeds = proofRounds(10, 250).map((round) => 3 * 250 + round);

test.each(seeds)('seed %i', (seed) => stormRound({ seed }, isAllWell));
