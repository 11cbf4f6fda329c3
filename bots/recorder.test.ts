/** The recorder in the lab: consent, who is left out, who comes late, a card number that is not kept, and the link in the chat. */
import { withLab, type Lab, type LabMeeting, type Line } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { toneMs } from '../src/media/goertzel.ts';
import { sine } from '../src/media/tones.ts';
import { bot } from './recorder.ts';

const quick = { voice: 'built-in', codec: 'l16' } as const;
const ASKED = /you are left out/;

const tone = (hertz: number): Int16Array => sine({ hertz: [hertz], ms: 1_000 }, 0.2);
/** How many whole seconds of that tone. */
const secondsOf = (samples: Int16Array, hertz: number): number => Math.floor(toneMs(samples, hertz) / 1_000);

type Room = { readonly lab: Lab; readonly planned: LabMeeting; readonly ada: Line; readonly grace: Line };

/** Ada and Grace are in a meeting, and Ada has rung the bot into it, which has asked. */
const meeting = (story: (room: Room) => Promise<void>): Promise<void> =>
  withLab({ bots: [bot], ...quick }, async (lab) => {
    const planned = await lab.meeting({ subject: 'Budget' });
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await lab.pass('1 s');
    await ada.invites('100');
    await ada.hears(ASKED);
    await story({ lab, planned, ada, grace });
  });

const saved = async (lab: Lab): Promise<void> => {
  expect(await lab.until(() => lab.recordings.at(-1)?.isSaved ?? false)).toBe(true);
};

describe('the recorder', () => {
  test('records who agrees by key or by voice, with their cameras, and posts the link when everybody has left', () =>
    meeting(async ({ lab, ada, grace }) => {
      await ada.presses('1');
      await grace.says('Yes.');
      await ada.reads(/^I record those who have agreed\. Write here: pause/);
      await ada.turnsCameraOn();
      await ada.says(tone(500));
      await grace.says(tone(1_000));
      await ada.posts('chapter Numbers');
      await ada.reads('Chapter: Numbers');
      await grace.posts('mark Decided');
      await grace.reads('Marked: Decided');
      await lab.pass('1 s');
      await grace.leaves();
      await ada.leaves();
      await saved(lab);
      const { recording } = lab;
      expect(recording.people.toSorted()).toEqual(['Ada Lovelace', 'Grace Hopper']);
      expect(
        [await recording.lane('Ada'), await recording.lane('Grace')].map((lane) => [500, 1_000].map((hertz) => secondsOf(lane, hertz))),
      ).toEqual([
        [1, 0],
        [0, 1],
      ]);
      expect(recording.pictures('Ada')[0]?.isKeyFrame).toBe(true);
      expect(recording.kept).toMatchObject({ subject: 'Budget', chapters: [{ title: 'Numbers' }], markers: [{ label: 'Decided' }] });
    }));

  test('whoever refuses is not in it, and hears that they are left out; stop ends it, with the link', () =>
    meeting(async ({ lab, ada, grace }) => {
      await grace.presses('2');
      await ada.presses('1');
      await grace.hears(/Whoever has not agreed is left out of it/);
      await ada.says(tone(500));
      await grace.says(tone(1_000));
      await ada.posts('Stop');
      const { text } = await grace.reads(/^The recording is saved, \d+ s: \/library\/.+/);
      expect(text.split('/library/')[1]).toBe(lab.recording.kept.recordingId);
      expect(lab.recording.people).toEqual(['Ada Lovelace']);
      for (const sound of [await lab.recording.lane('Ada'), await lab.recording.mix()])
        expect([secondsOf(sound, 500), secondsOf(sound, 1_000)]).toEqual([1, 0]);
      await expect(lab.recording.lane('Grace')).rejects.toThrow(/Grace has no voice in the recording/);
      expect(await lab.recording.ledger()).toContain('Grace Hopper refused: key 2');
      await lab.pass('1 s');
      expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
      for (const line of [ada, grace]) await line.leaves();
    }));

  test('a card number that is said in a pause is not kept', () =>
    meeting(async ({ lab, ada, grace }) => {
      await ada.presses('1');
      await grace.presses('1');
      await ada.reads(/^I record/);
      await grace.says(tone(500));
      await lab.pass('1 s');
      await ada.posts('pause card number');
      await ada.reads(/^Paused/);
      await grace.says(tone(1_500));
      await ada.posts('resume');
      await ada.reads('Recording again.');
      await lab.pass('1 s');
      await grace.says(tone(1_000));
      await lab.pass('1 s');
      for (const line of [ada, grace]) await line.leaves();
      await saved(lab);
      const { recording } = lab;
      for (const sound of [await recording.lane('Grace'), await recording.mix()])
        expect([500, 1_000, 1_500].map((hertz) => secondsOf(sound, hertz))).toEqual([1, 1, 0]);
      expect(recording.kept.pauses).toHaveLength(1);
    }));

  test('whoever comes later is asked, and is in it from their yes on', () =>
    meeting(async ({ lab, planned, ada, grace }) => {
      await ada.presses('1');
      await grace.presses('1');
      await ada.reads(/^I record/);
      const alan = await lab.person('Alan').joins(planned);
      await alan.says(tone(500));
      await alan.hears(ASKED);
      await alan.presses('1');
      await lab.pass('1 s');
      await alan.says(tone(1_000));
      await lab.pass('1 s');
      for (const line of [ada, grace, alan]) await line.leaves();
      await saved(lab);
      const alans = await lab.recording.lane('Alan');
      expect([secondsOf(alans, 500), secondsOf(alans, 1_000)]).toEqual([0, 1]);
    }));

  test('nothing is kept where nobody agrees, and everybody is told', () =>
    meeting(async ({ lab, ada, grace }) => {
      await ada.presses('2');
      await grace.presses('2');
      await ada.reads(/^Nothing is recorded: /);
      await ada.hears('Nothing is recorded. Goodbye.');
      expect(lab.recordings).toEqual([]);
      for (const line of [ada, grace]) await line.leaves();
    }));

  test('whoever dials it says which meeting', () =>
    withLab({ bots: [bot], ...quick }, async (lab) => {
      const planned = await lab.meeting();
      const ada = await lab.person('Ada').joins(planned);
      const grace = await lab.person('Grace').dial('100');
      await grace.hears(/type the number of the meeting/);
      await grace.presses(`${planned.number}#`);
      await grace.hears('I am in the meeting. Goodbye.');
      await ada.hears(ASKED);
      await ada.presses('1');
      await ada.reads(/^I record/);
      await ada.leaves();
      await saved(lab);
      expect(lab.recording.people).toEqual(['Ada Lovelace']);
    }));
});
