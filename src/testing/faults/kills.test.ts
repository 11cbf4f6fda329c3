/** Processes that die: what becomes of calls, and of the next one. */
import { expect, test } from 'vitest';
import { testLab } from '../../../test/storms/reference-lab.ts';

test('a bot, before it can answer: the caller is told, and the next call is well', () =>
  testLab(async (lab) => {
    const fault = lab.faults.kill('101', { after: 'callTaken' });
    const line = await lab.person('Ada').dial('101');
    await line.hears(/does not answer/i);
    await line.isHungUpOn();
    expect(fault.hits).toBe(1);
    await (await lab.person('Ada').dial('101')).hears(/echo bot/i);
  }));

test('a bot, in mid-call: the caller hears nothing more, and after 45 minutes without a sign of life the call is ended', () =>
  testLab(async (lab) => {
    const line = await lab.person('Ada').dial('101');
    await line.hears(/echo bot/i);
    lab.faults.kill('101');
    await lab.pass('30 s');
    await line.hearsNothing('40 min');
    expect(line.ended).toBe(undefined);
    await line.isHungUpOn({ within: '5 min' });
  }));

test('a bot, while nobody calls: the next call is well', () =>
  testLab(async (lab) => {
    lab.faults.kill('101', { restartAfter: '500 ms' });
    await lab.pass('1 s');
    await (await lab.person('Ada').dial('101')).hears(/echo bot/i);
  }));

test.each(['legAnswered', 'legConnected', 'taskStarted', 'taskEnded'] as const)(
  'the switchboard, after %s: the call is lost, the bot finds out, and the next call is well',
  (after) =>
    testLab(async (lab) => {
      const fault = lab.faults.kill('switchboard', { after });
      const line = await lab.person('Ada').dial('101');
      await line.isHungUpOn();
      expect(line.ended).toContain('switchboard');
      expect(fault.hits).toBe(1);
      await lab.pass('1 min');
      expect(lab.house.bots.get('101')?.activeCalls()).toBe(0);
      await (await lab.person('Ada').dial('101')).hears(/echo bot/i);
    }),
);

test('a bot that has put a caller through may die: the two talk on', () =>
  testLab(async (lab) => {
    const fault = lab.faults.kill('100', { after: 'transferStarted' });
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1 for sales/i);
    await line.presses('1');
    await lab.person('Grace').answers();
    await line.talksTo('Grace');
    expect(fault.hits).toBe(1);
  }));

test('a bot that dies while it records keeps nothing, and says nothing of the kind', () =>
  testLab(async (lab) => {
    const line = await lab.person('Ada').dial('102');
    await line.hears(/three digits/i);
    await line.presses('202');
    await line.hears(/leave a message/i);
    const fault = lab.faults.kill('102', { after: 'taskEnded' });
    await line.says('Please call back.');
    await line.presses('#');
    await line.hearsNothing('1 min');
    expect(fault.hits).toBe(1);
    expect(await lab.voicemail('Grace')).toEqual([]);
  }));

test('a fact of a call that is not the bot’s kills it not', () =>
  testLab(async (lab) => {
    const fault = lab.faults.kill('100', { after: 'legAnswered' });
    await (await lab.person('Ada').dial('101')).hears(/echo bot/i);
    expect(fault.hits).toBe(0);
  }));

test('what nobody starts again stays down', () =>
  testLab(async (lab) => {
    lab.faults.kill('101', { restartAfter: 'never' });
    await lab.pass('1 min');
    const line = await lab.person('Ada').dial('101');
    await line.hears(/does not answer/i);
    expect([...lab.house.bots.keys()]).toEqual(['100', '102']);
  }));

test('a switchboard that is killed again and again comes back each time, with the record of before', () =>
  testLab(async (lab) => {
    for (let times = 0; times < 3; times++) {
      await (await lab.person('Ada').dial('101')).hears(/echo bot/i);
      lab.faults.kill('switchboard', { restartAfter: '100 ms' });
      await lab.pass('1 s');
    }
    expect(lab.house.record.filter(({ type }) => type === 'callStarted')).toHaveLength(3);
    await lab.pass('30 s');
  }));

test('nobody can dial while the switchboard is down, and is told so', () =>
  testLab(async (lab) => {
    lab.faults.kill('switchboard', { restartAfter: '5 s' });
    await expect(lab.person('Ada').dial('101')).rejects.toMatchObject({ code: 'testing/refused' });
    await lab.pass('6 s');
    await (await lab.person('Ada').dial('101')).hears(/echo bot/i);
  }));

test('a switchboard that dies while somebody dials connects them no more', () =>
  testLab(async (lab) => {
    lab.faults.kill('switchboard', { after: 'callStarted' });
    const line = await lab.person('Ada').dial('101');
    expect(line.ended).toContain('switchboard');
    await lab.pass('30 s');
  }));
