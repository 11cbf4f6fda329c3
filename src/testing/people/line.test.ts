/** A line at its edges: before somebody has taken the call, and long after it is over. */
import { expect, test } from 'vitest';
import type { Bot } from '../../bot/bot.ts';
import { sine } from '../../media/tones.ts';
import { writeWav } from '../../media/wav.ts';
import { withLab } from '../with-lab.ts';

const options = { voice: 'built-in', keep: false } as const;

const slow: Bot = {
  name: 'slow',
  async onCall(call, { clock }) {
    await clock.sleep(4_000);
    await call.answer();
    const { kind } = await call.ask({ prompt: 'Press 1.', keys: ['1'] });
    await call.say(kind === 'key' ? 'Thank you.' : 'Nothing came.');
  },
};

test('keys are pressed once somebody has taken the call', () =>
  withLab({ ...options, bots: [slow] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.presses('1');
    await line.hears('Thank you.');
  }));

test('whom nobody answers can neither speak nor press', () =>
  withLab({ ...options, bots: [slow] }, async (lab) => {
    const line = await lab.person('Ada').dial('202');
    await expect(line.presses('1')).rejects.toThrow(/wanted to press 1, and for a minute nobody has taken the call/);
    await lab.pass('1 min');
    await expect(line.says('Hello?')).rejects.toThrow(/Ada Lovelace cannot say anything any more: /);
  }));

test('why a call ended is known hours later', () =>
  withLab({ ...options, bots: [slow] }, async (lab) => {
    const line = await lab.person('Ada').dial('202');
    await lab.person('Grace').declines();
    await lab.pass('3 h');
    expect(line.ended).toBe('Grace Hopper declined the call.');
    const asked = await lab.person('Ada').dial('100');
    await asked.isHungUpOn();
    await lab.pass('3 h');
    expect(asked.ended).toBe('The bot “slow” hung up.');
    await asked.isHungUpOn();
  }));

test('what follows at once is the end of what was interrupted', () =>
  withLab({ ...options, bots: [{ name: 'terms', onCall: saysTerms }] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    const { stoppedAfterMs } = await line.interrupts({ pressing: '1' }, { during: /quite a few/ });
    expect(stoppedAfterMs).toBeLessThan(500);
    await line.hears('You seem to know them.');
  }));

test('a sound of which the lab is told is heard by its words, and found as it is, after hours of silence too', async () => {
  const chime = Int16Array.from([523, 784, 659, 988, 587].flatMap((hertz) => Array.from(sine({ hertz: [hertz], ms: 150 }, 0.3))));
  const clockwork: Bot = {
    name: 'clockwork',
    async onCall(call, { clock }) {
      await call.answer();
      for (let hour = 1; hour <= 2; hour++) {
        await clock.sleep(3_600_000, { signal: call.signal });
        await call.say({ wav: writeWav(chime) });
      }
    },
  };
  await withLab({ ...options, bots: [clockwork] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    const { text } = await line.hears(chime, { within: '2 h' });
    expect(text).toBe('(sound, 750 ms)');
    lab.knows('the chime', chime, { by: 'clockwork' });
    const second = await line.hears('the chime', { within: '2 h' });
    expect(second).toMatchObject({ by: 'clockwork', isWhole: true });
    expect(second.fromMs).toBeGreaterThan(2 * 3_600_000);
  });
});

async function saysTerms(call: Parameters<Bot['onCall']>[0]): Promise<void> {
  await call.answer();
  const told = await call.say('These are our terms and there are quite a few of them that you should know', { interruptible: true });
  await call.say(told.kind === 'interrupted' ? 'You seem to know them.' : 'Thank you.');
}
