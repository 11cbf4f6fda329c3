/**
 * What you will hear: the bot brings Grace Hopper into your call and greets you both. Open a second window, and be Grace there.
 *
 *     npx rollcall dev examples/08-group-call.ts
 */
import { defineBot, type Bot } from 'rollcall';

const grace = { user: 'a0000000-0000-4000-8000-000000000202' };

export const bot: Bot = defineBot({
  name: 'group call',
  says: 'Brings Grace into your call',

  async onCall(call, { log }) {
    await call.answer();
    call.facts.on('participantJoined', ({ participant }) => log.info('somebody came in', { who: participant.party.id }), {
      signal: call.signal,
    });
    call.facts.on('participantLeft', ({ participant }) => log.info('somebody went', { who: participant.party.id }), {
      signal: call.signal,
    });

    // The invitation goes on while the bot speaks.
    const [invited] = await Promise.all([call.invite(grace), call.say('I am bringing Grace Hopper into this call.')]);
    if (invited.kind === 'notJoined') await call.say(`She is not coming. ${invited.reason.message}`);
    if (invited.kind !== 'joined') return;

    const people = call.participants.filter(({ isSelf }) => !isSelf);
    await call.say(`There are ${String(people.length)} of you now. I leave you to it.`);
  },
});
