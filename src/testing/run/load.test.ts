/** Many callers at once, in the machine's own time: nothing here waits for a moment, only for things to come about. */
import { expect, test } from 'vitest';
import { defineBot, type Bot } from '../../bot/bot.ts';
import { samplePeople } from '../../switchboard/sample-people.ts';
import { runLoad, tooManyCallers } from './load.ts';
import { loadCase, loadText } from './load-text.ts';
import { percentilesOf } from './percentiles.ts';
import { scenario } from './scenario.ts';

const [, grace] = samplePeople;

const operator: Bot = defineBot({
  name: 'operator',
  async onCall(call) {
    await call.answer();
    if (grace) await call.transfer({ user: grace.userId });
  },
});

test('all are put through to the one Grace, and each talks in the call of its own caller', { timeout: 60_000 }, async () => {
  const calls = new Set<string>();
  const names = new Set<string>();
  let rehearsals = 0;
  const puts = scenario('puts through', { bots: [operator], voice: 'built-in' }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    const taken = await lab.person('Grace').answers();
    expect(taken.handset.callId).toBe(line.handset.call?.callId);
    if (lab.around.company === undefined) rehearsals++;
    else calls.add(taken.handset.callId);
    for (const leg of line.handset.call?.legs ?? []) names.add(leg.self.name);
  });
  const report = await runLoad(puts, { callers: 4, everyMs: 10 });
  expect(report).toMatchObject({ callers: 4, passed: 4, failures: [], leftOver: undefined, setUpMs: { count: 4 } });
  expect([calls.size, rehearsals]).toEqual([4, 1]);
  expect([...names].filter((name) => /^Ada Lovelace [1-4]$/.test(name))).toHaveLength(4);
  expect(report.messagesPerCaller).toBeGreaterThan(5);
  expect(report.processorMsPerCaller).toBeGreaterThan(0);
  expect(report.examples).toHaveLength(1);
  expect(loadText(report)).toMatch(/✓ puts through\n +callers +4, begun within .+, \d of them at once/);
});

test('failures that are alike are counted together, and the first of each is kept whole', { timeout: 60_000 }, async () => {
  let number = 0;
  const fails = scenario('fails', { bots: [operator], voice: 'built-in' }, async (lab) => {
    await lab.person('Ada').dial('100');
    number++;
    if (number > 2) throw new Error(`waited ${String(number)} s`);
  });
  const report = await runLoad(fails, { callers: 4, everyMs: 0 });
  expect(report.passed).toBe(1);
  expect(report.failures).toMatchObject([{ count: 3, message: 'waited 3 s' }]);
  expect(report.examples.map(({ failure }) => failure?.message)).toEqual(['waited 3 s', undefined]);
  expect(loadText(report)).toContain('3 × (first: caller');
  expect(loadCase(report)).toMatchObject({ failure: { message: '3 × waited 3 s' }, properties: { callers: 4, passed: 1 } });
});

test('more callers than the switchboard takes are refused in words', async () => {
  const few = scenario('few', { bots: [operator], limits: { calls: 3 } }, () => Promise.resolve());
  expect(tooManyCallers(few, 3)).toBe(undefined);
  await expect(runLoad(few, { callers: 4 })).rejects.toThrow(/“few” was to have 4 callers at once, and its switchboard takes 3 calls/);
});

test('a percentile is a value that was measured', () => {
  expect(percentilesOf([])).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  expect(percentilesOf([9, 1])).toEqual({ count: 2, p50: 1, p95: 9, p99: 9, max: 9 });
  expect(percentilesOf(Array.from({ length: 200 }, (_, i) => 200 - i))).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, max: 200 });
});
