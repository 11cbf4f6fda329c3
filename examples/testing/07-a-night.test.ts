/**
 * Long waits: time stands still while the test does nothing, and `pass` lets hours go by in a moment. A bot that waits by the
 * `clock` of its context waits by the lab's time.
 *
 *     npx vitest run examples/testing/07-a-night.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const bot = defineBot({
  name: 'wake-up',
  async onCall(call, { dial, clock }) {
    await call.answer();
    const hours = await call.ask({ prompt: 'In how many hours shall I wake you?', digits: { min: 1, max: 1 } });
    if (hours.kind !== 'digits') return;
    await call.say('Good night.');
    await call.hangUp();
    await clock.sleep(Number(hours.digits) * 3_600_000);
    const morning = await dial({ user: call.from.id });
    if (morning.kind === 'answered') await morning.call.say(`It is ${new Date(clock.wallMs()).toISOString().slice(11, 16)}. Good morning.`);
  },
});

test('Ada is woken after eight hours, and not before', () =>
  withLab({ bots: [bot], startMs: Date.UTC(2030, 0, 15, 23, 0) }, async (lab) => {
    const ada = lab.person('Ada');
    const evening = await ada.dial('100');
    await evening.hears(/how many hours/);
    await evening.presses('8');
    await evening.hears('Good night.');
    await evening.isHungUpOn();
    await lab.pass('7.9 h');
    expect(ada.isRinging).toBe(false);
    const morning = await ada.answers({ within: '10 min' });
    await morning.hears(/It is 07:00. Good morning./);
  }));
