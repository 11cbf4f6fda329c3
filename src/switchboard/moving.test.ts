import { expect, test } from 'vitest';
import { atDesk, done, house, taken, threeTalk, type House } from './test-house.ts';

const grace = { kind: 'person', userId: 'grace' } as const;
const linus = { kind: 'person', userId: 'linus' } as const;

/** Ada talks with the desk, which asks Grace in a call of its own. */
async function asked(h: House): Promise<readonly [{ appId: string; legId: string }, { appId: string; legId: string }]> {
  const desk = await atDesk(h);
  const { legId } = done(h.switchboard.createCall({ appId: 'desk', callbackUri: 'http://localhost/second', targets: [{ target: grace }] }));
  await taken(h, 'grace');
  return [desk, { appId: 'desk', legId }];
}

test('a consultative transfer joins the other sides of two calls, and the app is done with both', async () => {
  const h = house();
  const [desk, second] = await asked(h);
  const { callId } = done(h.switchboard.readCall(desk)).call;
  h.switchboard.startHold({ ...desk, participantId: h.personLeg('ada')?.participantId ?? '' });
  const before = h.told().length;
  done(h.switchboard.transfer({ ...desk, target: grace, replacesLegId: second.legId }));
  expect(h.told().slice(before)).toEqual([
    'desk terminated transferred', 'desk transferring', 'desk transferAccepted', 'desk terminated transferred',
  ]); // prettier-ignore
  expect(h.notices.slice(-4)).toMatchObject([{ legId: second.legId, terminationReason: 'AppTransferred' }, {}, {}, { legId: desk.legId, terminationReason: 'AppTransferred' }]); // prettier-ignore
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', isOnHold: false, peer: { name: 'Grace' } });
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', peer: { name: 'Ada' } });
  expect([...h.engine.places.values()]).toEqual([callId, callId]);
  expect(h.engine.rooms).toEqual(new Set([callId]));
  expect(h.engine.mistakes).toEqual([]);
  h.switchboard.hangUp({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: 'Grace hung up.' });
  expect(h.engine.legs.size).toBe(0);
});

test('a consultative transfer to somebody else than the one who was asked is refused', async () => {
  const h = house();
  const [desk, second] = await asked(h);
  const before = h.notices.length;
  for (const [request, code] of [
    [{ target: linus, replacesLegId: second.legId }, 'switchboard/not-other-side'],
    [{ target: { kind: 'person', userId: 'ada' }, replacesLegId: second.legId }, 'switchboard/takes-part'],
    [{ target: grace, replacesLegId: 'x' }, 'switchboard/unknown-leg'],
    [{ target: grace, replacesLegId: h.personLeg('grace')?.legId }, 'switchboard/unknown-leg'],
    [{ target: grace, replacesLegId: desk.legId }, 'switchboard/wrong-state'],
    [{ target: linus, transfereeId: 'x' }, 'switchboard/unknown-participant'],
    [{ target: linus, transfereeId: h.appLeg('desk')?.participantId }, 'switchboard/unknown-participant'],
  ] as const)
    expect(h.switchboard.transfer({ ...desk, ...request })).toMatchObject({ ok: false, code });
  expect(h.notices).toHaveLength(before);
});

test('the target of a consultative transfer connects anew where her connection cannot be brought over', async () => {
  const h = house();
  const [desk, second] = await asked(h);
  h.engine.isSplit = true;
  done(h.switchboard.transfer({ ...desk, target: grace, replacesLegId: second.legId }));
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', mustReconnect: true });
  await h.clock.advance(20_000);
  expect(h.personLeg('grace')?.endedAs).toBe('mediaFailed');
  expect(h.personLeg('ada')?.endedAs).toBe('otherLost');
});

test('a number that belongs to somebody is a target, one of nobody is not', async () => {
  const h = house();
  const desk = await atDesk(h);
  expect(h.switchboard.transfer({ ...desk, target: { kind: 'number', number: '999' } })).toMatchObject({
    code: 'switchboard/unknown-target',
  });
  done(h.switchboard.transfer({ ...desk, target: { kind: 'number', number: '101' } }));
  expect(h.notices.at(-1)).toMatchObject({ kind: 'incoming', appId: 'echo', transferor: { id: 'desk' } });
});

test('the app to which a call is transferred may redirect it, and the transfer is done with whoever comes', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.transfer({ ...desk, target: { kind: 'app', appId: 'echo' } });
  done(h.switchboard.redirect({ appId: 'echo', legId: h.appLeg('echo')?.legId ?? '', targets: [grace] }));
  await taken(h, 'grace');
  expect(h.told().slice(-3)).toEqual(['echo terminated redirected', 'desk transferAccepted', 'desk terminated transferred']);
  expect([h.personLeg('ada')?.state, h.personLeg('grace')?.state]).toEqual(['connected', 'connected']);
});

test('a transfer that is redirected to nobody comes back', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.transfer({ ...desk, target: { kind: 'app', appId: 'echo' } });
  h.switchboard.redirect({ appId: 'echo', legId: h.appLeg('echo')?.legId ?? '', targets: [grace], timeoutMs: 15_000 });
  await h.clock.advance(15_000);
  expect(h.told().slice(-2)).toEqual(['echo terminated redirected', 'desk established again']);
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', peer: { name: 'desk' } });
});

test('a participant of a group is put through: a call for two begins, and the app is done', async () => {
  const h = house();
  const desk = await threeTalk(h);
  const { callId } = done(h.switchboard.readCall(desk)).call;
  expect(h.switchboard.transfer({ ...desk, target: linus })).toMatchObject({ code: 'switchboard/wrong-state' });
  done(h.switchboard.transfer({ ...desk, target: linus, transfereeId: h.personLeg('grace')?.participantId }));
  expect(h.personLeg('grace')?.state).toBe('connected');
  expect(h.personLeg('linus')).toMatchObject({ state: 'ringing', peer: { name: 'Grace' } });
  await taken(h, 'linus');
  expect(h.told().slice(-3)).toEqual(['desk transferring', 'desk transferAccepted', 'desk terminated transferred']);
  const pair = h.switchboard.callOfLeg(h.personLeg('linus')?.legId ?? '');
  expect(pair?.callId).not.toBe(callId);
  expect(pair).toMatchObject({ from: { id: 'grace' }, to: { id: 'linus' } });
  expect(pair?.group).toBeUndefined();
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', peer: { name: 'Linus' } });
  expect(h.engine.places.get(h.personLeg('grace')?.legId ?? '')).toBe(pair?.callId);
  expect(h.engine.commands.findLast(({ kind }) => kind === 'openRoom')).toMatchObject({ affinity: 'desk' });
  expect(h.personLeg('ada')?.endedAs).toBe('lastOneLeft');
  expect(h.engine.mistakes).toEqual([]);
});

test('a participant of a group is put through to an app', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.transfer({ ...desk, target: { kind: 'app', appId: 'echo' }, transfereeId: h.personLeg('grace')?.participantId });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'incoming', source: { id: 'grace' }, transferor: { id: 'desk' }, group: undefined });
  const echo = { appId: 'echo', legId: h.appLeg('echo')?.legId ?? '' };
  done(h.switchboard.answerApp({ ...echo, callbackUri: 'http://localhost/echo-back' }));
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', peer: { name: 'echo' } });
  expect(h.told().filter((told) => told.startsWith('echo'))).toEqual([
    'echo incoming', 'echo establishing', 'echo established', 'echo established active',
  ]); // prettier-ignore
  expect(h.switchboard.play({ ...echo, prompts: [] }).ok).toBe(true);
  await h.clock.advance(45 * 60_000);
  expect(h.told().at(-1)).toBe('echo terminated keepAliveMissed');
});

test.each([
  ['nobody answers', (h: House) => h.clock.advance(30_000), 'Linus did not answer.'],
  [
    'it is declined',
    (h: House) => h.switchboard.decline({ userId: 'linus', legId: h.personLeg('linus')?.legId ?? '' }),
    'Linus declined the call.',
  ],
] as const)('a participant of a group stays in it when %s', async (_, fails, because) => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.transfer({ ...desk, target: linus, transfereeId: h.personLeg('grace')?.participantId });
  await fails(h);
  expect(h.notices.at(-1)).toMatchObject({ kind: 'established', transferFailed: because, group: {} });
  expect([h.appLeg('desk')?.state, h.personLeg('grace')?.state, h.personLeg('ada')?.state]).toEqual([
    'connected',
    'connected',
    'connected',
  ]);
});

test('a participant who leaves while it rings for her stops the ringing', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.transfer({ ...desk, target: linus, transfereeId: h.personLeg('grace')?.participantId });
  h.switchboard.hangUp({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  expect(h.personLeg('linus')?.endedAs).toBe('cancelled');
  expect(h.told().slice(-2)).toEqual(['desk established again', 'desk roster desk,Ada']);
});

test('a participant of a group takes the place of the app in its other call', async () => {
  const h = house();
  const desk = await threeTalk(h);
  const second = done(h.switchboard.createCall({ appId: 'desk', callbackUri: 'http://localhost/second', targets: [{ target: linus }] }));
  await taken(h, 'linus');
  const transfereeId = h.personLeg('grace')?.participantId;
  done(h.switchboard.transfer({ ...desk, target: linus, replacesLegId: second.legId, transfereeId }));
  const legId = h.personLeg('grace')?.legId ?? '';
  expect(h.switchboard.callOfLeg(legId)?.callId).toBe(second.callId);
  expect(h.engine.last('moveLeg')).toEqual({ kind: 'moveLeg', legId, roomId: second.callId });
  expect(h.personLeg('linus')).toMatchObject({ state: 'connected', peer: { name: 'Grace' } });
  expect(h.notices.slice(-4)).toMatchObject([
    { as: 'transferred' },
    { kind: 'transferring' },
    { kind: 'transferAccepted' },
    { as: 'transferred' },
  ]);
});

test('an app that is itself put through hears that the invitation it made has ended, before it goes', async () => {
  const h = house();
  const desk = await threeTalk(h);
  done(h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'app', appId: 'echo' } }] }));
  const echo = { appId: 'echo', legId: h.appLeg('echo')?.legId ?? '' };
  done(h.switchboard.answerApp({ ...echo, callbackUri: 'http://localhost/callback' }));
  const { operationId } = done(h.switchboard.invite({ ...echo, invitees: [{ target: linus }] }));
  done(h.switchboard.transfer({ ...desk, target: { kind: 'person', userId: 'eve' }, transfereeId: h.appLeg('echo')?.participantId }));
  done(h.switchboard.answer({ userId: 'eve', pageId: 'page-eve', legId: h.personLeg('eve')?.legId ?? '' }));
  const ends = h.notices.filter((notice) => notice.kind === 'inviteEnded' && notice.operationId === operationId);
  expect(ends).toMatchObject([{ appId: 'echo', legId: echo.legId }]);
  expect(h.personLeg('linus')?.state).toBe('ringing');
});
