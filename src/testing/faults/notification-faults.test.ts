/** Notifications that are late, come twice, out of order, or not at all: what the caller of a reference bot hears of it. */
import { expect, test } from 'vitest';
import { leavesMessage, testLab } from '../../../test/storms/reference-lab.ts';

test.each([1, 2, 3])('late ones change nothing but the pace (seed %i)', (seed) =>
  testLab(async (lab) => {
    const fault = lab.faults.notifications.late('2 s');
    await leavesMessage(lab);
    expect(fault.hits).toBeGreaterThan(5);
  }, seed),
);

test.each([1, 2, 3])('those that come twice are taken once (seed %i)', (seed) =>
  testLab(async (lab) => {
    lab.faults.notifications.twice();
    lab.faults.notifications.twice({ after: '700 ms', share: 0.5 });
    await leavesMessage(lab);
    expect(lab.faults.unused).toEqual([]);
  }, seed),
);

test.each([1, 2, 3])('those out of order are put in order (seed %i)', (seed) =>
  testLab(async (lab) => {
    const fault = lab.faults.notifications.outOfOrder();
    await leavesMessage(lab);
    expect(fault.hits).toBeGreaterThan(5);
  }, seed),
);

test('when the end of a prompt is not told, the bot goes on a while after it must have been over', () =>
  testLab(async (lab) => {
    const fault = lab.faults.notifications.lost({ times: 1, of: /playPromptOperation/ });
    const line = await lab.person('Ada').dial('101');
    const said = await line.hears(/echo bot/i);
    const next = await line.hears(/say something/i);
    expect(fault.hits).toBe(1);
    expect(next.fromMs - said.toMs).toBeGreaterThan(14_000);
  }));

test('when the end of a call is not told, the bot finds out', () =>
  testLab(async (lab) => {
    lab.faults.notifications.lost({ of: /"deleted"/ });
    const line = await lab.person('Ada').dial('101');
    await line.hears(/echo bot/i);
    await line.hangsUp();
    await lab.pass('1 min');
    expect(lab.house.bots.get('101')?.activeCalls()).toBe(0);
  }));

test('when nobody is told that a transfer came to nothing, the bot finds out and takes the message', () =>
  testLab(async (lab) => {
    const fault = lab.faults.notifications.lost({ times: 1, of: /"established"[^]*"code":[3-6]/ });
    await leavesMessage(lab);
    expect(fault.hits).toBe(1);
  }));

test('a call of which the bot never hears is turned away by the switchboard, and the caller is told', () =>
  testLab(async (lab) => {
    lab.faults.notifications.lost({ of: /"created"/ });
    const line = await lab.person('Ada').dial('100');
    await line.hears(/does not answer/i);
    await line.isHungUpOn();
  }));
