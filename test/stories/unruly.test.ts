/** Our own bots on the unruly profile: notifications in the old format first, in batches, twice and out of order. Callers notice none of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { bot as voicemail } from '../../bots/voicemail.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import { readWav } from '../../src/media/wav.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { Handset } from '../../src/testing/people/handset.ts';
import type { LabPerson } from '../../src/testing/people/lab-person.ts';
import { proofRounds } from '../proof-rounds.ts';
import { hearsAll, hearsSound, isUp, story } from './story.ts';

const spoken = (name: string): Int16Array => readWav(readFileSync(join(import.meta.dirname, '../fixtures/speech', `${name}.wav`)));
const said = { ada: spoken('ada-hello'), grace: spoken('grace-hello'), message: spoken('voicemail') };
const bots = { '100': frontDesk, '101': echo, '102': voicemail };
type Whim = (handset: Handset, whims: Random) => void;
const unruly = (seed: number, told: (lab: Lab) => Promise<void>): Promise<void> =>
  story({ bots, seed, noAnswer: { after: '20 s', forwardTo: '102' }, graph: { profile: 'unruly' } }, told);

test.each(proofRounds(3, 60))('seed %i: the front desk puts a caller through, and the two hear each other', (seed) =>
  unruly(seed, async (lab) => {
    const caller = await lab.person('Ada').dial('100');
    await lab.pass('2.5 s');
    await caller.presses('1');
    await hearsAll(caller, 'I am connecting you to Grace Hopper.');
    const colleague = await lab.person('Grace').answers();
    await lab.pass('1.5 s');
    await caller.says(said.ada);
    await hearsSound(colleague, said.ada);
    await colleague.says(said.grace);
    await hearsSound(caller, said.grace);
    expect(factsOf(lab).map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
    expect(factsOf(lab).at(-1)).toMatchObject({ reason: { code: 0, subcode: 7015 } });
  }),
);

test.each(proofRounds(3, 60))('seed %i: a message that is left is kept once', (seed) =>
  unruly(seed, async (lab) => {
    const caller = await lab.person('Ada').dial('202');
    await hearsAll(caller, 'Grace Hopper cannot take your call.');
    await lab.pass('1.5 s');
    await caller.says(said.message);
    await caller.presses('#');
    await hearsAll(caller, 'Thank you.');
    expect(await lab.voicemail('Grace')).toMatchObject([{ from: { name: 'Ada Lovelace' } }]);
  }),
);

test.each(proofRounds(3, 60))('seed %i: whatever callers do, no bot fails and every call ends', (seed) =>
  unruly(seed, async (lab) => {
    const whims = seededRandom(seed * 37);
    const { people } = lab.group('Ada', 'Grace');
    for (let step = 0; step < 12; step++) {
      for (const person of people) await someWhim(person, whims);
      await lab.pass(Math.floor(whims.unit() * 6_000));
    }
    for (const line of lab.lines) await line.hangsUp();
    await lab.pass('20 s');
    const count = (kind: string): number => factsOf(lab).filter((fact) => fact.kind === kind).length;
    expect(count('callTaken')).toBeGreaterThan(1);
    expect(count('callOver')).toBe(count('callTaken'));
  }),
);

test('each call is told in the old format and then in Graph’s; some things come together, twice, or late', () =>
  unruly(1, async (lab) => {
    const caller = await lab.person('Ada').dial('101');
    for (let step = 0; step < 30; step++) {
      await lab.pass('1 s');
      void caller.handset.press(step % 2 === 0 ? '5' : '7', 100);
    }
    await caller.hangsUp();
    await lab.pass('1 s');
    const posts = lab.messages.filter(({ url }) => url.endsWith('/bots/101/calls'));
    expect(posts.slice(0, 2).map(({ status }) => status)).toEqual([204, 202]);
    expect(posts[0]?.body).toContain('"callState":"incoming"');
    const items = posts.slice(1).flatMap(({ body }) => (JSON.parse(body) as { value: object[] }).value.map((item) => JSON.stringify(item)));
    expect(new Set(items).size).toBeLessThan(items.length);
    expect(posts.length - 1).toBeLessThan(items.length);
  }));

const whatPeopleDo: readonly [Whim, ...Whim[]] = [
  (handset, whims) => void handset.press(oneOf(whims, ['0', '1', '1', '2', '9', '#']), 100),
  (handset, whims) => void handset.press(oneOf(whims, ['1', '#']), 100),
  (handset) => void handset.say(said.ada),
  () => undefined,
  () => undefined,
  (handset) => handset.hangUp(),
];

async function someWhim(person: LabPerson, whims: Random): Promise<void> {
  if (person.isRinging && !isUp(person) && whims.unit() < 0.5) await person.answers();
  else if (!isUp(person)) await person.dial(oneOf(whims, ['100', '101', '102']));
  else oneOf(whims, whatPeopleDo)(person.line.handset, whims);
}

function factsOf({ house }: Lab): readonly { readonly kind: string }[] {
  return house.botFacts.map(({ fact }) => fact);
}

function oneOf<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random.unit() * choices.length)] ?? choices[0];
}
