/** What a test forgets to wait for, and what would be content with nothing. */
import { expect, test } from 'vitest';
import type { Bot } from '../../bot/bot.ts';
import { withLab } from '../with-lab.ts';
import { staged } from '../test-stage.ts';

const options = { voice: 'built-in', codec: 'l16', keep: false } as const;
const answering = (onCall: Bot['onCall']): Bot => ({
  name: 'test',
  async onCall(call, context) {
    await call.answer();
    await onCall(call, context);
  },
});
const waiting = answering((call, { clock }) => clock.sleep(600_000, { signal: call.signal }).catch(() => undefined));

test('an await that was forgotten fails the test, and names its line', async () => {
  const forgetful = withLab({ ...options, bots: [waiting] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.isAnswered();
    // oxlint-disable-next-line typescript/no-floating-promises
    line.hears(/never said/);
  });
  await expect(forgetful).rejects.toMatchObject({
    code: 'testing/not-awaited',
    message: expect.stringMatching(/put an await before it:\n {2}– line\.hears\(\) in expectations\.test\.ts:22/) as string,
  });
});

test('what fails in the body is told rather than what was not awaited', async () => {
  const failing = withLab({ ...options, bots: [waiting] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    void line.isHungUpOn();
    throw new Error('of its own');
  });
  await expect(failing).rejects.toThrow('of its own');
});

test('a question that throws rejects with that', () =>
  staged(waiting, async (lab) => {
    const asked = lab.until(() => {
      throw new Error('what a question');
    });
    await expect(asked).rejects.toThrow('what a question');
    expect(await lab.until(() => false, { within: '1 s' })).toBe(false);
  }));

test('what nothing at all would satisfy is refused', () =>
  staged(waiting, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    for (const nothing of ['', /x*/, new Int16Array(0), undefined as unknown as string])
      await expect(line.hears(nothing)).rejects.toThrow(TypeError);
    await expect(line.hearsKeys('')).rejects.toThrow(TypeError);
    for (const keys of ['', 'x']) await expect(line.presses(keys)).rejects.toThrow(/keys of a phone/);
    for (const count of [0, -1, 1.5]) expect(() => lab.group(count)).toThrow(/whole numbers from 1 on/);
    expect(() => lab.group()).toThrow(/wants somebody/);
    await line.isAnswered();
    await expect(line.isLetIn()).rejects.toThrow(/in no meeting/);
    await expect(line.recognises(/hello/)).rejects.toMatchObject({ code: 'testing/no-recogniser' });
    await line.hangsUp();
    await expect(line.hearsNothing('1 s')).rejects.toMatchObject({ code: 'testing/call-over' });
  }));

test('a lab wants bots and a whole seed', async () => {
  const body = (): Promise<void> => Promise.resolve();
  for (const wrong of [{}, { bots: ['./bot.ts'] }, { bots: [] }, { bots: [waiting], seed: 'x' }])
    await expect(withLab(wrong as never, body)).rejects.toThrow(TypeError);
});

test('faults for whom or what there is not are refused', () =>
  staged(waiting, async (lab) => {
    expect(() => lab.faults.graph.fails(500, { bot: '888' })).toThrow(/one of 100, and not "888"/);
    expect(() => lab.faults.graph.fails(200 as never)).toThrow(/one of 500, 502, 503/);
    expect(() => lab.faults.packets({ lost: 0.1, of: 'Nobody' })).toThrow(/Ada Lovelace, /);
    expect(() => lab.faults.kill('100', { after: 'nonsense' as never })).toThrow(/one of callStarted, /);
    await lab.pass(1);
  }));
