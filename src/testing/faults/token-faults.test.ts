/** Tokens that run out, and keys that are replaced, in the middle of calls. */
import { expect, test } from 'vitest';
import { leavesMessage, testLab } from '../../../test/storms/reference-lab.ts';

test('tokens that are refused are fetched anew', () =>
  testLab(async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1 for sales/i);
    const fault = lab.faults.tokens.expire();
    await line.presses('1');
    await line.hears(/connecting you to Grace/i);
    await lab.person('Grace').answers();
    await line.talksTo('Grace');
    expect(fault.hits).toBeGreaterThan(0);
    expect(fault.hits).toBeLessThan(4);
  }));

test('an identity platform that is down for a moment is asked again', () =>
  testLab(async (lab) => {
    lab.faults.tokens.fail({ times: 2 });
    await leavesMessage(lab);
    expect(lab.faults.unused).toEqual([]);
  }));

test('keys that are replaced at once in the middle of a call are taken up by both sides', () =>
  testLab(async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1 for sales/i);
    await lab.faults.keys.rotate();
    await line.presses('1');
    await line.hears(/connecting you to Grace/i);
    await lab.faults.keys.rotate();
    await lab.person('Grace').answers();
    await line.talksTo('Grace');
    expect(lab.messages.filter(({ status }) => status === 403)).toEqual([]);
  }));
