/** A guest that is written against Graph alone, in the lobby of a meeting: it hears nothing of what goes on inside until it is let in. */
import { expect, test } from 'vitest';
import { ada, grace } from '../../bots/people.ts';
import { readWav } from '../../src/media/wav.ts';
import { meetingCall } from '../../src/platforms/graph/call-bodies.ts';
import { appIdOf, origin, tenantId } from '../../src/testing/house/lab-directory.ts';
import type { Lab } from '../../src/testing/lab.ts';
import { said } from '../../src/testing/voices/said.ts';
import type { NotificationBody } from '../../src/wire/graph/notification.ts';
import { Puppet } from './puppet.ts';
import { calls, during, joined, soundIn, story } from './story.ts';

const recording = { maxRecordDurationInSeconds: 4, initialSilenceTimeoutInSeconds: 3, clientContext: 'ears' };
const guest = { id: 'e0000000-0000-4000-8000-000000000001', name: 'The interpreter' };

test('keys and sound of those inside reach a guest when it has been let in, and not before', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot, '101': new Puppet('guest').bot } }, async (lab) => {
    const client = lab.graph('101');
    const meeting = await during(lab, client.meetings.create(grace.user, { lobbyBypassSettings: { scope: 'organization' } }));
    const joinMeetingId = meeting.joinMeetingIdSettings?.joinMeetingId ?? '';
    const organizer = await calls(lab, grace, joinMeetingId);
    await calls(lab, ada, '100');
    const inside = joined(await during(lab, desk.context.join({ id: joinMeetingId })));

    const told = mailOf(lab);
    const where = { callbackUri: `${origin}/guest/calls`, tenantId, appId: appIdOf('101'), guest };
    const { id } = await during(lab, client.calls.create(meetingCall({ kind: 'id', joinMeetingId }, where)));
    await lab.pass(500);
    const waiting = inside.participants.find(({ isInLobby }) => isInLobby);
    expect(waiting?.party).toMatchObject({ kind: 'guest', name: guest.name });
    await during(lab, client.calls.subscribeToTone(id));
    await organizer.presses('7');
    await expect(during(lab, client.calls.recordResponse(id, recording))).rejects.toThrow(/in the lobby/);
    await lab.pass('2 s');
    expect(keysIn(told)).toEqual([]);

    await during(lab, lab.graph('100').participants.admitFromLobby(inside.id, waiting?.id ?? ''));
    await organizer.presses('8');
    await lab.pass('1 s');
    expect(keysIn(told)).toEqual(['tone8']);
    await during(lab, client.calls.recordResponse(id, recording));
    await lab.pass('1 s');
    await organizer.says('this is our secret');
    await lab.pass('7 s');
    const { voice, catalogue } = lab.house;
    const secret = await said({ voice, catalogue, speaker: organizer.name, text: 'this is our secret' });
    const kept = soundIn(await recordedIn(lab, told), secret.samples);
    expect(kept?.likeness).toBeGreaterThan(0.9);
    expect(Math.abs(kept?.gainDb ?? Infinity)).toBeLessThan(1.5);
    await during(lab, client.calls.hangUp(id));
  });
});

type Mail = readonly NotificationBody['value'][number][];

/** What the guest is told from now on. */
function mailOf({ house: { wire } }: Lab): Mail {
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

async function recordedIn({ house: { wire } }: Lab, mail: Mail): Promise<Int16Array> {
  type Recorded = { readonly recordingLocation?: string; readonly recordingAccessToken?: string };
  const ends = mail.map(({ resourceData }) => resourceData as Recorded);
  const { recordingLocation = '', recordingAccessToken = '' } = ends.find((each) => each.recordingLocation) ?? {};
  const response = await wire.fetch(recordingLocation, { headers: { authorization: `Bearer ${recordingAccessToken}` } });
  return readWav(new Uint8Array(await response.arrayBuffer()));
}
