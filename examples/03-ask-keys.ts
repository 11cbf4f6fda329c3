/**
 * What you will hear: a question with two answers, then one for your year of birth. You may press before the end.
 *
 *     npx rollcall dev examples/03-ask-keys.ts
 */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'ask keys',
  says: 'Asks you two things',

  async onCall(call) {
    await call.answer();
    const drink = await call.ask({
      prompt: 'For tea press 1, for coffee press 2.',
      keys: ['1', '2'],
      noInput: ['I did not hear a key.', 'Please press 1 or 2 on your phone now.'],
      noMatch: 'There is only tea and coffee.',
    });
    // `drink.key` is '1' or '2' here: the compiler knows.
    if (drink.kind === 'key') await call.say(drink.key === '1' ? 'Tea it is.' : 'Coffee it is.');
    if (drink.kind === 'noInput') await call.say('Then nothing.');

    const year = await call.ask({ prompt: 'In which year were you born? Four digits, please.', digits: { min: 4, max: 4 } });
    if (year.kind === 'digits') await call.say(`${year.digits} was a good year.`);
    await call.say('Goodbye.');
  },
});
