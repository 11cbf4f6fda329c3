/**
 * Leaving a message: the caller speaks, the bot records and keeps it. A text that a person says is spoken by a voice of their own.
 *
 *     npx vitest run examples/testing/05-voicemail.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const grace = { user: 'a0000000-0000-4000-8000-000000000202' };

const bot = defineBot({
  name: 'answering machine',
  async onCall(call, { voicemail }) {
    await call.answer();
    const message = await call.recordAnswer({ prompt: 'Leave a message for Grace after the tone, and press hash.', maxMs: 60_000 });
    if (message.kind === 'silent') await call.say('I did not hear anything.');
    if (message.kind !== 'recorded') return;
    await voicemail.leave({ for: grace.user, from: call.from, wav: message.wav, durationMs: message.durationMs });
    await call.say('Your message has been saved.');
  },
});

test('a message is kept', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/after the tone/);
    await line.isSilent('1 s');
    await line.says('This is Ada. The numbers are ready, please call me back.');
    await line.presses('#');
    await line.hears(/has been saved/);
    const [message] = await lab.voicemail('Grace');
    expect(message).toMatchObject({ from: { name: 'Ada Lovelace' }, isHeard: false });
    expect(message?.durationMs).toBeGreaterThan(2_000);
  }));

test('whoever says nothing leaves nothing', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/after the tone/);
    await line.hears(/did not hear anything/);
    expect(await lab.voicemail('Grace')).toEqual([]);
  }));
