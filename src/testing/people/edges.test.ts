/** A line that is laid aside, cut off in the middle, or in a lobby. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Bot } from '../../bot/bot.ts';
import { heardOn, staged, talk } from '../test-stage.ts';

const answering = (onCall: Bot['onCall']): Bot => ({
  name: 'test',
  async onCall(call, context) {
    await call.answer();
    await onCall(call, context);
  },
});
const waiting = answering((call, { clock }) => clock.sleep(600_000, { signal: call.signal }).catch(() => undefined));

test('whoever has laid the phone aside is not heard, from that moment until they take it up again', () =>
  staged(waiting, async (lab) => {
    const ada = await lab.person('Ada').dial('202');
    const grace = await lab.person('Grace').answers();
    await ada.isAnswered();
    await ada.holds();
    const beganMs = lab.house.time.clock.now();
    await ada.says(talk(2_000));
    expect(lab.house.time.clock.now() - beganMs).toBeGreaterThanOrEqual(2_000);
    await ada.presses('1');
    expect(grace.handset.ear.sounds()).toEqual([]);
    await ada.resumes();
    const saying = ada.says(talk(3_000));
    await lab.pass('1 s');
    await ada.holds();
    await lab.pass('1 s');
    await ada.resumes();
    await saying;
    await lab.pass('1 s');
    const lengths = grace.handset.ear.sounds().map(({ fromMs, toMs }) => Math.round((toMs - fromMs) / 500) * 500);
    expect(lengths).toEqual([1_000, 1_000]);
  }));

test('keys that are not pressed when the call ends are named, however many there are', () =>
  staged(
    answering((_, { clock }) => clock.sleep(80_000)),
    async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.presses('1234567', { every: '10 s' });
      const pressing = line.presses('1234567890', { every: '10 s' });
      await expect(pressing).rejects.toMatchObject({
        code: 'testing/call-over',
        message: expect.stringMatching(/cannot press 3?4?567890 of 1234567890 any more/) as string,
      });
    },
  ));

test('a sentence that is cut off by the end of the call is over, and not whole', () =>
  staged(
    answering(async (call, { clock }) => {
      void call.say('These are our terms and there are quite a few of them that you should know').catch(() => undefined);
      await clock.sleep(2_500);
    }),
    async (lab) => {
      const line = await lab.person('Ada').dial('100');
      expect(await line.hears(/our terms/)).toMatchObject({ isWhole: false, isOver: true });
    },
  ));

test('the tail of a prompt is nobody who could be interrupted', () =>
  staged(
    answering(async (call, { clock }) => {
      await call.say('Hello.');
      await clock.sleep(10_000, { signal: call.signal }).catch(() => undefined);
    }),
    async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears('Hello.');
      await expect(line.interrupts({ pressing: '1' }, { within: '3 s' })).rejects.toThrow(/nobody spoke/);
      await expect(line.hears(/HELLO/, { within: '1 s' })).rejects.not.toThrow(/only in upper/);
      expect(heardOn(line)).toEqual(['Hello.']);
    },
  ));

test('words that differ in case alone are told so', () =>
  staged(
    answering(async (call) => void (await call.say('Press 1.'))),
    async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await expect(line.hears(/press 1/)).rejects.toThrow('It differs only in upper and lower case.');
    },
  ));

test('whoever acts in a lobby is in the meeting first, and whoever declined cannot be talked to', () =>
  staged(waiting, async (lab) => {
    const meeting = await lab.meeting({ organizer: 'Grace', lobby: 'organizer' });
    const alan = await lab.person('Alan').joins(meeting);
    await alan.waitsInLobby();
    const grace = await lab.person('Grace').joins(meeting);
    await grace.admits('Alan');
    await alan.isLetIn();
    await lab.person('Ada').dial('204');
    await lab.person('Katherine').declines();
    await expect(lab.person('Ada').line.talksTo('Katherine')).rejects.toThrow(/declined the call and has no other/);
  }));

test('a file is played to whoever listens, and how loud it is can be asked', () =>
  staged(waiting, async (lab) => {
    const ada = await lab.person('Ada').dial('202');
    const grace = await lab.person('Grace').answers();
    await ada.isAnswered();
    const file = new URL('../../../test/fixtures/speech/ada-hello.wav', import.meta.url);
    const [level] = await Promise.all([grace.hearsLevel({ least: -35, most: -10, over: '500 ms' }), ada.plays(file)]);
    expect(level).toBeLessThan(-10);
    await grace.hears(await readFile(file));
    await expect(grace.hearsLevel({ least: -35, within: '3 s' })).rejects.toThrow(
      /-35 to 0 dB over 1 s was waited for, and in the end it was -100 dB/,
    );
    await expect(grace.hearsLevel({ least: 0, most: -20 })).rejects.toThrow(TypeError);
    await expect(ada.plays('nowhere.wav')).rejects.toThrow(/nowhere/);
  }));
