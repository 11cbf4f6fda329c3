/** A lab with the reference bots, for the tests of faults. */
import { expect } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { bot as voicemail } from '../../bots/voicemail.ts';
import type { Lab } from '../../src/testing/lab.ts';
import { withLab } from '../../src/testing/with-lab.ts';

/** The front desk is at 100, echo at 101, voicemail at 102. */
export function testLab(body: (lab: Lab) => Promise<void>, seed: number = 1): Promise<void> {
  return withLab({ bots: [frontDesk, echo, voicemail], seed, voice: 'built-in', codec: 'l16', keep: false }, body);
}

/** The whole way through the front desk: a menu, a transfer to somebody who declines, and a message that is left, once. */
export async function leavesMessage(lab: Lab): Promise<void> {
  const line = await lab.person('Ada').dial('100');
  await line.hears(/press 1 for sales/i);
  await line.presses('1');
  await line.hears(/connecting you to Grace/i);
  await lab.person('Grace').declines();
  await line.hears(/leave a message/i);
  await line.says('This is Ada, please call back.');
  await line.presses('#');
  await line.hears(/has been saved/i);
  await line.isHungUpOn();
  expect(await lab.voicemail('Grace')).toHaveLength(1);
}
