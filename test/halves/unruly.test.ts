/** Our own bots on the unruly profile: notifications in the old format first, in batches, twice and out of order. Callers notice none of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { ada, grace } from '../../bots/people.ts';
import { bot as voicemail } from '../../bots/voicemail.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import { readWav } from '../../src/media/wav.ts';
import { proofRounds } from '../proof-rounds.ts';
import type { Phone } from './phone.ts';
import { openTwoHalves, type TwoHalves } from './two-halves.ts';

const spoken = (name: string): Int16Array => readWav(readFileSync(join(import.meta.dirname, '../fixtures/speech', `${name}.wav`)));
const said = { ada: spoken('ada-hello'), grace: spoken('grace-hello'), message: spoken('voicemail') };
const bots = { '100': frontDesk, '101': echo, '102': voicemail };
type Whim = (phone: Phone, whims: Random) => void;
const unrulyHouse = (seed: number): Promise<TwoHalves> => openTwoHalves({ bots, seed, forwardTo: '102', graph: { profile: 'unruly' } });

test.each(proofRounds(3, 60))('seed %i: the front desk puts a caller through, and the two hear each other', async (seed) => {
  await using house = await unrulyHouse(seed);
  const [caller, colleague] = [house.phoneOf(ada), house.phoneOf(grace)];
  await caller.dial('100');
  await house.clock.advance(2_500);
  caller.press('1');
  await house.clock.advance(6_500);
  expect(caller.heard('I am connecting you to Grace Hopper.')).toBeGreaterThan(0.8);
  await colleague.answer();
  await house.clock.advance(1_500);
  caller.person.forget();
  caller.say(said.ada);
  await house.clock.advance(4_000);
  colleague.say(said.grace);
  await house.clock.advance(4_000);
  expect(colleague.likeness(said.ada)).toBeGreaterThan(0.8);
  expect(caller.likeness(said.grace)).toBeGreaterThan(0.8);
  expect(house.botFacts.map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
  expect(house.botFacts.at(-1)).toMatchObject({ reason: { code: 0, subcode: 7015 } });
  colleague.hangUp();
  await house.clock.advance(1_000);
  await isLeftEmpty(house);
});

test.each(proofRounds(3, 60))('seed %i: a message that is left is kept once', async (seed) => {
  await using house = await unrulyHouse(seed);
  const caller = house.phoneOf(ada);
  await caller.dial('202');
  await house.clock.advance(30_500);
  expect(caller.heard('Grace Hopper cannot take your call.')).toBeGreaterThan(0.8);
  caller.say(said.message);
  await house.clock.advance(6_000);
  caller.press('#');
  await house.clock.advance(8_000);
  expect(caller.heard('Thank you.')).toBeGreaterThan(0.8);
  expect(await house.voicemail.list(grace.user)).toMatchObject([{ from: { name: 'Ada Lovelace' } }]);
  await isLeftEmpty(house);
});

test.each(proofRounds(3, 60))('seed %i: whatever callers do, no bot fails and every call ends', async (seed) => {
  await using house = await unrulyHouse(seed);
  const whims = seededRandom(seed * 37);
  const phones = [house.phoneOf(ada), house.phoneOf(grace)] as const;
  for (let step = 0; step < 12; step++) {
    for (const phone of phones) await someWhim(phone, whims);
    await house.clock.advance(Math.floor(whims.unit() * 6_000));
  }
  for (const phone of phones) phone.hangUp();
  await house.clock.advance(20_000);
  const count = (kind: string): number => house.botFacts.filter((fact) => fact.kind === kind).length;
  expect(count('callOver')).toBe(count('callTaken'));
  await isLeftEmpty(house);
});

test('each call is told in the old format and then in Graph’s; some things come together, twice, or late', async () => {
  await using house = await unrulyHouse(1);
  const caller = house.phoneOf(ada);
  await caller.dial('101');
  for (let step = 0; step < 30; step++) {
    await house.clock.advance(1_000);
    caller.press(step % 2 === 0 ? '5' : '7');
  }
  caller.hangUp();
  await house.clock.advance(1_000);
  const posts = house.wire.carried.filter(({ url }) => url.endsWith('/bots/101/calls'));
  expect(posts.slice(0, 2).map(({ status }) => status)).toEqual([204, 202]);
  expect(posts[0]?.body).toContain('"callState":"incoming"');
  const items = posts.slice(1).flatMap(({ body }) => (JSON.parse(body) as { value: object[] }).value.map((item) => JSON.stringify(item)));
  expect(new Set(items).size).toBeLessThan(items.length);
  expect(posts.length - 1).toBeLessThan(items.length);
  await isLeftEmpty(house);
});

const whatPeopleDo: readonly [Whim, ...Whim[]] = [
  (phone, whims) => phone.press(oneOf(whims, ['0', '1', '1', '2', '9', '#'])),
  (phone, whims) => phone.press(oneOf(whims, ['1', '#'])),
  (phone) => phone.say(said.ada),
  () => undefined,
  () => undefined,
  (phone) => phone.hangUp(),
];

async function someWhim(phone: Phone, whims: Random): Promise<void> {
  const isUp = phone.leg !== undefined && phone.leg.state !== 'ended';
  // A phone that takes a second call forgets the first.
  if (phone.isRinging && !isUp && whims.unit() < 0.5) await phone.answer();
  else if (!isUp) await phone.dial(oneOf(whims, ['100', '101', '102']));
  else oneOf(whims, whatPeopleDo)(phone, whims);
}

function oneOf<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random.unit() * choices.length)] ?? choices[0];
}

/** No bot has failed, and no call, no room and no leg is left behind. */
async function isLeftEmpty(house: TwoHalves): Promise<void> {
  expect(house.botFacts.filter(({ kind }) => kind === 'botFailed' || kind === 'neverAnswered')).toEqual([]);
  expect(house.switchboard.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
  expect(await house.engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
}
