/** Roll call in the lab: what it says, and what it writes in the chat. */
import type { Attended, Visit } from 'rollcall';
import { withLab, type Lab, type LabMeeting, type Line } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { talk } from '../src/testing/test-stage.ts';
import { tableOf } from './attendance.ts';
import { bot as rollCallBot, rollCall } from './roll-call.ts';

const quick = { voice: 'built-in', codec: 'l16' } as const;

const calling = (story: (line: Line, lab: Lab) => Promise<void>): Promise<void> =>
  withLab({ bots: [rollCallBot], ...quick }, async (lab) => story(await lab.person('Ada').dial('100'), lab));

/** Ada and Grace are in a meeting, and Ada has rung the bot into it. */
const meeting = (story: (room: { lab: Lab; planned: LabMeeting; ada: Line; grace: Line }) => Promise<void>): Promise<void> =>
  withLab({ bots: [rollCallBot], ...quick }, async (lab) => {
    const planned = await lab.meeting();
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await lab.pass('1 s');
    await ada.invites('100');
    await story({ lab, planned, ada, grace });
  });

describe('roll call', () => {
  test('greets everybody once, tells who is here, and keeps the attendance', () =>
    meeting(async ({ lab, planned, ada, grace }) => {
      await grace.hears(/Hello, (Grace Hopper and Ada Lovelace|Ada Lovelace and Grace Hopper)\./);
      const alan = await lab.person('Alan').joins(planned);
      await alan.hears('Hello, Alan Turing.');

      await ada.says(talk(6_000));
      await grace.says(talk(2_000));
      await ada.posts('Roll call, who is here?');
      await grace.reads(/^Here are: Ada Lovelace, Alan Turing, Grace Hopper\.$/);
      await grace.hears('Alan Turing and Grace Hopper are here.');

      await alan.leaves();
      await ada.reads(/^Goodbye, Alan Turing\. You were here for \d+ s\.$/);
      const again = await lab.person('Alan').joins(planned);
      await again.hearsNothing('4 s', { of: 'Hello, Alan Turing.' });

      await grace.presses('1');
      await again.hears('Alan Turing and Grace Hopper are here.');
      await grace.presses('2');
      const { text: report } = await ada.reads(/^Attendance\n/);
      expect(report).toMatch(/Ada Lovelace: \d\d:\d\d UTC to now, \d+ s, spoke [67] s/);
      expect(report).toMatch(/Grace Hopper: \d\d:\d\d UTC to now, \d+ s, spoke [23] s/);
      expect(report).toMatch(/Alan Turing: \d\d:\d\d UTC to now, \d+ s\n/);
      expect(report).toMatch(/Ada Lovelace spoke longest\.$/);
    }));

  test('posts the attendance when it is alone, and leaves', () =>
    meeting(async ({ lab, planned, ada, grace }) => {
      await grace.hears('Hello,');
      await ada.leaves();
      await grace.leaves();
      await lab.pass('30 s');
      expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
      const later = await lab.person('Alan').joins(planned);
      await later.reads(/^Attendance\n(.* UTC to \d\d:\d\d UTC, .*\n?){2}$/);
    }));

  test('is gone as soon as the meeting is ended for all', () =>
    meeting(async ({ lab, ada, grace }) => {
      await grace.hears('Hello,');
      await ada.endsMeeting();
      await grace.isHungUpOn();
      await lab.pass('1 s');
      expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
    }));

  test('is sent to a meeting by whoever dials it, and does the same where the carrier hosts the sound', () =>
    withLab({ bots: [rollCall([])], ...quick }, async (lab) => {
      const planned = await lab.meeting();
      const grace = await lab.person('Grace').joins(planned);
      const line = await lab.person('Ada').dial('100');
      await line.hears('type the number of the meeting');
      await line.presses(`${planned.number}#`);
      await line.hears('I am in the meeting.');
      await line.isHungUpOn();
      await grace.hears('Hello, Grace Hopper.');
      await grace.posts('who is here');
      await grace.hears('Only Grace Hopper is here.');
      await grace.presses('2');
      await grace.reads(/^Attendance\nGrace Hopper: \d\d:\d\d UTC to now, \d+ s$/);
    }));

  test('says why it is not in the meeting', () =>
    calling(async (line) => {
      await line.presses('999999999#');
      await line.hears('I could not get in. There is no such meeting');
      await line.isHungUpOn();
    }));

  test('somebody with two devices, who comes again, is one line; bots and who waited in vain are none', () => {
    const visit = (joinedS: number, leftS: number, lobbyS = 0): Visit => ({
      participantId: String(joinedS),
      joinedMs: joinedS * 1_000,
      leftMs: leftS * 1_000,
      lobbyMs: lobbyS * 1_000,
    });
    const by = (kind: 'user' | 'app', name: string, visits: readonly Visit[], spokenMs = 0): Attended => ({
      party: { kind, id: name, name },
      isSelf: false,
      visits,
      spokenMs,
    });
    const attended = [
      by('user', 'Ada', [visit(0, 30), visit(10, 60), visit(120, 180)], 10_000),
      by('app', 'echo', [visit(0, 90)]),
      by('user', 'Alan', [visit(0, 90, 90)]),
    ];
    expect(tableOf(attended, 200_000)).toEqual(['Ada: 00:00 UTC to 00:03 UTC, 2 min, spoke 10 s', 'Ada spoke longest.']);
  });
});
