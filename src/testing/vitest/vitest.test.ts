/** The matchers, asked in a lab: what they say yes to, and how they fail. */
import { expect, test } from 'vitest';
import type { Bot } from '../../bot/bot.ts';
import { withLab } from '../with-lab.ts';
// oxlint-disable-next-line import/no-unassigned-import
import './vitest.ts';

const grace = { user: 'a0000000-0000-4000-8000-000000000202' };

const bot: Bot = {
  name: 'desk',
  async onCall(call) {
    await call.answer();
    const choice = await call.ask({ prompt: 'Press 1 for Grace, or 2 for a code.', keys: ['1', '2'] });
    if (choice.kind !== 'key') return;
    if (choice.key === '1') await call.transfer(grace);
    else await call.press('42#');
    await call.say('Goodbye.');
  },
};
const quiet: Bot = {
  name: 'quiet',
  async onCall(call, { clock }) {
    await call.answer();
    await clock.sleep(30_000);
  },
};
const options = { bots: [bot, quiet], voice: 'built-in', keep: false } as const;

test('a line is asked for words, silence, and whom it talks to', () =>
  withLab(options, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await expect(line).toBeAnswered();
    await expect(line).toHear(/press 1 for Grace/i);
    await expect(line).toHearNothing('1 s');
    await expect(line).not.toHear(/goodbye/i, { within: '1 s' });
    await line.presses('1');
    await lab.person('Grace').answers();
    await expect(line).toTalkTo('Grace');
    await expect(line).not.toBeHungUp({ within: '5 s' });
  }));

test('keys are heard, and the end', () =>
  withLab(options, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.presses('2');
    await expect(line).toHearKeys('42#');
    await expect(line).toHear('Goodbye.');
    await expect(line).toBeHungUp();
  }));

test('what fails says what was heard instead', () =>
  withLab(options, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await expect(expect(line).toHear(/press 7/i, { within: '10 s' })).rejects.toThrow(
      /press 7.*What was heard instead:\n.*Press 1 for Grace/s,
    );
    await expect(expect(line).not.toHear(/./, { within: '30 s' })).rejects.toThrow(/should not have been heard, and was/);
    await line.hangsUp();
  }));

test('what does not come about in time says so', () =>
  withLab(options, async (lab) => {
    const line = await lab.person('Ada').dial('101');
    await expect(expect(line).not.toBeAnswered({ within: '1 s' })).rejects.toThrow('The call should not have been answered, and was.');
    await expect(expect(line).toHearKeys('1', { within: '1 s' })).rejects.toThrow(/keys 1 were waited for, and what was heard is none/);
    await expect(expect(line).toBeHungUp({ within: '1 s' })).rejects.toThrow(/expected to hang up, and did not within 1 s/);
  }));

test('silence is not a sound', () =>
  withLab(options, async (lab) => {
    const line = await lab.person('Ada').dial('101');
    await expect(expect(line).not.toHearNothing('5 s')).rejects.toThrow('A sound was expected, and nothing was heard.');
    await expect(line).not.toHearKeys('1', { within: '1 s' });
    await expect(line).toBeHungUp();
    await expect(expect(line).not.toBeHungUp({ within: '1 s' })).rejects.toThrow(/should have gone on, and was ended: /);
  }));

test('two who are on different calls do not hear each other', () =>
  withLab(options, async (lab) => {
    const line = await lab.person('Ada').dial('101');
    await lab.person('Grace').dial('101');
    await expect(line).not.toTalkTo('Grace');
  }));

test('a mistake of the test is no answer', async () => {
  await expect(expect('Ada').toHear(/hello/)).rejects.toThrow(TypeError);
  await withLab(options, async (lab) => {
    const line = await lab.person('Ada').dial('101');
    await expect(expect(line).not.toHear(/hello/)).rejects.toThrow("not.toHear() wants to know for how long: { within: '10 s' }");
    await expect(expect(line).not.toBeHungUp()).rejects.toThrow(TypeError);
  });
});
