/** Meeting notes in the lab: what is said by two becomes notes with links, on demand and at the end. */
import { withLab, type Lab, type Line } from 'rollcall/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { given, ModelServer } from '../src/services/notes/test-model-server.ts';
import { bot } from './meeting-notes.ts';

const quick = { voice: 'built-in', codec: 'l16' } as const;

type Room = { readonly lab: Lab; readonly ada: Line; readonly grace: Line };

/** Ada and Grace are in a meeting, Ada has rung the bot into it, and both have said something. */
const meeting = (
  story: (room: Room) => Promise<void>,
  told: RegExp = /The sound stays on this machine \(lab\), the text stays here \(rules\)\./,
): Promise<void> =>
  withLab({ bots: [bot], ...quick }, async (lab) => {
    const planned = await lab.meeting({ subject: 'Budget' });
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await lab.pass('1 s');
    await ada.invites('100');
    await grace.reads(/^I take notes of this meeting: what is said is turned into text and kept/);
    await ada.reads(told);
    await ada.says('We agreed to take the supplier in Leeds.');
    await lab.pass('2 s');
    await grace.says('I will send the contract to the supplier by Friday.');
    await lab.pass('3 s');
    await story({ lab, ada, grace });
    await lab.pass('20 s');
    expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
  });

afterEach(() => {
  for (const name of ['ROLLCALL_NOTES_MODEL_URL', 'ROLLCALL_NOTES_MODEL']) delete process.env[name];
});

describe('meeting notes', () => {
  test('posts decisions and tasks with links to their moments when somebody writes notes, and again at the end', () =>
    meeting(async ({ lab, ada, grace }) => {
      await ada.posts('Notes');
      const { text } = await grace.reads(/^Notes of this meeting, sentences as they were said/);
      const { recordingId } = lab.transcript.about;
      expect(text).toMatch(
        new RegExp(`Decisions\n• We agreed to take the supplier in Leeds\\. \\(Ada Lovelace, /library/${recordingId}\\?t=0:\\d\\d\\)`),
      );
      expect(text).toMatch(
        new RegExp(
          `Tasks\n• Grace Hopper: I will send the contract to the supplier by Friday\\. \\(Grace Hopper, /library/${recordingId}\\?t=0:\\d\\d\\)`,
        ),
      );
      expect(lab.transcript.isDone).toBe(false);
      await grace.says("Let's go with the blue paper.");
      await lab.pass('3 s');
      await ada.posts('stop');
      await grace.reads(/blue paper/);
      expect(lab.transcript.isDone).toBe(true);
      for (const line of [ada, grace]) await line.leaves();
    }));

  test('the link leads to where it was said', () =>
    meeting(async ({ lab, ada, grace }) => {
      await ada.posts('notes');
      const { text } = await ada.reads(/Tasks/);
      const [, minutes = '', seconds = ''] = /Friday\. \(Grace Hopper, \S+\?t=(\d+):(\d\d)\)/.exec(text) ?? [];
      const said = lab.transcript.segments.find((segment) => segment.text.includes('contract'));
      expect(Number(minutes) * 60 + Number(seconds)).toBe(Math.floor((said?.startMs ?? -1_000) / 1_000));
      for (const line of [grace, ada]) await line.leaves();
    }));

  test('asks a model where one is set, and takes from it what was said', async () => {
    await using server = await ModelServer.start((asked) => {
      const contract = given(asked).find(({ text }) => text.includes('contract'));
      return JSON.stringify({
        decisions: [{ text: 'The moon is bought.', n: 99 }],
        tasks: [{ text: 'Send the contract.', who: 'Grace', n: contract?.n }],
        recap: [],
      });
    });
    Object.assign(process.env, { ROLLCALL_NOTES_MODEL_URL: server.baseUrl, ROLLCALL_NOTES_MODEL: 'small' });
    await meeting(async ({ ada, grace }) => {
      await ada.posts('stop');
      const { text } = await grace.reads(/^Notes of this meeting, made by small/);
      expect(text).toMatch(/Tasks\n• Grace Hopper: Send the contract\. \(Grace Hopper, \/library\/\S+\)$/);
      expect(text).not.toContain('moon');
      for (const line of [ada, grace]) await line.leaves();
    }, /the text stays here \(small\)\./);
  });
});
