/** Small things that somebody on a call relies on. */
import { expect, test } from 'vitest';
import type { Bot } from '../../bot/bot.ts';
import { heardOn, staged } from '../test-stage.ts';

const answering = (onCall: Bot['onCall']): Bot => ({
  name: 'test',
  async onCall(call, context) {
    await call.answer();
    await onCall(call, context);
  },
});

test('a call that was over again at once was answered', () =>
  staged(
    answering(async () => undefined),
    async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.isAnswered();
      expect(line.ended).toBe('The bot “test” hung up.');
    },
  ));

test('a call that was turned away was not answered', () =>
  staged({ name: 'test', onCall: (call) => call.reject('busy') }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await expect(line.isAnswered()).rejects.toMatchObject({
      code: 'testing/not-done',
      message: expect.stringContaining('is busy') as string,
    });
  }));

test('when the other side has hung up, all that it said is known', () =>
  staged(
    answering(async (call) => void (await call.say('The first word. The first words again'))),
    async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.isHungUpOn();
      expect(line.heard).toMatchObject([
        { text: 'The first word.', isWhole: true },
        { text: 'The first words again', isWhole: true },
      ]);
    },
  ));

test.each(['l16', 'opus'] as const)('by %s the tone before a recording is heard, and keys are not taken for it', (codec) =>
  staged(
    answering(async (call) => {
      await call.press('2580147*369#');
      await call.recordAnswer({ prompt: 'Now you.', silenceMs: 1_000 });
    }),
    async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hearsKeys('2580147*369#');
      expect(line.heard).toEqual([]);
      await line.hears('(tone)');
      expect(heardOn(line)).toEqual(['Now you.', '(tone)']);
      await line.isHungUpOn();
    },
    { codec },
  ),
);
