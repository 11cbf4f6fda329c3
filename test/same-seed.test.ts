/** The same seed gives the same run, message for message, however long the machine takes for any of it: in calm, and in a storm in which processes die. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Lab } from '../src/testing/lab.ts';
import type { Carried } from '../src/testing/house/wire.ts';
import type { CallFact } from '../src/switchboard/call-fact.ts';
import { proofRounds } from './proof-rounds.ts';
import { whileBusy } from './while-busy.ts';
import { calmsDown, stormRound, type StormRound } from './storms/storm-round.ts';

type Run = { readonly messages: readonly Carried[]; readonly record: readonly CallFact[]; readonly heard: readonly string[] };

test.each(proofRounds(3, 100))('calm, seed %i', (seed) => isTheSameTwice({ seed, isCalm: true }));

test.each(proofRounds(3, 100))('storm, seed %i', (seed) => isTheSameTwice({ seed }));

test('another seed gives another run', async () => {
  const [one, other] = [await run({ seed: 1 }), await run({ seed: 2 })];
  expect(one.messages.map(({ url }) => url)).not.toEqual(other.messages.map(({ url }) => url));
});

async function isTheSameTwice(round: StormRound): Promise<void> {
  const first = await run(round);
  const second = await (round.seed > 3 ? run(round) : whileBusy(() => run(round)));
  expect(second.messages).toEqual(first.messages);
  expect(second).toEqual(first);
  expect(first.messages.length).toBeGreaterThan(20);
}

/** As it is when the storm is over: what the closing of the lab still sends is no part of it. */
function run(round: StormRound): Promise<Run> {
  return stormRound(round, async (lab) => {
    const told = structuredClone({ messages: lab.messages, record: lab.house.record, heard: heardIn(lab) });
    await calmsDown(lab);
    return told;
  });
}

/** What each heard, to the sample. */
function heardIn({ lines }: Lab): readonly string[] {
  return lines.map(({ handset: { ear } }) => {
    const { startMs, endMs } = ear;
    if (startMs === undefined || endMs === undefined) return 'nothing';
    return createHash('sha256').update(ear.between(startMs, endMs)).digest('hex');
  });
}
