/** A scenario with many seeds: what fails each time, and what does so once. */
import { expect, test } from 'vitest';
import { defineBot, type Bot } from '../../bot/bot.ts';
import { repeated } from './repeat.ts';
import { failuresText, repeatLines, summaryText } from './repeat-text.ts';
import { isScenario, scenario } from './scenario.ts';

const silent: Bot = defineBot({ name: 'silent', onCall: async (call) => void (await call.answer()) });
const options = { bots: [silent], voice: 'built-in', keep: false } as const;

test('a scenario is a test by itself, and rejects as one', async () => {
  const passes = scenario('passes', options, async (lab) => void (await lab.person('Ada').dial('100')));
  expect(isScenario(passes)).toBe(true);
  expect([passes.scenarioName, passes.file]).toEqual(['passes', import.meta.filename]);
  await expect(passes()).resolves.toBeUndefined();
  const fails = scenario('fails', options, () => Promise.reject(new Error('not so')));
  await expect(fails()).rejects.toThrow(/^not so/);
  expect(await fails.run({ seed: 4 })).toMatchObject({
    name: 'fails',
    seed: 4,
    failure: { message: expect.stringMatching(/^not so[^]*Seed 4/) as string },
  });
});

test('a scenario without a name, or with nothing to do, is refused', () => {
  expect(() => scenario('', options, () => Promise.resolve())).toThrow(TypeError);
  expect(() => scenario('x', options, undefined as never)).toThrow(/has nothing to do/);
  expect([isScenario(undefined), isScenario(() => undefined), isScenario({ scenarioName: 'x' })]).toEqual([false, false, false]);
});

test('its body gets the seed, and the same seed the same chance', async () => {
  const chances: string[] = [];
  const draws = scenario('draws', options, async (lab) => void chances.push(String(lab.house.whims.unit())));
  await repeated(draws, { seed: 3, times: 2 });
  await draws.run({ seed: 4 });
  expect(chances[1]).toBe(chances[2]);
  expect(chances[0]).not.toBe(chances[1]);
});

test('what fails with a seed each time is told from what does so once', async () => {
  let count = 0;
  const flaky = scenario('is flaky', options, () => (++count === 2 ? Promise.reject(new Error('the disk was full')) : Promise.resolve()));
  const once = await repeated(flaky, { seed: 1, times: 3 });
  expect(once.failures.map(({ run, again }) => [run.seed, again])).toEqual([[2, 'none']]);
  const always = scenario('is wrong', options, () => Promise.reject(new Error('wrong')));
  const each = await repeated(always, { seed: 8, times: 2 });
  expect(each.failures.map(({ run, again }) => [run.seed, again])).toEqual([[8, 'same'], [9, 'same']]); // prettier-ignore
  const text = [
    ...[once, each].map((some) => repeatLines(some, ({ seed }) => `again ${String(seed)}`)),
    failuresText([once, each]),
    summaryText([once, each]),
  ].join('\n');
  expect(text).toContain('✗ is flaky  1 of 3 seeds failed');
  expect(text).toContain('seed 2 passed when run again with the same seed: it depends on something outside of the lab');
  expect(text).toContain('fails with seed 9 each time: again 9');
  expect(text).toMatch(/0 of 2 scenarios passed, in 5 runs\.\n1 failure depends on something outside/);
});
