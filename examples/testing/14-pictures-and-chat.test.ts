/**
 * A meeting as people have it on their page: cameras, a shared screen, hands, chat, and somebody who is called into it. The bot takes notes,
 * and tells in the chat who is there.
 *
 *     npx vitest run examples/testing/14-pictures-and-chat.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const notes = defineBot({
  name: 'notes',
  needs: ['soundApart'],
  async onCall(call) {
    await call.answer();
    call.facts.on(
      'messagePosted',
      ({ message }) => {
        const names = call.participants.filter(({ isSelf }) => !isSelf).map(({ party }) => party.name);
        if (message.text === 'Who is here?') void call.chat.post(`Here: ${names.join(', ')}.`);
      },
      { signal: call.signal },
    );
    call.media.caption({ captionId: 'hello', text: 'I take notes.', isFinal: true });
    await call.recordAnswer({ beep: false, silenceMs: 30_000 });
  },
});

test('notes tells who is there', () =>
  withLab({ bots: [notes] }, async (lab) => {
    const meeting = await lab.meeting({ organizer: 'Ada' });
    const ada = await lab.person('Ada').joins(meeting);
    const grace = await lab.person('Grace').joins(meeting);
    await ada.invites('notes');
    await grace.readsCaption('I take notes.');
    await grace.posts('Who is here?');
    await ada.reads(/^Here: .*Grace Hopper/);
    await ada.leaves();
    await grace.leaves();
  }));

test('whoever shows something is seen', () =>
  withLab({ bots: [notes] }, async (lab) => {
    const meeting = await lab.meeting({ organizer: 'Ada' });
    const ada = await lab.person('Ada').joins(meeting);
    const grace = await lab.person('Grace').joins(meeting);
    await grace.turnsCameraOn();
    await grace.sharesScreen();
    await ada.sees('Grace', { of: 'screen' });
    const { height } = await ada.sees('Grace', { height: 180 });
    expect(height).toBe(180);
    await ada.stopsSharingOf('Grace');
    await ada.seesNothingOf('Grace', { of: 'screen' });
    await grace.raisesHand();
    await ada.mutesOther('Grace');
    await ada.removes('Grace');
    await grace.isHungUpOn();
  }));
