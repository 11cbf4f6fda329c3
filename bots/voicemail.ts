/** Voicemail: takes a message for whoever did not answer; called directly, it asks for whom the message is. */
import { defineBot, type Bot, type Call } from 'rollcall';
import { people, personOf, type Person } from './people.ts';

export const bot: Bot = defineBot({
  name: 'voicemail',
  says: 'Takes a message for whoever does not answer',

  async onCall(call, { voicemail }) {
    await call.answer();
    const missed = personOf(call.forwardedFrom);
    const person = missed ?? (await askForWhom(call));
    if (!person) return;

    const why = missed ? `${person.name} cannot take your call.` : `This is the voicemail of ${person.name}.`;
    const message = await call.recordAnswer({
      prompt: `${why} Please leave a message after the tone, and press hash when you are done.`,
      maxMs: 120_000,
    });
    if (message.kind === 'silent') await call.say('I did not hear anything. Goodbye.');
    if (message.kind !== 'recorded') return;
    await voicemail.leave({ for: person.user, from: call.from, wav: message.wav, durationMs: message.durationMs });
    await call.say('Thank you. Your message has been saved. Goodbye.');
  },
});

async function askForWhom(call: Call): Promise<Person | undefined> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const asked = await call.ask({
      prompt: 'For whom is the message? Please dial the three digits of the number.',
      digits: { min: 3, max: 3 },
    });
    if (asked.kind === 'ended') return undefined;
    if (asked.kind !== 'digits') break;
    const person = people.find(({ number }) => number === asked.digits);
    if (person) return person;
    await call.say('Nobody has that number.');
  }
  await call.say('Goodbye.');
  return undefined;
}
