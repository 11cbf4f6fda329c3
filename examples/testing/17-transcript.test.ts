/**
 * Who said what: a test talks, and looks at the captions of each reader and at the transcript that is kept. A card number is in neither.
 *
 *     npx vitest run examples/testing/17-transcript.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const clerk = defineBot({
  name: 'clerk',
  needs: ['soundApart'],
  async onCall(call) {
    await call.answer();
    await call.transcribe({ keep: true, translate: 'asked' });
    await call.facts.next('participantLeft', { signal: call.signal });
  },
});

test('each is captioned in the language of the reader, and kept under their name', () =>
  withLab({ bots: [clerk] }, async (lab) => {
    const meeting = await lab.meeting({ subject: 'The order' });
    const ada = await lab.person('Ada').joins(meeting);
    const grace = await lab.person('Grace').joins(meeting);
    await ada.invites('clerk');
    await lab.pass('2 s');
    await grace.captionsIn('fr');

    await ada.says('I would like to order forty clocks.');
    // The lab's translator writes the language before the text.
    const { by, text } = await grace.readsCaption(/clocks/);
    expect(`${by} – ${text}`).toBe('Ada Lovelace – fr: I would like to order forty clocks.');
    await grace.says('My card number is 4111 1111 1111 1111.');
    await lab.pass('15 s');
    await ada.leaves();

    expect(await lab.until(() => lab.transcript.isDone)).toBe(true);
    expect(lab.transcript.said).toEqual([
      'Ada Lovelace: I would like to order forty clocks.',
      expect.stringMatching(/^Grace Hopper: My card number is/),
    ]);
    expect(lab.transcript.said.join(' ')).not.toContain('1111');
    await grace.leaves();
  }));
