/** What becomes of a meeting's call while it is up and its plan changes. */
import { expect, test } from 'vitest';
import { dialled } from '../../../../switchboard/test-house.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { knownPermissions } from '../../permissions.ts';
import { answerBody } from '../../test-door.ts';
import { consentable } from '../around-permissions.ts';
import { testAround, type TestAround } from '../test-around.ts';

type Live = { readonly t: TestAround; readonly path: string; readonly join: (name: string) => Promise<Response> };

/** Ada is in her meeting, whose lobby holds guests; `join` brings one more to it. */
async function live(): Promise<Live> {
  const t = await testAround({ permissions: [...consentable, ...knownPermissions] });
  const meeting = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', { subject: 'Before' });
  const { joinMeetingId } = meeting.joinMeetingIdSettings;
  await dialled(t.h, 'ada', joinMeetingId);
  const meetingInfo = { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId };
  const join = (displayName: string): Promise<Response> =>
    t.ask('POST', '/communications/calls', {
      ...answerBody,
      meetingInfo,
      source: { identity: { guest: { id: displayName, displayName } } },
    });
  return { t, path: `/users/ADA/onlineMeetings/${meeting.id}`, join };
}

const legs = ({ h }: TestAround): readonly (readonly [string, boolean])[] =>
  h.switchboard.calls().flatMap((call) => call.legs.map(({ self, isInLobby }) => [self.name, isInLobby] as const));

test('a lobby that is opened or closed counts for whoever comes from then on; who waits goes on waiting', async () => {
  const { t, path, join } = await live();
  await join('First');
  expect((await t.ask('PATCH', path, { lobbyBypassSettings: { scope: 'everyone' } })).status).toBe(200);
  await join('Second');
  await t.ask('PATCH', path, { lobbyBypassSettings: { scope: 'organizer' } });
  await join('Third');
  expect(legs(t)).toEqual([['Ada', false], ['First', true], ['Second', false], ['Third', true]]); // prettier-ignore
  expect(t.h.switchboard.calls()).toHaveLength(1);
  await t.close();
});

test('a new subject is that of the call, for its apps and on the phones of its people', async () => {
  const { t, path, join } = await live();
  const { id } = (await (await join('Guest')).json()) as { id: string };
  await t.ask('PATCH', path, { subject: 'After' });
  expect(await t.json('GET', `/communications/calls/${id}`)).toMatchObject({ subject: 'After' });
  expect(t.h.personLeg('ada')?.peer.name).toBe('After');
  await t.ask('PATCH', path, { subject: null });
  expect(t.h.personLeg('ada')?.peer.name).toBe('Meeting');
  await t.close();
});

test('a meeting that is called off goes on for those who are there, and nobody else comes in', async () => {
  const { t, path, join } = await live();
  expect((await t.ask('DELETE', path)).status).toBe(204);
  expect((await join('Late')).status).toBe(404);
  expect(legs(t)).toEqual([['Ada', false]]);
  expect(t.h.personLeg('ada')?.state).toBe('connected');
  await t.close();
});
