/** Each example is run in the lab, with a caller who does what its first comment says. */
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Bot } from 'rollcall';
import { withLab, type Lab, type Line } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { bot as answer } from './01-answer.ts';
import { bot as say } from './02-say.ts';
import { bot as askKeys } from './03-ask-keys.ts';
import { bot as record } from './04-record.ts';
import { bot as transfer } from './05-transfer.ts';
import { bot as callOut } from './06-call-out.ts';
import { bot as askFirst } from './07-ask-first.ts';
import { bot as groupCall } from './08-group-call.ts';
import { bot as joinMeeting } from './09-join-meeting.ts';
import { bot as liveSound } from './10-live-sound.ts';
import { bot as shareSlides } from './11-share-slides.ts';
import { bot as recordMeeting } from './12-record-a-meeting.ts';
import { bot as captions } from './13-captions.ts';

/** Ada calls the bot. */
const calling = (bot: Bot, story: (line: Line, lab: Lab) => Promise<void>): Promise<void> =>
  withLab({ bots: [bot], voice: 'built-in', codec: 'l16' }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.isAnswered();
    await story(line, lab);
  });
const heardOn = (line: Line): readonly string[] => line.heard.map(({ text }) => text);

test('01 answers, listens for three seconds and hangs up', () =>
  calling(answer, async (line) => {
    await line.hearsNothing('2.8 s');
    expect(line.ended).toBeUndefined();
    await line.isHungUpOn({ within: '1 s' });
    expect(line.ended).toBe('The bot “answer” hung up.');
  }));

test('02 greets by name, and a key skips what is known', () =>
  calling(say, async (line) => {
    await line.hears('Hello, Ada Lovelace.');
    await line.hears('Press any key if you have heard this before.');
    await line.presses('5');
    await line.hears('I see that you know it.');
    await line.isHungUpOn();
    const rest = heardOn(line).filter((text) => !text.endsWith('…'));
    expect(rest).toEqual(['Hello, Ada Lovelace.', 'Press any key if you have heard this before.', 'I see that you know it.', 'Goodbye.']);
  }));

test('03 asks for a key and for a year', () =>
  calling(askKeys, async (line) => {
    await line.presses('21815');
    await line.isHungUpOn();
    expect(heardOn(line).filter((text) => !text.endsWith('…'))).toEqual(['Coffee it is.', '1815 was a good year.', 'Goodbye.']);
  }));

test('04 plays back what was said', () =>
  calling(record, async (line) => {
    await line.hears('(tone)');
    await line.says('This is what I have to tell you.');
    await line.presses('#');
    await line.isHungUpOn();
    expect(heardOn(line)).toEqual([
      'Speak after the tone, and press hash at the end.',
      '(tone)',
      expect.stringMatching(/^You spoke for [23] seconds\.$/) as string,
      'This is what I have to tell you.',
    ]);
  }));

describe('05 puts the caller through to Grace', () => {
  test('who answers', () =>
    calling(transfer, async (line, lab) => {
      await line.hears('I am connecting you to Grace Hopper.');
      await lab.person('Grace').answers();
      await line.talksTo('Grace');
      expect(line.ended).toBeUndefined();
    }));

  test('who declines', () =>
    calling(transfer, async (line, lab) => {
      await lab.person('Grace').declines();
      await line.hears('That did not work. Grace Hopper declined the call.');
      await line.isHungUpOn();
    }));
});

describe('06 calls back', () => {
  test('and is thanked for a key', () =>
    calling(callOut, async (line, lab) => {
      await line.hears('I will call you back.');
      await line.isHungUpOn();
      const back = await lab.person('Ada').answers();
      await back.hears('Press 1 if that was quick.');
      await back.presses('1');
      await back.hears('Thank you.');
      await back.isHungUpOn();
    }));

  test('and gives up when nobody answers', () =>
    calling(callOut, async (line, lab) => {
      await line.isHungUpOn();
      await lab.person('Ada').ringsOut();
      await lab.pass('1 s');
      expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
    }));
});

describe('07 asks Grace first', () => {
  test('and puts the caller through when she presses 1', () =>
    calling(askFirst, async (line, lab) => {
      const consult = await lab.person('Grace').answers();
      await consult.hears('Ada Lovelace is calling.');
      await consult.presses('1');
      await lab.pass('1 s');
      await line.talksTo('Grace');
      expect(heardOn(line)[0]).toBe('One moment, I am asking Grace Hopper.');
    }));

  test('and says so when she has no time', () =>
    calling(askFirst, async (line, lab) => {
      const consult = await lab.person('Grace').answers();
      await consult.hears('Ada Lovelace is calling.');
      await line.hears('She has no time at the moment.');
      await line.isHungUpOn();
      expect(consult.ended).toBe('The bot “ask first” hung up.');
    }));
});

describe('08 brings Grace into the call', () => {
  test('and greets both', () =>
    calling(groupCall, async (line, lab) => {
      await line.hears('I am bringing Grace Hopper into this call.');
      const other = await lab.person('Grace').answers();
      for (const each of [line, other]) {
        await each.hears('There are 2 of you now.');
        await each.hears('I leave you to it.');
      }
      await line.talksTo('Grace');
    }));

  test('or says that she is not coming', () =>
    calling(groupCall, async (line, lab) => {
      await lab.person('Grace').declines();
      await line.hears('She is not coming.');
      await line.hears(/nobody who was invited came \(declined\)/);
      await line.isHungUpOn();
    }));
});

test('09 takes a word to a meeting', () =>
  withLab({ bots: [joinMeeting], voice: 'built-in', codec: 'l16' }, async (lab) => {
    const meeting = await lab.meeting({ organizer: 'Grace' });
    const inside = await lab.person('Grace').joins(meeting);
    const line = await lab.person('Ada').dial('100');
    await line.isAnswered();
    await line.presses(`${meeting.number}#`);
    await inside.hears('Ada Lovelace has called, and will be late.');
    await line.hears('I have told them.');
    await line.isHungUpOn();
    expect(heardOn(inside)).toEqual(['Ada Lovelace has called, and will be late.']);
  }));

test('10 falls silent when the caller speaks, and repeats what is said', () =>
  calling(liveSound, async (line) => {
    const { stoppedAfterMs } = await line.interrupts({ saying: 'Let me speak.' }, { during: 'I could tell you', within: '10 s' });
    expect(stoppedAfterMs).toBeLessThan(600);
    const saying = line.says('Every word comes back.');
    await line.hears('Every word comes back.', { within: '10 s' });
    await saying;
    await line.presses('1');
    await line.hears('Goodbye.');
    await line.isHungUpOn();
  }));

test.skipIf(spawnSync('ffmpeg', ['-version']).error !== undefined)('11 turns slides by keys', () =>
  calling(shareSlides, async (line) => {
    await line.hears('Slide 1.');
    await line.presses('1');
    await line.hears('Slide 2.');
    await line.presses('1');
    await line.hears('That was the last one.');
    await line.presses('3');
    await line.hears('Goodbye.');
    await line.isHungUpOn();
  }),
);

test('12 records whoever agrees, and nobody else', () =>
  withLab({ bots: [recordMeeting], voice: 'built-in', codec: 'l16' }, async (lab) => {
    const meeting = await lab.meeting();
    const ada = await lab.person('Ada').joins(meeting);
    const grace = await lab.person('Grace').joins(meeting);
    await ada.invites('100');
    await ada.hears(/you are left out/);
    await ada.presses('1');
    await grace.says('No.');
    await ada.hears(/Whoever has not agreed is left out of it/);
    await lab.pass('1 s');
    await ada.presses('5');
    await ada.says('These are the numbers.');
    await lab.pass('1 s');
    for (const line of [ada, grace]) await line.leaves();
    expect(await lab.until(() => lab.recording.isSaved)).toBe(true);
    expect(lab.recording.people).toEqual(['Ada Lovelace']);
    expect(lab.recording.kept.chapters).toMatchObject([{ title: 'Chapter 1' }]);
  }));

test('13 captions what is said, and posts it when it is asked to', () =>
  withLab({ bots: [captions], voice: 'built-in', codec: 'l16' }, async (lab) => {
    const meeting = await lab.meeting();
    const ada = await lab.person('Ada').joins(meeting);
    const grace = await lab.person('Grace').joins(meeting);
    await ada.invites('100');
    await lab.pass('2 s');
    await grace.captionsIn('de');
    await ada.says('We meet again on Friday.');
    expect((await grace.readsCaption('de: We meet again on Friday.')).by).toBe('Ada Lovelace');
    await grace.says('The minutes, please.');
    const { text } = await ada.reads(/minutes/);
    expect(text).toMatch(/^0:\d\d Ada Lovelace: We meet again on Friday\.\n0:\d\d Grace Hopper: The minutes, please\.$/);
    for (const line of [ada, grace]) await line.leaves();
  }));

test('every example is short, says what will be heard and how to run it, and is run above', async () => {
  const folder = new URL('.', import.meta.url);
  const tested = await readFile(fileURLToPath(import.meta.url), 'utf8');
  const files = (await readdir(folder)).filter((file) => /^\d\d-.*\.ts$/.test(file));
  expect(files.length).toBeGreaterThanOrEqual(6);
  for (const file of files) {
    const text = await readFile(new URL(file, folder), 'utf8');
    expect(text.split('\n').length, file).toBeLessThan(60);
    expect(text, file).toContain(`npx rollcall dev examples/${file}`);
    expect(
      [...text.matchAll(/from '(.*)'/g)].map(([, from]) => from),
      file,
    ).toEqual(['rollcall']);
    expect(tested, file).toContain(`from './${file}'`);
  }
});
