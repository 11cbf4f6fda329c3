/** A guest that is written against Graph alone, in the lobby of a meeting: it hears nothing of what goes on inside until it is let in. */
import { expect, test } from 'vitest';
import { ada, grace } from '../../bots/people.ts';
import { readWav } from '../../src/media/wav.ts';
import { meetingCall } from '../../src/platforms/graph/call-bodies.ts';
import type { NotificationBody } from '../../src/wire/graph/notification.ts';
import { likeness } from '../hearing/likeness.ts';
import { appIdOf, origin, tenantId } from './house-directory.ts';
import { Puppet } from './puppet.ts';
import { calls, during, goHome, joined } from './story.ts';
import { tuneOf } from './tune-voice.ts';
import { openTwoHalves, type TwoHalves } from './two-halves.ts';

const recording = { maxRecordDurationInSeconds: 4, initialSilenceTimeoutInSeconds: 3, clientContext: 'ears' };
const guest = { id: 'e0000000-0000-4000-8000-000000000001', name: 'The interpreter' };

test('keys and sound of those inside reach a guest when it has been let in, and not before', async () => {
  const desk = new Puppet();
  await using house = await openTwoHalves({ bots: { '100': desk.bot, '101': new Puppet('guest').bot } });
  const client = house.clientOf('101');
  const meeting = await during(house, client.meetings.create(grace.user, { lobbyBypassSettings: { scope: 'organization' } }));
  const joinMeetingId = meeting.joinMeetingIdSettings?.joinMeetingId ?? '';
  const [organizer, caller] = [await calls(house, grace, joinMeetingId), await calls(house, ada, '100')];
  const inside = joined(await during(house, desk.context.join({ id: joinMeetingId })));

  const told = mailOf(house);
  const where = { callbackUri: `${origin}/guest/calls`, tenantId, appId: appIdOf('101'), guest };
  const { id } = await during(house, client.calls.create(meetingCall({ kind: 'id', joinMeetingId }, where)));
  await house.clock.advance(500);
  const waiting = inside.participants.find(({ isInLobby }) => isInLobby);
  expect(waiting?.party).toMatchObject({ kind: 'guest', name: guest.name });
  await during(house, client.calls.subscribeToTone(id));
  organizer.press('7');
  await expect(during(house, client.calls.recordResponse(id, recording))).rejects.toThrow(/in the lobby/);
  await house.clock.advance(2_000);
  expect(keysIn(told)).toEqual([]);

  await during(house, house.clientOf('100').participants.admitFromLobby(inside.id, waiting?.id ?? ''));
  organizer.press('8');
  await house.clock.advance(1_000);
  expect(keysIn(told)).toEqual(['tone8']);
  await during(house, client.calls.recordResponse(id, recording));
  await house.clock.advance(1_000);
  organizer.say(tuneOf('this is our secret'));
  await house.clock.advance(8_000);
  expect(likeness(await recordedIn(house, told), tuneOf('this is our secret')).score).toBeGreaterThan(0.8);
  await during(house, client.calls.hangUp(id));
  await goHome(house, [organizer, caller]);
});

type Mail = readonly NotificationBody['value'][number][];

/** What the guest is told from now on. */
function mailOf({ wire }: TwoHalves): Mail {
  const mail: NotificationBody['value'][number][] = [];
  wire.serve(`${origin}/guest`, async (request) => {
    mail.push(...((await request.json()) as NotificationBody).value);
    return new Response(null, { status: 202 });
  });
  return mail;
}

function keysIn(mail: Mail): string[] {
  return mail.flatMap(({ resourceData }) => {
    const { toneInfo } = resourceData as { readonly toneInfo?: { readonly tone: string } };
    return toneInfo ? [toneInfo.tone] : [];
  });
}

async function recordedIn({ wire }: TwoHalves, mail: Mail): Promise<Int16Array> {
  type Recorded = { readonly recordingLocation?: string; readonly recordingAccessToken?: string };
  const ends = mail.map(({ resourceData }) => resourceData as Recorded);
  const { recordingLocation = '', recordingAccessToken = '' } = ends.find((each) => each.recordingLocation) ?? {};
  const response = await wire.fetch(recordingLocation, { headers: { authorization: `Bearer ${recordingAccessToken}` } });
  return readWav(new Uint8Array(await response.arrayBuffer()));
}
