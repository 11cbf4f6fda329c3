/** The reference bots in the lab, each with a caller who does what callers do. */
import type { Bot } from 'rollcall';
import { withLab, type Lab } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { factsOf, soundsIn, talk } from '../src/testing/test-stage.ts';
import { bot as echo } from './echo.ts';
import { bot as frontDesk } from './front-desk.ts';
import { alan, grace, katherine, type Person } from './people.ts';
import { bot as voicemailBot } from './voicemail.ts';

const calling = (bot: Bot, story: (lab: Lab) => Promise<void>): Promise<void> =>
  withLab({ bots: [bot], voice: 'built-in', codec: 'l16', noAnswer: { after: '20 s', forwardTo: '100' } }, story);

/** How long each sound in a message is. */
async function messageFor(lab: Lab, { name }: Person): Promise<readonly number[]> {
  const [message, ...more] = await lab.voicemail(name);
  if (!message || more.length > 0) throw new Error(`${name} has not one message`);
  return soundsIn(await lab.house.voicemail.wav(lab.person(name).id, message.messageId));
}

describe('front desk', () => {
  test.each([
    ['1', grace],
    ['2', alan],
    ['0', katherine],
  ])('%s connects to the right person', (key, { name }) =>
    calling(frontDesk, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears('Welcome to Rollcall.');
      await line.presses(key);
      await line.hears(`I am connecting you to ${name}.`);
      await lab.person(name).rings();
      expect([grace, alan, katherine].filter((each) => lab.person(each.name).isRinging)).toMatchObject([{ name }]);
      await lab.person(name).answers({ after: '2 s' });
      await line.talksTo(name);
      expect(factsOf(lab).at(-1)).toMatchObject({ kind: 'callOver', reason: { subcode: 7015 } });
      expect(line.ended).toBeUndefined();
    }),
  );

  test('takes a message when nobody answers, and thanks for it', () =>
    calling(frontDesk, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.presses('1');
      await lab.person('Grace').ringsOut();
      await line.hears('Grace Hopper does not answer.');
      await line.hears('(tone)');
      await line.says(talk(4_000));
      await line.presses('#');
      await line.hears('Thank you.');
      expect(await lab.voicemail('Grace')).toMatchObject([{ isHeard: false, from: { name: 'Ada Lovelace' } }]);
      expect(await messageFor(lab, grace)).toEqual([4_000]);
      await line.hears('Your message has been saved.');
      await line.isHungUpOn();
    }));

  test('keeps the message of a caller who just hangs up after speaking', () =>
    calling(frontDesk, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.presses('2');
      await line.hears('(tone)', { within: '2 min' });
      await line.says(talk(1_000));
      await line.isSilent('500 ms');
      await line.hangsUp();
      await lab.pass('1 s');
      expect(await messageFor(lab, alan)).toEqual([1_000]);
    }));

  test('keeps nothing of a caller who says nothing', () =>
    calling(frontDesk, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.presses('1');
      await lab.person('Grace').ringsOut();
      await line.hears('I did not hear anything.');
      await line.isHungUpOn();
      expect(await lab.voicemail('Grace')).toEqual([]);
    }));

  test('asks again after silence and wrong keys, and then fetches a person', () =>
    calling(frontDesk, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears('I did not hear a key.');
      await line.presses('9');
      await line.hears('That was not one of the choices.');
      await lab.person('Katherine').answers();
      await line.talksTo('Katherine');
    }));
});

describe('voicemail', () => {
  test('speaks for whoever did not answer', () =>
    calling(voicemailBot, async (lab) => {
      const line = await lab.person('Ada').dial(grace.number);
      await lab.person('Grace').ringsOut();
      await line.hears('Grace Hopper cannot take your call.');
      await line.hears('(tone)');
      await line.says(talk(3_000));
      await line.isHungUpOn();
      expect(await messageFor(lab, grace)).toEqual([3_000]);
    }));

  test('keeps the message of a caller who just hangs up after speaking, and does not fail at thanking', () =>
    calling(voicemailBot, async (lab) => {
      const line = await lab.person('Ada').dial(grace.number);
      await line.hears('(tone)');
      await line.says(talk(3_000));
      await line.isSilent('500 ms');
      await line.hangsUp();
      await lab.pass('1 s');
      expect(await messageFor(lab, grace)).toEqual([3_000]);
      expect(factsOf(lab).map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
    }));

  test('asks for whom when it is called directly', () =>
    calling(voicemailBot, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.presses('203');
      await line.hears('This is the voicemail of Alan Turing.');
      await line.hears('(tone)');
      await line.says(talk(3_000));
      await line.isHungUpOn();
      expect(await messageFor(lab, alan)).toEqual([3_000]);
    }));

  test('says so when nobody has the number, three times, and ends', () =>
    calling(voicemailBot, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      for (let times = 1; times <= 3; times++) {
        await line.presses('999');
        await line.hears('Nobody has that number.');
      }
      await line.hears('Goodbye.');
      await line.isHungUpOn();
      expect(line.heard.filter(({ text }) => text === 'Nobody has that number.')).toHaveLength(3);
    }));
});

describe('echo', () => {
  test('plays back what it heard, again and again, until nobody wants more', () =>
    calling(echo, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears('(tone)');
      await line.says('Hello, are you there?');
      await line.hears('This is what I heard.');
      const heard = await line.hears('Hello, are you there?');
      expect(heard).toMatchObject({ by: 'Ada Lovelace', isWhole: true, gaps: [] });
      await line.hears('To try again, press 1.');
      await line.presses('1');
      await line.hears('(tone)');
      await line.hears('I did not hear anything.');
      await line.hears('Goodbye.');
      await line.isHungUpOn();
    }));
});
