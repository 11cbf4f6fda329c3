/**
 * Who is recorded, and who is not: people say yes or no by key or voice, and the test listens to the recording, lane by lane.
 *
 *     npx vitest run examples/testing/16-recording.test.ts
 */
import { askEach, defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const notary = defineBot({
  name: 'notary',
  needs: ['soundApart'],
  async onCall(call) {
    await call.answer();
    const text = 'Do you agree to be recorded? Press 1 or say yes.';
    await using recording = await call.record({ consent: askEach({ text, leftOutText: 'Then we begin.' }) });
    await call.ask({ prompt: 'Press hash when you are done.', keys: ['#'], timeoutMs: 60_000 });
    await recording.stop();
    await call.say('Thank you.');
  },
});

test('who refuses is left out of the recording', () =>
  withLab({ bots: [notary] }, async (lab) => {
    const meeting = await lab.meeting({ subject: 'The contract' });
    const ada = await lab.person('Ada').joins(meeting);
    const grace = await lab.person('Grace').joins(meeting);
    await ada.invites('notary');

    await ada.hears('Press 1 or say yes.');
    await ada.says('Yes.');
    await grace.presses('2');
    await ada.hears('Press hash when you are done.');
    await ada.says('I sell my house.');
    await grace.says('And I buy it.');
    await lab.pass('1 s');
    await ada.presses('#');
    await ada.hears('Thank you.');

    const { recording } = lab;
    expect(recording.kept.subject).toBe('The contract');
    expect(recording.people).toEqual(['Ada Lovelace']);
    expect(await recording.ledger()).toContain('Grace Hopper refused: key 2');
    const loud = (await recording.lane('Ada')).some((sample) => Math.abs(sample) > 1_000);
    expect(loud).toBe(true);
    for (const line of [ada, grace]) await line.leaves();
  }));
