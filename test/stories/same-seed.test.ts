/** The same seed gives the same calls, message for message, however long the machine took for any of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { bot as voicemail } from '../../bots/voicemail.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import { readWav } from '../../src/media/wav.ts';
import type { CallFact } from '../../src/switchboard/call-fact.ts';
import type { Carried } from '../../src/testing/house/wire.ts';
import { proofRounds } from '../proof-rounds.ts';
import { whileBusy } from '../while-busy.ts';
import { isUp, soundOfAll, story } from './story.ts';

const speech = readWav(readFileSync(join(import.meta.dirname, '../fixtures/speech/ada-hello.wav')));
const bots = { '100': frontDesk, '101': echo, '102': voicemail };

type Story = { readonly carried: readonly Carried[]; readonly record: readonly CallFact[]; readonly heard: readonly string[] };

test.each(proofRounds(10, 100))('seed %i', async (seed) => {
  const first = await storyOf(seed);
  const second = await (seed > 3 ? storyOf(seed) : whileBusy(() => storyOf(seed)));
  expect(second.carried).toEqual(first.carried);
  expect(second).toEqual(first);
  expect(first.carried.length).toBeGreaterThan(20);
});

test('another seed gives another story', async () => {
  const [one, other] = [await storyOf(1), await storyOf(2)];
  expect(one.carried.map(({ url }) => url)).not.toEqual(other.carried.map(({ url }) => url));
});

/** Two people do on the phone whatever comes into their heads, alone or with each other. */
function storyOf(seed: number): Promise<Story> {
  return story({ bots, seed, noAnswer: { after: '20 s', forwardTo: '102' } }, async (lab) => {
    const whims = seededRandom(seed * 31);
    const { people } = lab.group('Ada', 'Grace');
    for (let step = 0; step < 12; step++) {
      for (const person of people) {
        const isAda = person === people[0];
        if (person.isRinging && whims.unit() < 0.2) await person.answers();
        else if (!isUp(person) && (isAda || whims.unit() < 0.4))
          await person.dial(step === 0 ? '100' : oneOf(whims, ['100', '100', '101', isAda ? '202' : '102']));
        else if (!isUp(person)) continue;
        else if (whims.unit() < 0.35) void person.line.handset.press(oneOf(whims, ['0', '1', '1', '2', '9', '#']), 100);
        else if (whims.unit() < 0.4) void person.line.handset.say(speech);
        else if (whims.unit() < 0.12) person.line.handset.hangUp();
      }
      await lab.pass(Math.floor(whims.unit() * 8_000));
    }
    for (const line of lab.lines) await line.hangsUp();
    await lab.pass('5 s');
    // As it is now: what the closing of the house still sends is no part of the story.
    return structuredClone({ carried: lab.messages, record: lab.house.record, heard: soundOfAll(lab) });
  });
}

function oneOf<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random.unit() * choices.length)] ?? choices[0];
}
