/** The captioner in the lab: captions in the language of each, interpreters who come and go, words that stay, and stop. */
import { withLab, type Lab, type Line } from 'rollcall/testing';
import { describe, expect, test } from 'vitest';
import { bot } from './captioner.ts';

const quick = { voice: 'built-in', codec: 'l16' } as const;

type Room = { readonly lab: Lab; readonly ada: Line; readonly grace: Line };

/** Ada and Grace are in a meeting, and Ada has rung the bot into it. */
const meeting = (story: (room: Room) => Promise<void>): Promise<void> =>
  withLab({ bots: [bot], ...quick }, async (lab) => {
    const planned = await lab.meeting({ subject: 'Budget' });
    const ada = await lab.person('Ada').joins(planned);
    const grace = await lab.person('Grace').joins(planned);
    await lab.pass('1 s');
    await ada.invites('100');
    await grace.reads(/^I caption what is said.* What you say stays on this machine \(lab\)\./);
    await story({ lab, ada, grace });
    for (const line of [ada, grace]) await line.leaves();
    await lab.pass('20 s');
    expect(lab.house.bots.get('100')?.activeCalls()).toBe(0);
  });

describe('the captioner', () => {
  test('captions what is said, as it is said and in the language of each', () =>
    meeting(async ({ ada, grace }) => {
      await ada.captionsIn();
      await grace.captionsIn('es');
      await ada.says('The budget is decided.');
      expect(await grace.readsCaption('es: The budget is decided.')).toEqual({ by: 'Ada Lovelace', text: 'es: The budget is decided.' });
      await ada.readsCaption('The budget is decided.');
      await grace.says('Thank you very much.');
      expect((await ada.readsCaption('Thank you very much.')).by).toBe('Grace Hopper');
    }));

  test('an interpreter comes for whoever wants to hear one, is heard by nobody else, and leaves when nobody does', () =>
    meeting(async ({ lab, ada, grace }) => {
      await grace.choosesInterpretation('es');
      await ada.reads('Interpreter (Español) waits in the lobby: please let it in.');
      await ada.admits();
      await lab.pass('3 s');
      expect(lab.house.carrier.switchboard.calls()[0]?.legs.map(({ self }) => self.name)).toContain('Interpreter (Español)');
      await ada.says('The budget is decided.');
      await grace.hears('es: The budget is decided.');
      await ada.hearsNothing('5 s', { of: /es:/ });
      await grace.choosesInterpretation(null);
      await lab.pass('3 s');
      const there = lab.house.carrier.switchboard.calls()[0]?.legs.filter(({ state }) => state === 'connected');
      expect(there?.map(({ self }) => self.name)).not.toContain('Interpreter (Español)');
    }));

  test('words of the glossary stay as they are, and stop ends it', () =>
    meeting(async ({ grace }) => {
      await grace.posts('Glossary: Rollcall, Lovelace Ltd');
      await grace.reads('These words stay as they are: Rollcall, Lovelace Ltd.');
      await grace.posts('stop');
      await grace.reads('The captions are over.');
    }));
});
