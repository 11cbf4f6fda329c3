/** A storm: random faults come and go until it is stopped. What bots and calls make of it is told by test/storms. */
import { expect, test } from 'vitest';
import { gusts, stormKinds } from './gusts.ts';
import { testLab } from '../../../test/storms/reference-lab.ts';

test('brings faults of the kinds that are asked for, and none after its end', () =>
  testLab(async (lab) => {
    const storm = lab.storm({ strength: 1, kinds: ['voice', 'store'] });
    await lab.pass('1 min');
    storm.stop();
    const { unused } = lab.faults;
    expect(unused.length).toBeGreaterThan(20);
    expect(unused.every((what) => /^(voices|the store)/.test(what))).toBe(true);
    await lab.pass('1 min');
    expect(lab.faults.unused).toEqual(unused);
    const line = await lab.person('Ada').dial('101');
    await line.hears(/echo bot/i);
    expect(storm.hits).toBe(0);
  }));

test('the stronger it is, the more of it comes', async () => {
  const counts: number[] = [];
  for (const strength of [0, 0.5, 1]) {
    await testLab(async (lab) => {
      lab.storm({ strength, kinds: ['voice'] });
      await lab.pass('2 min');
      counts.push(lab.faults.unused.length);
    });
  }
  expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  expect(counts[0]).toBeGreaterThan(3);
  expect(counts[2]).toBeGreaterThan(5 * (counts[0] ?? 0));
});

test('the same seed brings the same faults at the same time, another seed others', async () => {
  const logOf = async (seed: number): Promise<unknown> => {
    let log: unknown;
    await testLab(async (lab) => {
      lab.forgives(/./);
      lab.storm({ strength: 1 });
      await lab.person('Ada').dial('101');
      await lab.pass('20 s');
      log = structuredClone(lab.faults.log);
    }, seed);
    return log;
  };
  const first = await logOf(1);
  expect(await logOf(1)).toEqual(first);
  expect(await logOf(2)).not.toEqual(first);
});

test('every kind begins, and stops, without a call', () =>
  testLab(async (lab) => {
    const { house, faults } = lab;
    for (const gust of stormKinds.flatMap((kind) => gusts[kind])) gust({ faults, house, whims: house.whims, strength: 0.5 })?.stop();
    await lab.pass('20 s');
    const line = await lab.person('Ada').dial('101');
    await line.hears(/echo bot/i);
  }));
