/** The group caller in the lab: who comes, who does not, and what everybody hears of it. */
import { withLab, type Lab, type LabOptions, type Line } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { busy, callees, mailbox, sayingBusy } from '../test/on-call/on-call-stage.ts';
import { groupCaller } from './group-caller.ts';
import { ada, alan, grace, katherine } from './people.ts';

const bot = groupCaller({
  '1': { name: 'the team', members: [ada, grace, alan, katherine, grace] },
  '2': { name: 'the pair', members: [grace, busy] },
  '3': { name: 'nobody', members: [ada] },
  '4': { name: 'the machine', members: [mailbox] },
});

const calling = (story: (lab: Lab) => Promise<void>, options: Partial<LabOptions> = {}): Promise<void> =>
  withLab({ bots: { '106': bot, ...callees }, voice: 'built-in', codec: 'l16', ...options }, story);

/** Ada's line, once she has chosen. */
async function chosen(lab: Lab, key: string): Promise<Line> {
  const line = await lab.person('Ada').dial('106');
  await line.hears('Whom shall I call?');
  await line.presses(key);
  await line.hears('I am calling');
  return line;
}

/** Takes the call, and presses that key once it was said what it is for. */
async function replies(lab: Lab, name: string, key: string): Promise<Line> {
  const line = await lab.person(name).answers();
  await line.hears('Ada Lovelace calls the team.');
  await line.hears('Press 1 to join, 2 to decline.', { toTheEnd: false });
  await line.presses(key);
  return line;
}

describe('group caller', () => {
  test('rings all at once, tells the caller of each, and stays until only one is left', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '1');
      expect(line.heard.at(-1)?.full).toBe('I am calling Grace Hopper, Alan Turing and Katherine Johnson.');
      expect(['Grace', 'Alan', 'Katherine', 'Ada'].map((name) => lab.person(name).isRinging)).toEqual([true, true, true, false]);
      const hers = await replies(lab, 'Grace', '1');
      await line.hears('Grace Hopper has joined.');
      await line.talksTo('Grace');
      await lab.person('Alan').declines();
      await line.hears('Alan Turing has declined.');
      await hers.hears('Alan Turing has declined.');
      const katherines = await replies(lab, 'Katherine', '1');
      await hers.hears('Katherine Johnson has joined.');
      await katherines.talksTo('Ada', 'Grace');
      await hers.hangsUp();
      await lab.pass('5 s');
      expect(line.ended).toBeUndefined();
      await line.talksTo('Katherine');
      await line.hangsUp();
      await katherines.hears('Everybody else has left.');
      await katherines.isHungUpOn();
    }));

  test('lets go whoever presses 2, and says that nobody comes', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '1');
      const hers = await replies(lab, 'Grace', '2');
      await hers.hears('Thank you.');
      await hers.isHungUpOn();
      await line.hears('Grace Hopper has declined.');
      await lab.group('Alan', 'Katherine').declines();
      await line.hears('Nobody is coming.');
      await line.isHungUpOn();
      expect(lab.person('Grace').lines).toHaveLength(1);
    }));

  test('does not ring for ever', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '1');
      await lab.person('Grace').ringsOut({ within: '31 s' });
      expect(['Alan', 'Katherine'].map((name) => lab.person(name).isRinging)).toEqual([false, false]);
      for (const name of ['Grace Hopper', 'Alan Turing', 'Katherine Johnson']) await line.hears(`${name} does not answer.`);
      await line.hears('Nobody is coming.');
      await line.isHungUpOn();
    }));

  test('lets no voicemail join', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '4');
      await line.hears('Mailbox has picked up, and not said yes.', { within: '2 min' });
      await line.hears('Nobody is coming.');
      await line.isHungUpOn();
      expect(line.heard.some(({ text }) => text.includes('joined'))).toBe(false);
    }));

  test('says who is busy, where the carrier does', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '2');
      await line.hears('Busy Line is busy.');
      await lab.person('Grace').declines();
      await line.isHungUpOn();
    }, sayingBusy));

  test('stops ringing when the caller hangs up, and lets go whoever was being asked', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '1');
      const hers = await lab.person('Grace').answers();
      await hers.hears('Ada Lovelace calls the team.');
      await line.hangsUp();
      await hers.hears('You are not needed any more.');
      await hers.isHungUpOn();
      expect(['Alan', 'Katherine'].map((name) => lab.person(name).isRinging)).toEqual([false, false]);
    }));

  test('lets go whoever presses 1 as the caller hangs up', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '1');
      const hers = await lab.person('Grace').answers();
      await hers.hears('Press 1 to join, 2 to decline.', { toTheEnd: false });
      await Promise.all([hers.presses('1'), line.hangsUp()]);
      await hers.isHungUpOn();
      expect(lab.person('Alan').isRinging).toBe(false);
    }));

  test('stops ringing when the caller leaves the others', () =>
    calling(async (lab) => {
      const line = await chosen(lab, '1');
      const hers = await replies(lab, 'Grace', '1');
      await line.hears('Grace Hopper has joined.');
      expect(lab.person('Alan').isRinging).toBe(true);
      await line.hangsUp();
      await hers.hears('Everybody else has left.');
      expect(lab.person('Alan').isRinging).toBe(false);
      await hers.isHungUpOn();
    }));

  test('calls nobody where there is nobody else, and nobody for a wrong key', () =>
    calling(async (lab) => {
      const line = await lab.person('Ada').dial('106');
      await line.presses('7');
      await line.hears('There is no such group.');
      await line.presses('3');
      await line.hears('There is nobody to call.');
      await line.isHungUpOn();
    }));

  test('says goodbye to whoever presses nothing', () =>
    calling(async (lab) => {
      const line = await lab.person('Ada').dial('106');
      await line.isHungUpOn({ within: '2 min' });
      expect(line.heard.at(-1)?.text).toBe('Goodbye.');
    }));
});
