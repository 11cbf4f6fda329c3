import { expect, test } from 'vitest';
import { participantsOf } from './roster.ts';
import { atDesk, dialled, done, house, taken, threeTalk, type House } from './test-house.ts';

const person = (userId: string) => ({ target: { kind: 'person', userId } }) as const;
const app = (appId: string) => ({ target: { kind: 'app', appId } }) as const;

/** The desk talks with Ada, and in a call of its own with Grace; gives its two legs. */
async function twoCalls(h: House): Promise<readonly { appId: string; legId: string }[]> {
  const desk = await atDesk(h);
  const second = done(h.switchboard.createCall({ appId: 'desk', callbackUri: 'http://localhost/second', targets: [person('grace')] }));
  await taken(h, 'grace');
  return [desk, { appId: 'desk', legId: second.legId }];
}

test('one more on a call between two makes it a group call', async () => {
  const h = house();
  const desk = await atDesk(h);
  const { operationId } = done(h.switchboard.invite({ ...desk, invitees: [person('grace')], clientContext: 'ctx' }));
  expect(h.told().slice(-2)).toEqual(['desk established active', 'desk roster desk,Ada']);
  expect(h.notices.at(-2)).toMatchObject({ group: { rosterSequence: 0 } });
  expect(h.facts.map(({ type }) => type)).toContain('becameGroup');
  expect(h.personLeg('grace')).toMatchObject({ state: 'ringing', peer: { name: 'desk' } });
  await taken(h, 'grace');
  expect(h.told().slice(-2)).toEqual(['desk inviteEnded joined', 'desk roster Grace,desk,Ada']);
  expect(h.notices.at(-2)).toMatchObject({ operationId, clientContext: 'ctx', targets: [{ id: 'grace' }], failed: undefined });
});

test.each([
  ['declines', (h: House) => h.switchboard.decline({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' }), 'declined'],
  ['does not answer', (h: House) => h.clock.advance(60_000), 'noAnswer'],
] as const)('one who %s has not come, and the others talk on', async (_, fails, failed) => {
  const h = house({ noAnswer: { afterMs: 20_000, forwardTo: 'voicemail' } });
  const desk = await atDesk(h);
  h.switchboard.invite({ ...desk, invitees: [person('grace')] });
  await fails(h);
  expect(h.told().at(-1)).toBe(`desk inviteEnded ${failed}`);
  expect(h.personLeg('ada')?.state).toBe('connected');
  expect(h.appLeg('desk')?.state).toBe('connected');
});

test('several are invited to a group only, and one of them coming is success', async () => {
  const h = house();
  const desk = await atDesk(h);
  const invitees = [person('linus'), app('echo')];
  expect(h.switchboard.invite({ ...desk, invitees })).toMatchObject({ code: 'switchboard/wrong-state' });
  h.switchboard.invite({ ...desk, invitees: [person('grace')] });
  await taken(h, 'grace');
  done(h.switchboard.invite({ ...desk, invitees }));
  await taken(h, 'linus');
  expect(h.told().at(-1)).toBe('desk roster Linus,Grace,desk,Ada');
  await h.clock.advance(15_000);
  expect(h.told().slice(-2)).toEqual(['echo terminated noAnswer', 'desk inviteEnded joined']);
});

test('an app that is invited learns to which group, and plays to it when it has answered', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.invite({ ...desk, invitees: [app('echo')] });
  const echo = { appId: 'echo', legId: h.appLeg('echo')?.legId ?? '' };
  expect(h.notices.at(-1)).toMatchObject({
    kind: 'incoming',
    source: { id: 'desk' },
    group: h.notices.find(({ kind }) => kind === 'roster') ? {} : {},
  });
  h.switchboard.answerApp({ ...echo, callbackUri: 'http://localhost/echo-back', options: { isDeltaRosterEnabled: true } });
  expect(h.told().slice(-6)).toEqual([
    'echo establishing', 'echo established', 'echo established active', 'desk inviteEnded joined', 'desk roster echo,Grace,desk,Ada',
    'echo roster echo,Grace,desk,Ada',
  ]); // prettier-ignore
  expect(h.notices.at(-1)).toMatchObject({ isDelta: true, callbackUri: 'http://localhost/echo-back' });
  expect(h.switchboard.play({ ...echo, prompts: [] }).ok).toBe(true);
});

test('an app that is invited may redirect; whoever comes in its place has joined', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.invite({ ...desk, invitees: [app('echo')] });
  const echo = { appId: 'echo', legId: h.appLeg('echo')?.legId ?? '' };
  done(h.switchboard.redirect({ ...echo, targets: [person('linus').target, app('voicemail').target] }));
  expect([h.personLeg('linus')?.state, h.appLeg('voicemail')?.state]).toEqual(['ringing', 'ringing']);
  await taken(h, 'linus');
  expect(h.appLeg('voicemail')?.endedAs).toBe('takenElsewhere');
  expect(h.told().slice(-4)).toEqual([
    'voicemail terminated takenElsewhere', 'echo terminated redirected', 'desk inviteEnded joined', 'desk roster Linus,Grace,desk,Ada',
  ]); // prettier-ignore
});

test('a redirection in a group that nobody takes in time fails the invitation', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.invite({ ...desk, invitees: [app('echo')] });
  h.switchboard.redirect({ appId: 'echo', legId: h.appLeg('echo')?.legId ?? '', targets: [person('linus').target], timeoutMs: 15_000 });
  await h.clock.advance(15_000);
  expect(h.told().slice(-2)).toEqual(['echo terminated redirected', 'desk inviteEnded noAnswer']);
});

test('an app that hides is in no roster once the call is a group call', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const desk = { appId: 'desk', legId: h.appLeg('desk')?.legId ?? '' };
  h.switchboard.answerApp({ ...desk, callbackUri: 'http://localhost/callback', options: { isHiddenAfterEscalation: true } });
  h.switchboard.invite({ ...desk, invitees: [person('grace')] });
  await taken(h, 'grace');
  expect(h.told().at(-1)).toBe('desk roster Grace,Ada');
  expect(participantsOf(done(h.switchboard.readCall(desk)).call)).toHaveLength(2);
});

test('an app that leaves hears of its invitation first, and who was invited may still come', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.invite({ ...desk, invitees: [person('linus')] });
  h.switchboard.hangUpApp(desk);
  expect(h.told().slice(-3)).toEqual(['desk terminating', 'desk inviteEnded cancelled', 'desk terminated hungUp']);
  await taken(h, 'linus');
  expect(h.personLeg('linus')?.state).toBe('connected');
  expect(h.told().at(-1)).toBe('desk terminated hungUp');
});

test('the other side of another call is brought over without ringing', async () => {
  const h = house();
  const [desk, second] = await twoCalls(h);
  if (!desk || !second) throw new Error('no calls');
  const { legId = '', pageId } = h.personLeg('grace') ?? {};
  const { callId } = done(h.switchboard.readCall(desk)).call;
  done(h.switchboard.invite({ ...desk, invitees: [{ ...person('grace'), replacesLegId: second.legId }] }));
  expect(h.engine.last('moveLeg')).toEqual({ kind: 'moveLeg', legId, roomId: callId });
  expect(h.personLeg('grace')).toMatchObject({ legId, pageId, state: 'connected', mustReconnect: undefined });
  expect(h.switchboard.callOfLeg(legId)?.callId).toBe(callId);
  expect(h.told().slice(-4)).toEqual([
    'desk terminated transferred', 'desk established active', 'desk inviteEnded joined', 'desk roster Grace,desk,Ada',
  ]); // prettier-ignore
  expect(h.engine.rooms.size).toBe(1);
  expect(h.facts.filter(({ type }) => type === 'legMoved')).toMatchObject([{ isHere: false }, { isHere: true }]);
  h.switchboard.hangUp({ legId, userId: 'grace' });
  expect(h.told().at(-1)).toBe('desk roster desk,Ada');
});

test('one whose connection cannot be brought over connects anew, in her new call', async () => {
  const h = house();
  const [desk, second] = await twoCalls(h);
  if (!desk || !second) throw new Error('no calls');
  h.engine.isSplit = true;
  done(h.switchboard.invite({ ...desk, invitees: [{ ...person('grace'), replacesLegId: second.legId }] }));
  const { legId = '' } = h.personLeg('grace') ?? {};
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', mustReconnect: true, isSoundUp: false });
  const answered = done(h.switchboard.answer({ legId, userId: 'grace', pageId: 'page-grace' }));
  expect(answered.callId).toBe(done(h.switchboard.readCall(desk)).call.callId);
  await h.engine.connect({ roomId: answered.callId, legId, offer: '' });
  expect(h.personLeg('grace')).toMatchObject({ mustReconnect: undefined, isSoundUp: true });
  await h.clock.advance(20_000);
  expect(h.personLeg('grace')?.state).toBe('connected');
});

test('one who does not connect anew in time is given up', async () => {
  const h = house();
  const [desk, second] = await twoCalls(h);
  if (!desk || !second) throw new Error('no calls');
  h.engine.isSplit = true;
  h.switchboard.invite({ ...desk, invitees: [{ ...person('grace'), replacesLegId: second.legId }] });
  await h.clock.advance(20_000);
  expect(h.personLeg('grace')).toMatchObject({ state: 'ended', endedAs: 'mediaFailed' });
  expect(h.personLeg('ada')?.state).toBe('connected');
});

test('invitations that make no sense are refused, and nothing has changed', async () => {
  const h = house();
  const [desk, second] = await twoCalls(h);
  if (!desk || !second) throw new Error('no calls');
  const before = h.notices.length;
  for (const [invitees, code] of [
    [[], 'switchboard/wrong-state'],
    [[person('nobody')], 'switchboard/unknown-target'],
    [[person('ada')], 'switchboard/takes-part'],
    [[{ target: { kind: 'number', number: '999' } }], 'switchboard/unknown-target'],
    [[{ ...person('linus'), replacesLegId: second.legId }], 'switchboard/not-other-side'],
    [[{ ...person('grace'), replacesLegId: 'x' }], 'switchboard/unknown-leg'],
    [[{ ...person('grace'), replacesLegId: desk.legId }], 'switchboard/wrong-state'],
  ] as const) {
    expect(h.switchboard.invite({ ...desk, invitees })).toMatchObject({ ok: false, code });
  }
  expect(h.notices).toHaveLength(before);
  expect(h.switchboard.calls().every(({ group }) => group === undefined)).toBe(true);
});
