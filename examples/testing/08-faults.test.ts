/**
 * What goes wrong, one line each: Graph that is busy, lost packets, a voice that breaks down, and a storm of everything.
 *
 *     npx vitest run examples/testing/08-faults.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const bot = defineBot({
  name: 'weather',
  async onCall(call) {
    await call.answer();
    const day = await call.ask({ prompt: 'For today press 1, for tomorrow press 2.', keys: ['1', '2'] });
    if (day.kind === 'key') await call.say(day.key === '1' ? 'It rains.' : 'It will rain.');
  },
});

test('Graph has no time, twice', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const busy = lab.faults.graph.tooMany({ retryAfter: '2 s', times: 2, of: /playPrompt/ });
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/);
    await line.presses('1');
    await line.hears('It rains.');
    expect(busy.hits).toBe(2);
  }));

test('Graph tells of everything twice', () =>
  withLab({ bots: [bot] }, async (lab) => {
    lab.faults.notifications.twice();
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/);
    await line.presses('2');
    await line.hears('It will rain.');
    await line.hearsNothing('5 s');
  }));

test('one packet of twenty is lost', () =>
  withLab({ bots: [bot] }, async (lab) => {
    lab.faults.packets({ lost: 0.05, late: '40 ms' });
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/);
    await line.presses('1');
    await line.hears('It rains.');
  }));

test.each([1, 2, 3])('no call is lost or stuck in storm %i', (seed) =>
  withLab({ bots: [bot], seed }, async (lab) => {
    lab.storm({ kinds: ['notifications', 'graph'], strength: 0.7 });
    lab.forgives(/was refused with 5|was not answered/);
    const line = await lab.person('Ada').dial('100');
    await line.isHungUpOn({ within: '5 min' });
  }),
);
