/** Bugs of the kind that calling bots have, each put into a small bot on purpose: a test as its author would write it passes without the bug, and tells of it where it is. */
import type { Bot } from 'rollcall';
import { withLab, type GraphApp, type Lab, type LabErrorCode } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { files, texts } from './files.ts';
import { longWait } from './long-wait.ts';
import { menu } from './menu.ts';
import { orderLine } from './order-line.ts';
import { pinDoor } from './pin-door.ts';
import { queue } from './queue.ts';
import { sideCall } from './side-call.ts';
import { greeter } from './too-early.ts';

type Seeded = {
  readonly sound: Bot | GraphApp;
  readonly faulty: Bot | GraphApp;
  /** The test that an author writes. */
  readonly story: (lab: Lab) => Promise<void>;
  /** What it says of the faulty one. */
  readonly code: LabErrorCode;
  readonly words: RegExp;
};

const seeded: Readonly<Record<string, Seeded>> = {
  'a dead end in a menu': {
    sound: menu({ wayBack: '9' }),
    faulty: menu({ wayBack: '0' }),
    story: async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears(/for our opening hours press 1/i);
      await line.presses('1');
      await line.hears(/press 9 to go back/i);
      await line.presses('9');
      await line.hears(/for our address press 2/i);
    },
    code: 'testing/not-heard',
    words: /press 2\/i was waited for.*What was heard instead:\n.*That is not one of the choices/s,
  },
  'a missing keep-alive': {
    sound: longWait({ isKeptAlive: true }),
    faulty: longWait({ isKeptAlive: false }),
    story: async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears(files.welcome);
      await lab.pass('2 h');
      await line.presses('1');
      await line.hears(files.goodbye);
    },
    code: 'testing/call-over',
    words: /cannot press 1 any more: .*did not keep the call alive for 45 minutes/i,
  },
  'acting on establishing': {
    sound: greeter({ speaksWhen: 'established' }),
    faulty: greeter({ speaksWhen: 'establishing' }),
    story: async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears(files.welcome, { within: '10 s' });
    },
    code: 'testing/not-heard',
    words: /sound of 3\.4 s was waited for, and was not heard within 10 s\.\nNothing.*POST playPrompt \(409\)/s,
  },
  'a prompt that is cut': {
    sound: orderLine({ hangsUp: 'after the goodbye' }),
    faulty: orderLine({ hangsUp: 'after 2 s' }),
    story: async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears(/on its way/);
      await line.hears(/goodbye, and thank you/i);
      await line.isHungUpOn();
    },
    code: 'testing/not-heard',
    words: /What was heard instead:\n.*order line: If there is .*… \(cut off\)/,
  },
  'a bot that waits for somebody who has gone': {
    sound: queue({ minds: 'who hangs up' }),
    faulty: queue({ minds: 'nobody' }),
    story: async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await line.hears(/hold the line/);
      await lab.pass('25 s');
      await line.hangsUp();
    },
    code: 'testing/left-over',
    words: /Everybody has hung up, and 1 min later something goes on:\n.*the code of the bot at 100/,
  },
  'a call that leaks': {
    sound: sideCall({ endsWith: 'the caller' }),
    faulty: sideCall({ endsWith: 'Grace' }),
    story: async (lab) => {
      const ada = await lab.person('Ada').dial('100');
      await ada.hears(/asking Grace/);
      const grace = await lab.person('Grace').answers();
      await grace.hears(/Ada Lovelace is waiting/);
      await ada.hangsUp();
      await grace.isHungUpOn({ within: '10 s' });
    },
    code: 'testing/not-done',
    words: /expected to hang up, and did not within 10 s/,
  },
  'a tone taken twice': {
    sound: pinDoor({ counts: 'keys' }),
    faulty: pinDoor({ counts: 'notifications' }),
    story: async (lab) => {
      lab.knows(texts.goodbye, files.goodbye);
      lab.knows(texts.denied, files.denied);
      lab.faults.notifications.twice();
      const line = await lab.person('Ada').dial('100');
      await line.hears(files.welcome);
      await line.presses('4711');
      await line.hears(/thank you for your help/i, { within: '20 s' });
    },
    code: 'testing/not-heard',
    words: /What was heard instead:\n.*I would like to speak to sales/,
  },
};

describe.each(Object.entries(seeded))('%s', (_, { sound, faulty, story, code, words }) => {
  test('is not there: the test passes', () => withLab({ bots: [sound], voice: 'built-in', keep: false }, story));

  test('is there: the test fails, and says so', async () => {
    const failing = withLab({ bots: [faulty], voice: 'built-in', keep: false }, story);
    await expect(failing).rejects.toMatchObject({ name: 'LabError', code, message: expect.stringMatching(words) as string });
  });
});
