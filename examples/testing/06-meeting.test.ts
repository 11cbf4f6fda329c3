/**
 * A meeting: some wait in its lobby until they are let in, a crowd comes at once, and the bot says something that all hear.
 *
 *     npx vitest run examples/testing/06-meeting.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { test } from 'vitest';

const bot = defineBot({
  name: 'messenger',
  async onCall(call, { join, clock }) {
    await call.answer();
    const id = await call.ask({ prompt: 'Type the id of the meeting, and then hash.', digits: { min: 9, max: 20 } });
    if (id.kind !== 'digits') return;
    const joined = await join({ id: id.digits });
    if (joined.kind === 'notJoined') return void (await call.say('I could not get in.'));
    await clock.sleep(2_000);
    await joined.call.say(`${call.from.name ?? 'Somebody'} will be late.`);
    await call.say('I have told them.');
  },
});

test('all in the meeting hear who will be late', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const meeting = await lab.meeting({ organizer: 'Grace' });
    const all = await lab.group('Grace', 'Alan', 10).joins(meeting);
    await all.isLetIn();
    const ada = await lab.person('Ada').dial('100');
    await ada.hears(/id of the meeting/);
    await ada.presses(`${meeting.number}#`);
    await all.hears('Ada Lovelace will be late.');
    await ada.hears('I have told them.');
  }));

test('a guest waits in the lobby until somebody lets them in', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const meeting = await lab.meeting({ organizer: 'Grace', lobby: 'organizer' });
    const grace = await lab.person('Grace').joins(meeting);
    const alan = await lab.person('Alan').joins(meeting);
    await alan.waitsInLobby();
    await grace.says('Is anybody there?');
    await alan.hearsNothing('3 s', { of: /anybody/ });
    await grace.admits('Alan');
    await alan.isLetIn();
    await alan.talksTo('Grace');
  }));
