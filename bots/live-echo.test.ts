/** The live echo in the lab: how much later what comes back, and to whom. */
import { withLab, type Lab, type Line } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { bot as liveEcho } from './live-echo.ts';

const quick = { voice: 'built-in', codec: 'l16' } as const;

const calling = (story: (line: Line, lab: Lab) => Promise<void>): Promise<void> =>
  withLab({ bots: [liveEcho], ...quick }, async (lab) => story(await lab.person('Ada').dial('100'), lab));

/** Ada and Grace are in a meeting, and Ada has rung the bot into it. */
const meeting = (story: (room: { lab: Lab; ada: Line; grace: Line }) => Promise<void>): Promise<void> =>
  withLab({ bots: [liveEcho], ...quick }, async (lab) => {
    const planned = await lab.meeting();
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await lab.pass('1 s');
    await ada.invites('100');
    await story({ lab, ada, grace });
  });

describe('live echo', () => {
  /** How much later a sentence comes back than it was said. */
  async function delayOf(text: string, line: Line, lab: Lab): Promise<number> {
    const saidMs = lab.house.time.clock.now();
    const saying = line.says(text);
    const heard = await line.hears(text, { within: '10 s' });
    await saying;
    expect(heard).toMatchObject({ isWhole: true, gaps: [] });
    return heard.fromMs - saidMs;
  }

  test('gives everything back after the delay that was chosen', () =>
    calling(async (line, lab) => {
      await line.hears('3 for three.');
      const delays = [await delayOf('Every word comes back.', line, lab)];
      await line.presses('1');
      await lab.pass('2 s');
      delays.push(await delayOf('And now it is quicker.', line, lab));
      await line.presses('3');
      await lab.pass('4 s');
      delays.push(await delayOf('And now it is far later.', line, lab));
      await line.hangsUp();
      for (const [at, ms] of [1_000, 250, 3_000].entries()) {
        expect(delays[at]).toBeGreaterThanOrEqual(ms);
        expect(delays[at]).toBeLessThan(ms + 300);
      }
    }));

  test('does not speak over anybody', () =>
    calling(async (line) => {
      const { stoppedAfterMs } = await line.interrupts({ saying: 'Let me speak.' }, { during: 'Press 1 for a short', within: '10 s' });
      expect(stoppedAfterMs).toBeLessThan(600);
      await line.hangsUp();
    }));

  test('repeats in a meeting only whoever called it, and is gone with them at once', () =>
    meeting(async ({ lab, ada, grace }) => {
      await grace.hears('3 for three.');
      await grace.says('I am Grace, and nobody repeats me.');
      await ada.hears('I am Grace, and nobody repeats me.');
      await grace.hearsNothing('4 s');
      await ada.says('I am Ada, and I am repeated.');
      await ada.hears('I am Ada, and I am repeated.');
      await ada.presses('3');
      await ada.says('Nobody hears this twice.');
      await grace.hears('Nobody hears this twice.');
      await ada.leaves();
      await grace.hearsNothing('4 s');
      expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
    }));
});
