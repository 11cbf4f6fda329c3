/** Meetings through the real door and by ear: made by a client of Graph, joined by bots, dialled into by people; and people as a client sees them. */
import { expect, test } from 'vitest';
import { ada, alan, grace } from '../../bots/people.ts';
import type { AnsweredMeeting } from '../../src/platforms/graph/client/meetings-api.ts';
import type { Lab } from '../../src/testing/lab.ts';
import { parseJoinLink } from '../../src/wire/graph/join-link.ts';
import { namesIn, Puppet } from './puppet.ts';
import { calls, during, joined, story, whoHears, whoHearsBot } from './story.ts';

/** Grace's meeting, made by the desk's app. */
function meetingIn(lab: Lab, scope: 'organization' | 'organizer' = 'organization'): Promise<AnsweredMeeting> {
  return during(lab, lab.graph('100').meetings.create(grace.user, { subject: 'Lunch', lobbyBypassSettings: { scope } }));
}

function numberOf({ joinMeetingIdSettings }: AnsweredMeeting): string {
  return joinMeetingIdSettings?.joinMeetingId ?? '';
}

test('a bot comes by the link of a meeting and a person by its number, and they hear each other', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const meeting = await meetingIn(lab);
    expect(parseJoinLink(meeting.joinWebUrl ?? '')).toMatchObject({ kind: 'coordinates', organizer: { id: grace.user } });
    const caller = await calls(lab, ada, '100');
    const there = joined(await during(lab, desk.context.join(meeting.joinWebUrl ?? '')));
    desk.listen(there);
    expect(namesIn(there)).toEqual(['the bot']);
    const [colleague, third] = [await calls(lab, grace, numberOf(meeting)), await calls(lab, alan, numberOf(meeting))];
    expect(desk.told).toEqual(['+Grace Hopper', '+Alan Turing']);
    expect(await whoHearsBot(lab, there, 'Welcome to lunch.', [colleague, third, caller])).toEqual([true, true, false]);
    expect(await whoHears(lab, colleague, 'what is there to eat', [third, caller])).toEqual([true, false]);
    await during(lab, there.hangUp());
    expect(await whoHears(lab, third, 'the bot has gone already', [colleague])).toEqual([true]);
  });
});

test('a bot comes by the id of a meeting, as by the text of an invitation; where there is none, that is an outcome', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const meeting = await meetingIn(lab);
    await calls(lab, ada, '100');
    const text = `Lunch on Friday\nMeeting ID: ${numberOf(meeting).replace(/(\d{3})(?=\d)/g, '$1 ')}\nSee you there.`;
    for (const where of [{ id: numberOf(meeting) }, text]) {
      const there = joined(await during(lab, desk.context.join(where)));
      expect(namesIn(there)).toEqual(['the bot']);
      await during(lab, there.hangUp());
    }
    expect(await during(lab, desk.context.join({ id: '999999999999' }))).toMatchObject({ kind: 'notJoined', reason: { code: 404 } });
  });
});

test('a bot in the lobby hears nobody and is heard by nobody, and has not joined until it is let in', async () => {
  const [desk, guest] = [new Puppet(), new Puppet('guest')];
  await story({ bots: { '100': desk.bot, '101': guest.bot } }, async (lab) => {
    const meeting = await meetingIn(lab, 'organizer');
    await calls(lab, ada, '100');
    await calls(lab, alan, '101');
    const organizer = await calls(lab, grace, numberOf(meeting));
    let hasJoined = false;
    const first = desk.context.join({ id: numberOf(meeting) });
    void first.then(() => (hasJoined = true));
    await lab.pass('30 s');
    expect(hasJoined).toBe(false);
    await organizer.admits();
    const there = joined(await during(lab, first));
    desk.listen(there);
    expect(namesIn(there)).toEqual(['Grace Hopper', 'the bot']);

    const other = guest.context.join({ id: numberOf(meeting) });
    await lab.pass('2 s');
    expect(desk.told).toEqual(['+guest in the lobby']);
    const waiting = there.participants.find(({ isInLobby }) => isInLobby);
    await during(lab, lab.graph('100').participants.admitFromLobby(there.id, waiting?.id ?? ''));
    const alsoThere = joined(await during(lab, other));
    expect(desk.told).toEqual(['+guest in the lobby', '~guest']);
    expect(namesIn(alsoThere)).toEqual(['Grace Hopper', 'desk', 'the bot']);
    expect(await whoHearsBot(lab, alsoThere, 'Thank you for letting me in.', [organizer])).toEqual([true]);
  });
});

test('who is in a meeting shows in presence; people, and several questions at once, by a client', async () => {
  await story({ bots: { '100': new Puppet().bot } }, async (lab) => {
    const client = lab.graph('100');
    const meeting = await meetingIn(lab);
    expect(await during(lab, client.people.get(ada.user))).toMatchObject({ id: ada.user, displayName: 'Ada Lovelace' });
    const found = await during(lab, client.people.find({ filter: "startswith(displayName,'Grace')" }));
    expect(found.value).toMatchObject([{ id: grace.user }]);
    expect(await during(lab, client.people.presenceOf(grace.user))).toMatchObject({ availability: 'Available', activity: 'Available' });
    await calls(lab, grace, numberOf(meeting));
    await calls(lab, alan, numberOf(meeting));
    const asked = [
      { id: 'ada', method: 'GET', url: `/users/${ada.user}/presence` },
      { id: 'grace', method: 'GET', url: `/users/${grace.user}/presence` },
      { id: 'lunch', method: 'GET', url: `/users/${grace.user}/onlineMeetings/${meeting.id ?? ''}` },
      { id: 'nobody', method: 'GET', url: '/users/f0000000-0000-4000-8000-000000000000' },
    ];
    const answers = await during(lab, client.batch(asked));
    expect(asked.map(({ id }) => answers.get(id)?.status)).toEqual([200, 200, 200, 404]);
    expect(answers.get('ada')?.body).toMatchObject({ availability: 'Available' });
    expect(answers.get('grace')?.body).toMatchObject({ availability: 'Busy', activity: 'InAConferenceCall' });
    expect(answers.get('lunch')?.body).toMatchObject({ subject: 'Lunch', joinWebUrl: meeting.joinWebUrl });
    expect(await during(lab, client.meetings.delete(grace.user, meeting.id ?? ''))).toBe('done');
    expect(await during(lab, client.meetings.byJoinWebUrl(grace.user, meeting.joinWebUrl ?? ''))).toBeUndefined();
  });
});
