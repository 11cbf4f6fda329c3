/** Sound and keys over a bad network. */
import { expect, test } from 'vitest';
import { leavesMessage, testLab } from '../../../test/storms/reference-lab.ts';

test('lost, late and overtaken: words and keys come through', () =>
  testLab(async (lab) => {
    const fault = lab.faults.packets({ lost: 0.1, late: '60 ms', reordered: 0.05 });
    await leavesMessage(lab);
    expect(fault.hits).toBeGreaterThan(100);
  }));

test('of one person alone', () =>
  testLab(async (lab) => {
    lab.faults.packets({ lost: 1, of: 'Grace' });
    const [ada, grace] = [await lab.person('Ada').dial('101'), await lab.person('Grace').dial('101')];
    await ada.hears(/echo bot/i);
    expect(grace.heard).toEqual([]);
  }));
