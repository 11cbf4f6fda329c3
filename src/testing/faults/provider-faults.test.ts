/** Voices and stores that fail or are slow: what the caller of a reference bot hears of it. */
import { expect, test } from 'vitest';
import { testLab } from '../../../test/storms/reference-lab.ts';

test('a voice that fails: the caller is hung up on, and the next call is well', () =>
  testLab(async (lab) => {
    lab.forgives(/the voice broke down/);
    const fault = lab.faults.voice.fails();
    await (await lab.person('Ada').dial('101')).isHungUpOn();
    fault.stop();
    await (await lab.person('Ada').dial('101')).hears(/echo bot/i);
  }));

test('a voice that fails once: the caller is told', () =>
  testLab(async (lab) => {
    lab.forgives(/the voice broke down/);
    lab.faults.voice.fails({ times: 1 });
    const line = await lab.person('Ada').dial('101');
    await line.hears(/something went wrong/i);
    await line.isHungUpOn();
  }));

test('a slow voice is waited for', () =>
  testLab(async (lab) => {
    lab.faults.voice.slow('3 s');
    const line = await lab.person('Ada').dial('101');
    expect(await line.timeToFirstWord()).toBeGreaterThan(2_900);
  }));

test('a message that cannot be kept is not said to have been', () =>
  testLab(async (lab) => {
    lab.forgives(/the disk is full/);
    lab.faults.store.fails({ times: 1, bot: '102' });
    const line = await lab.person('Ada').dial('102');
    await line.hears(/three digits/i);
    await line.presses('202');
    await line.hears(/leave a message/i);
    await line.says('Please call back.');
    await line.presses('#');
    await line.hears(/something went wrong/i);
    await line.isHungUpOn();
    expect(line.heard.some(({ text }) => /saved/.test(text))).toBe(false);
    expect(await lab.voicemail('Grace')).toEqual([]);
  }));
