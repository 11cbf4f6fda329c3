/** The first test that anybody writes, and what it costs when it fails. */
import { expect, test } from 'vitest';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { withLab } from './with-lab.ts';

test('a caller who says nothing reaches a person', () =>
  withLab({ bots: [frontDesk], voice: 'built-in' }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1 for sales/i);
    await line.presses('1');
    await line.hears(/connecting you to Grace/i);
    await lab.person('Grace').answers();
    await line.talksTo('Grace');
    expect(line.ended).toBe(undefined);
  }));
