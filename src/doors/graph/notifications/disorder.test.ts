import { expect, test } from 'vitest';
import { seededRandom } from '../../../base/random.ts';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { notificationItem } from '../../../wire/graph/notification.ts';
import { proofRounds } from '../../../../test/proof-rounds.ts';
import { Disorder } from './disorder.ts';
import type { Outgoing } from './notification-queue.ts';

const names = ['incoming', ...Array.from({ length: 20 }, (_, index) => `n${String(index)}`), 'terminated'];

function outgoing(name: string): Outgoing {
  const changeType = name === 'incoming' ? 'created' : name === 'terminated' ? 'deleted' : 'updated';
  return { callbackUri: 'http://a/', item: notificationItem(changeType, name, {}), worth: 'needed', isLast: name === 'terminated' };
}

type Setting = { readonly seed: number; readonly duplicates: number; readonly disorder: number };

/** What comes out when the names go in, one each 50 ms. */
async function through({ seed, duplicates, disorder }: Setting): Promise<readonly string[]> {
  const clock = virtualClock();
  const out: string[] = [];
  const push = ({ item }: Outgoing): void => void out.push(item.resource.replace('/app/calls/', ''));
  const line = new Disorder({ duplicates, disorder, holdMs: 200, random: seededRandom(seed), clock, push });
  for (const name of names) {
    line.push(outgoing(name));
    await clock.advance(50);
  }
  return out;
}

test.each(proofRounds(30, 1_000))('seed %i: what arrives is the same, the first word first and the end last', async (seed) => {
  const out = await through({ seed, duplicates: 0, disorder: 0.4 });
  expect(out.toSorted()).toEqual(names.toSorted());
  expect([out[0], out.at(-1)]).toEqual(['incoming', 'terminated']);
  for (const [place, name] of out.entries()) expect(Math.abs(place - names.indexOf(name))).toBeLessThanOrEqual(1);
});

test.each(proofRounds(30, 1_000))(
  'seed %i: what comes twice comes at most twice, and neither the first nor the last does',
  async (seed) => {
    const out = await through({ seed, duplicates: 0.4, disorder: 0.4 });
    expect(new Set(out)).toEqual(new Set(names));
    for (const name of names) expect(out.filter((each) => each === name).length).toBeLessThanOrEqual(2);
    for (const name of ['incoming', 'terminated']) expect(out.filter((each) => each === name)).toHaveLength(1);
    expect([out[0], out.at(-1)]).toEqual(['incoming', 'terminated']);
  },
);

test('the shares are about what was asked for', async () => {
  let twice = 0;
  let late = 0;
  for (let seed = 1; seed <= 50; seed++) {
    twice += (await through({ seed, duplicates: 0.2, disorder: 0 })).length - names.length;
    const out = await through({ seed, duplicates: 0, disorder: 0.2 });
    late += names.filter((name, index) => out.indexOf(name) > index).length;
  }
  expect(twice / 1_000).toBeCloseTo(0.2, 1);
  expect(late / 1_000).toBeCloseTo(0.17, 1);
});

test('without either, nothing is changed and chance is not asked', async () => {
  const random = { ...seededRandom(1), unit: () => Number.NaN, uuid: () => '', bytes: () => new Uint8Array() };
  const out: string[] = [];
  const push = ({ item }: Outgoing): void => void out.push(item.resource);
  let asked = 0;
  const line = new Disorder({
    duplicates: 0,
    disorder: 0,
    holdMs: 200,
    random: { ...random, unit: () => ++asked },
    clock: virtualClock(),
    push,
  });
  for (const name of names) line.push(outgoing(name));
  expect([out.length, asked]).toEqual([names.length, 0]);
});

test('one that is held back goes on alone after a while; closed, it goes nowhere', async () => {
  const clock = virtualClock();
  const out: string[] = [];
  const push = ({ item }: Outgoing): void => void out.push(item.resource);
  const options = { duplicates: 0, disorder: 1, holdMs: 200, random: seededRandom(1), clock, push };
  const line = new Disorder(options);
  line.push(outgoing('a'));
  await clock.advance(199);
  expect(out).toEqual([]);
  await clock.advance(1);
  expect(out).toEqual(['/app/calls/a']);
  line.push(outgoing('b'));
  line.close();
  await clock.advance(1_000);
  expect(out).toHaveLength(1);
});
