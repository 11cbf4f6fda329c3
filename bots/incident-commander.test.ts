/** The incident commander in the lab: who is rung when, who hears what, and what is written down. */
import { describe, expect, test } from 'vitest';
import { busy, closes, commanding, happened, mailbox, replies, reported, sayingBusy, secondsTo } from '../test/on-call/on-call-stage.ts';
import { alan, grace, katherine } from './people.ts';

describe('incident commander', () => {
  test('plays the sentence to whoever is on call, brings them in, and keeps the time line', () =>
    commanding(async ({ lab, timeLine }) => {
      const line = await reported(lab);
      await line.hears('I am ringing those on call.');
      const hers = await replies(lab, 'Grace', '1');
      await line.hears('Grace Hopper has joined.');
      await line.talksTo('Grace');
      expect(['Alan', 'Katherine'].map((name) => lab.person(name).isRinging)).toEqual([false, false]);

      await hers.presses('5');
      await line.hears('Say your note after the tone, and press hash.');
      await hers.hears('(tone)');
      await hers.says('It is the database.');
      await hers.presses('#');
      await line.hears('Noted.');
      await hers.hangsUp();
      await lab.pass('2 s');
      await line.presses('9');
      await line.hears('The incident is closed after 1 minute.');
      await line.hears('Grace Hopper came.');
      await line.isHungUpOn();

      expect(timeLine()).toEqual([
        { atMs: expect.any(Number) as number, what: 'opened', who: 'Ada Lovelace', severity: 'major' },
        { atMs: expect.any(Number) as number, what: 'rung', who: 'Grace Hopper' },
        { atMs: expect.any(Number) as number, what: 'answered', who: 'Grace Hopper' },
        { atMs: expect.any(Number) as number, what: 'joined', who: 'Grace Hopper' },
        { atMs: expect.any(Number) as number, what: 'note', durationMs: expect.any(Number) as number },
        { atMs: expect.any(Number) as number, what: 'left', who: 'Grace Hopper' },
        { atMs: expect.any(Number) as number, what: 'closed' },
      ]);
      expect(timeLine().map(({ atMs }) => atMs)).toEqual(timeLine().map(({ atMs }) => atMs).toSorted((a, b) => a - b)); // prettier-ignore
      expect(await lab.voicemail('Ada')).toMatchObject([{ from: { name: 'Ada Lovelace' } }]);
    }));

  test('rings the next level after 30 seconds, and whoever is on both levels twice', () =>
    commanding(
      async ({ lab, timeLine }) => {
        const line = await reported(lab);
        const alans = await lab.person('Alan').answers();
        await alans.hears('Press 1 to join, 2 to decline.', { toTheEnd: false });
        await lab.person('Grace').declines();
        await alans.presses('1');
        await line.hears('Alan Turing has joined.');
        await closes(line);
        expect(happened(timeLine())).toEqual([
          'Ada Lovelace opened a major incident',
          'Grace Hopper was rung',
          'Grace Hopper did not answer',
          'Alan Turing was rung',
          'Grace Hopper was rung',
          'Alan Turing picked up',
          'Grace Hopper declined',
          'Alan Turing joined',
          'the incident was closed',
        ]);
        expect(secondsTo(timeLine(), 'Alan Turing was rung')).toBe(30);
      },
      {
        levels: [
          [grace, grace],
          [alan, grace],
        ],
      },
    ));

  test('rings the next level at once when all decline, and says when nobody comes', () =>
    commanding(async ({ lab, timeLine }) => {
      const line = await reported(lab);
      await lab.person('Grace').declines();
      await lab.person('Alan').declines({ within: '2 s' });
      const hers = await replies(lab, 'Katherine', '2');
      await hers.hears('Thank you.');
      await hers.isHungUpOn();
      await line.hears('Nobody on call is coming.');
      await line.presses('9');
      await line.hears('Nobody has come.');
      await line.isHungUpOn();
      expect(happened(timeLine())).toEqual([
        'Ada Lovelace opened a major incident',
        'Grace Hopper was rung',
        'Grace Hopper declined',
        'Alan Turing was rung',
        'Katherine Johnson was rung',
        'Alan Turing declined',
        'Katherine Johnson picked up',
        'Katherine Johnson declined',
        'nobody on call is coming',
        'the incident was closed',
      ]);
    }));

  test('lets no voicemail join, and goes on to the next level meanwhile', () =>
    commanding(
      async ({ lab, timeLine }) => {
        const line = await reported(lab);
        await replies(lab, 'Grace', '1');
        await line.hears('Grace Hopper has joined.');
        await lab.pass('1 min');
        await closes(line);
        expect(happened(timeLine())).toEqual([
          'Ada Lovelace opened a major incident',
          'Mailbox was rung',
          'Busy Line was rung',
          'Busy Line was busy',
          'Mailbox picked up',
          'Grace Hopper was rung',
          'Grace Hopper picked up',
          'Mailbox did not say yes',
          'Grace Hopper joined',
          'the incident was closed',
        ]);
        expect(secondsTo(timeLine(), 'Grace Hopper was rung')).toBe(31);
      },
      {
        levels: [[mailbox, busy], [grace]],
      },
      sayingBusy,
    ));

  test('calls everybody off when the caller hangs up before anybody has come', () =>
    commanding(
      async ({ lab, timeLine }) => {
        const line = await reported(lab);
        const hers = await lab.person('Grace').answers();
        await hers.hears('Ada Lovelace reports a major incident.');
        await line.hangsUp();
        await hers.hears('You are not needed any more.');
        await hers.isHungUpOn();
        await lab.pass('1 s');
        expect(lab.person('Alan').isRinging).toBe(false);
        expect(happened(timeLine())).toEqual([
          'Ada Lovelace opened a major incident',
          'Grace Hopper was rung',
          'Alan Turing was rung',
          'Grace Hopper picked up',
          'Alan Turing was called off',
          'Grace Hopper was called off',
          'the incident was closed',
        ]);
      },
      { levels: [[grace, alan], [katherine]] },
    ));

  test('fetches the others when one cannot be called', () =>
    commanding(
      async ({ lab, timeLine }) => {
        const line = await reported(lab);
        await replies(lab, 'Grace', '1');
        await line.hears('Grace Hopper has joined.');
        await closes(line);
        expect(happened(timeLine())).toContain('Nobody At All could not be called');
      },
      { levels: [[{ user: 'no-such-user', name: 'Nobody At All' }, grace]] },
    ));

  test('goes on without the caller, and ends when nobody is left', () =>
    commanding(async ({ lab, timeLine }) => {
      const line = await reported(lab);
      const hers = await replies(lab, 'Grace', '1');
      await line.hears('Grace Hopper has joined.');
      await line.hangsUp();
      await lab.pass('5 min');
      expect(hers.ended).toBeUndefined();
      await hers.hangsUp();
      await lab.pass('5 s');
      expect(happened(timeLine()).slice(-3)).toEqual(['Grace Hopper joined', 'Ada Lovelace left', 'the incident was closed']);
    }));

  test.each(['before the severity', 'before the sentence'])('opens nothing when the caller hangs up %s', (when) =>
    commanding(async ({ lab, timeLine }) => {
      const line = await lab.person('Ada').dial('107');
      await line.hears('This is the incident commander.');
      if (when === 'before the sentence') await line.presses('1');
      if (when === 'before the sentence') await line.hears('(tone)');
      await line.hangsUp();
      await lab.pass('10 s');
      expect(timeLine()).toEqual([]);
      expect(lab.person('Grace').isRinging).toBe(false);
    }),
  );

  test('does without a key and without a sentence', () =>
    commanding(async ({ lab, timeLine }) => {
      const line = await lab.person('Ada').dial('107');
      await line.hears('I am ringing those on call.', { within: '3 min' });
      const hers = await lab.person('Grace').answers();
      await hers.hears('Ada Lovelace reports a critical incident.');
      await hers.presses('1');
      await line.hears('Grace Hopper has joined.');
      await closes(line);
      await hers.talksTo('Ada');
      expect(timeLine()[0]).toMatchObject({ severity: 'critical' });
    }));
});
