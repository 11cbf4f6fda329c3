/** The front desk: greets callers, puts them through, and takes a message when nobody answers. */
import { defineBot, type Bot } from 'rollcall';
import { alan, grace, katherine } from './people.ts';

const desks = { '1': grace, '2': alan, '0': katherine };

export const bot: Bot = defineBot({
  name: 'front desk',
  says: 'Greets you and puts you through: 1 sales, 2 support, 0 a person',

  async onCall(call, { voicemail }) {
    await call.answer();
    const choice = await call.ask({
      prompt: 'Welcome to Rollcall. Press 1 for sales, 2 for support, or 0 to talk to a person.',
      keys: ['1', '2', '0'],
      noInput: ['I did not hear a key.', 'I still did not hear a key.'],
      noMatch: 'That was not one of the choices.',
    });
    if (choice.kind === 'ended') return;

    const person = desks[choice.kind === 'key' ? choice.key : '0'];
    await call.say(`One moment. I am connecting you to ${person.name}.`);
    const transfer = await call.transfer(person);
    if (transfer.kind !== 'notConnected') return;

    const message = await call.recordAnswer({
      prompt: `${person.name} does not answer. Please leave a message after the tone, and press hash when you are done.`,
      maxMs: 120_000,
    });
    if (message.kind === 'silent') await call.say('I did not hear anything. Goodbye.');
    if (message.kind !== 'recorded') return;
    await voicemail.leave({ for: person.user, from: call.from, wav: message.wav, durationMs: message.durationMs });
    await call.say('Thank you. Your message has been saved. Goodbye.');
  },
});
