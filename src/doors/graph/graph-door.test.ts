import type { Call } from '@microsoft/microsoft-graph-types';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { answerBody, atDesk, publicUrl, shortly, testDoor, type TestDoor } from './test-door.ts';

async function dialDesk(t: TestDoor): Promise<string> {
  const dialled = t.h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '100' });
  if (!dialled.ok) throw new Error(dialled.message);
  await t.h.engine.connect({ roomId: dialled.callId, legId: dialled.legId, offer: '' });
  await t.h.clock.settle();
  return t.h.appLeg('desk')?.legId ?? '';
}

test('an incoming call is announced at the webhook in the shape of captured notifications', async () => {
  const t = testDoor();
  const callId = await dialDesk(t);
  const chain = t.h.switchboard.calls()[0]?.callId;
  const [{ url, headers, item } = { url: '', headers: new Headers(), item: undefined }] = t.received;
  expect(url).toBe('http://localhost/desk');
  expect(headers.get('user-agent')).toBe('Microsoft-Skype/3.0,(Calling/1.0)');
  expect(headers.get('x-microsoft-skype-chain-id')).toBe(chain);
  expect(headers.get('scenario-id')).toBe(chain);
  expect(item).toMatchObject({
    '@odata.type': '#microsoft.graph.commsNotification',
    changeType: 'created',
    resource: `/app/calls/${callId}`,
    resourceUrl: `/communications/calls/${callId}`,
    resourceData: {
      '@odata.type': '#microsoft.graph.call',
      id: callId,
      state: 'incoming',
      direction: 'incoming',
      callbackUri: 'http://localhost/desk',
      source: {
        '@odata.type': '#microsoft.graph.participantInfo',
        identity: { user: { id: 'ada', displayName: 'Ada', tenantId: 'tenant-1', identityProvider: 'AAD' } },
      },
      targets: [{ identity: { application: { id: 'desk' } } }],
      requestedModalities: ['audio'],
      tenantId: 'tenant-1',
      callChainId: chain,
      incomingContext: { '@odata.type': '#microsoft.graph.incomingContext' },
    },
  });
});

test('notifications are signed so that the published keys, issuer, audience, tenant and expiry can be checked', async () => {
  const t = testDoor();
  await dialDesk(t);
  const fetch = (url: string | URL | Request): Promise<Response> => t.door.fetch(new Request(url));
  const document = (await (await fetch(new URL('/v1/.well-known/OpenIdConfiguration', publicUrl))).json()) as {
    issuer: string;
    jwks_uri: string;
  };
  const keys = createRemoteJWKSet(new URL(document.jwks_uri), { [customFetch]: fetch });
  const [, jwt = ''] = t.received[0]?.headers.get('authorization')?.split(' ') ?? [];
  const currentDate = new Date(t.h.clock.wallMs());
  const { payload } = await jwtVerify(jwt, keys, { issuer: document.issuer, audience: 'desk', currentDate, algorithms: ['RS256'] });
  expect(payload).toMatchObject({ iss: 'https://api.botframework.com', tid: 'tenant-1' });
  expect((payload.exp ?? 0) - (payload.nbf ?? 0)).toBe(3600);
  await expect(jwtVerify(jwt, keys, { audience: 'echo', currentDate })).rejects.toThrow();
});

test('answered: establishing, established, established with media active, all without an id', async () => {
  const t = testDoor();
  const callId = await dialDesk(t);
  t.received.length = 0;
  const response = await t.command('POST', `/${callId}/microsoft.graph.Answer`, answerBody);
  expect([response.status, await response.text()]).toEqual([202, '']);
  const callChainId = t.h.switchboard.calls()[0]?.callId;
  expect(t.received.map(({ item }) => item.resourceData)).toEqual([
    { '@odata.type': '#microsoft.graph.call', state: 'establishing', callChainId },
    { '@odata.type': '#microsoft.graph.call', state: 'established', direction: 'incoming', callChainId },
    {
      '@odata.type': '#microsoft.graph.call',
      state: 'established',
      mediaState: { '@odata.type': '#microsoft.graph.callMediaState', audio: 'active' },
      meetingCapability: {},
      coOrganizers: [],
      callChainId,
    },
  ]);
  expect(t.received.every(({ url }) => url === 'http://localhost/callback')).toBe(true);
});

test('hang-up by the bot: 204, terminating where the profile has it, deleted; then the call can be read as terminated, then no more', async () => {
  const plain = testDoor();
  await plain.command('DELETE', `/${await atDesk(plain)}`);
  expect(shortly(plain)).toEqual(['deleted * terminated']);
  const t = testDoor({ settings: { profile: 'documents' } });
  const callId = await atDesk(t);
  expect((await t.command('DELETE', `/${callId}`)).status).toBe(204);
  expect(shortly(t)).toEqual(['updated * terminating', 'deleted * terminated']);
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({
    resultInfo: { code: 200, subcode: 7000 },
    meetingCapability: {},
    coOrganizers: [],
  });
  expect(await (await t.command('GET', `/${callId}`)).json()).toMatchObject({ id: callId, state: 'terminated' });
  expect((await t.command('POST', `/${callId}/keepAlive`)).status).toBe(404);
  await t.h.clock.advance(30_000);
  const gone = await t.command('GET', `/${callId}`);
  expect([gone.status, await gone.json()]).toMatchObject([404, { error: { code: '8522', message: 'Call not found.' } }]);
});

test('hang-up by the caller completes operations first, and says so in the documented form', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/recordResponse`, {});
  t.h.switchboard.hangUp({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  await t.h.clock.settle();
  expect(shortly(t)).toEqual(['deleted */operations/* failed', 'deleted * terminated']);
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({
    resultInfo: { code: 200, subcode: 5002, message: 'Ada hung up. DiagCode: 0#5002.@' },
  });
});

test('a blind transfer that is taken ends with 0/7015, one that is not comes back with 500/7000', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  const transferTarget = { '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { user: { id: 'grace' } } };
  expect((await t.command('POST', `/${callId}/transfer`, { transferTarget })).status).toBe(202);
  await t.h.clock.advance(30_000);
  expect(shortly(t)).toEqual(['updated * transferring', 'updated * established active']);
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({
    resultInfo: { code: 500, subcode: 7000, message: 'Grace did not answer. DiagCode: 500#7000.@' },
  });
  await t.command('POST', `/${callId}/transfer`, { transferTarget });
  const legId = t.h.personLeg('grace')?.legId ?? '';
  t.h.switchboard.answer({ legId, userId: 'grace', pageId: 'page-grace' });
  await t.h.engine.connect({ roomId: '', legId, offer: '' });
  await t.h.clock.settle();
  expect(shortly(t).slice(2)).toEqual(['updated * transferring', 'updated * transferAccepted', 'deleted * terminated']);
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({ resultInfo: { code: 0, subcode: 7015 } });
});

test('a redirected call is deleted for the bot; a rejected one as well', async () => {
  const t = testDoor();
  const first = await dialDesk(t);
  const targets = [{ identity: { user: { id: 'grace' } } }, { identity: { application: { id: 'echo' } } }];
  expect((await t.command('POST', `/${first}/redirect`, { targets, timeout: 20 })).status).toBe(202);
  expect((await (await t.command('GET', `/${first}`)).json()) as Call).toMatchObject({ state: 'redirecting' });
  await t.h.clock.advance(20_000);
  expect(shortly(t)).toContain('deleted * terminated');
  t.received.length = 0;
  const second = await dialDesk(t);
  expect((await t.command('POST', `/${second}/reject`, { reason: 'Busy' })).status).toBe(202);
  expect(shortly(t)).toEqual(['created * incoming', 'deleted * terminated']);
});

test('a forwarded call tells voicemail who was meant', async () => {
  const t = testDoor({ noAnswer: { afterMs: 20_000, forwardTo: 'voicemail' } });
  const dialled = t.h.switchboard.dial({ userId: 'ada', pageId: 'p', number: '202' });
  if (!dialled.ok) throw new Error(dialled.message);
  await t.h.engine.connect({ roomId: dialled.callId, legId: dialled.legId, offer: '' });
  await t.h.clock.advance(20_000);
  expect(t.received[0]?.item.resourceData).toMatchObject({
    targets: [{ identity: { application: { id: 'voicemail' } } }],
    callRoutes: [
      {
        '@odata.type': '#microsoft.graph.callRoute',
        routingType: 'forwarded',
        original: { user: { id: 'grace' } },
        final: { application: { id: 'voicemail' } },
      },
    ],
  });
});

test('a bot places a call: 201 establishing with a Location, then the usual steps; nobody answers: 480/10037', async () => {
  const t = testDoor();
  const body = {
    ...answerBody,
    targets: [{ identity: { user: { id: 'grace' } } }],
    requestedModalities: ['audio'],
    tenantId: 'tenant-1',
  } satisfies Call;
  const response = await t.command('POST', '', body);
  const call = (await response.json()) as Call & { id: string };
  expect([response.status, call]).toMatchObject([
    201,
    {
      state: 'establishing',
      direction: 'outgoing',
      callRoutes: [],
      mediaState: null,
      resultInfo: null,
      toneInfo: null,
      subject: null,
      transcription: null,
    },
  ]);
  expect(response.headers.get('location')).toBe(`${publicUrl.origin}/v1.0/communications/calls/${call.id}`);
  await t.h.clock.advance(60_000);
  expect(shortly(t)).toEqual(['updated * establishing', 'deleted * terminated']);
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({ resultInfo: { code: 480, subcode: 10037 } });
});

test('a call that is declined says so, with a code that can be set', async () => {
  for (const [settings, code] of [
    [{}, 603],
    [{ callEnds: { otherDeclined: { code: 480, subcode: 10037 } } }, 480],
  ] as const) {
    const t = testDoor({ settings });
    await t.command('POST', '', { ...answerBody, targets: [{ identity: { user: { id: 'grace' } } }] });
    t.h.switchboard.decline({ legId: t.h.personLeg('grace')?.legId ?? '', userId: 'grace' });
    await t.h.clock.settle();
    const ended: Call | undefined = t.received.at(-1)?.item.resourceData;
    expect([ended?.resultInfo?.code, ended?.resultInfo?.message]).toEqual([
      code,
      expect.stringMatching(/^Grace declined the call\. DiagCode: /) as string,
    ]);
  }
});

test('a call that was taken is established, and active once both have sound', async () => {
  const t = testDoor();
  const created = (await (
    await t.command('POST', '', { ...answerBody, targets: [{ identity: { user: { id: 'grace' } } }] })
  ).json()) as Call;
  const read = async (): Promise<Call> => (await (await t.command('GET', `/${created.id ?? ''}`)).json()) as Call;
  const legId = t.h.personLeg('grace')?.legId ?? '';
  t.h.switchboard.answer({ legId, userId: 'grace', pageId: 'page-grace' });
  expect(await read()).toMatchObject({ state: 'established', mediaState: null });
  await t.h.engine.connect({ roomId: '', legId, offer: '' });
  expect(await read()).toMatchObject({
    state: 'established',
    mediaState: { audio: 'active' },
    targets: [{ identity: { user: { id: 'grace' } } }],
  });
  expect(shortly(t)).toEqual(['updated * establishing', 'updated * established', 'updated * established active']);
});

test('every command and notification is reported twice, without secrets', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  t.exchanges.length = 0;
  await t.command('POST', `/${callId}/keepAlive`, undefined, { headers: { 'client-request-id': 'mine' } });
  t.h.switchboard.hangUp({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  await t.h.clock.settle();
  const [tokenSent, tokenAnswered, sent, answered, noticeSent, noticeAnswered] = t.exchanges;
  expect([tokenSent?.appId, tokenSent?.callId, tokenAnswered?.status]).toEqual(['desk', undefined, 200]);
  expect(sent).toMatchObject({ exchangeId: 'mine', seenBy: 'switchboard', direction: 'command', callId, appId: 'desk', method: 'POST' });
  expect([sent?.status, answered?.status]).toEqual([undefined, 200]);
  expect(noticeSent).toMatchObject({ direction: 'notification', callId, url: 'http://localhost/callback' });
  expect(noticeAnswered?.status).toBe(202);
  const told = JSON.stringify(t.exchanges);
  expect(told).not.toContain('s3cret');
  expect(told).not.toMatch(/eyJ/);
});

test('disposing stops the notifications', async () => {
  const t = testDoor();
  await atDesk(t);
  await t.door[Symbol.asyncDispose]();
  t.h.switchboard.hangUp({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  await t.h.clock.settle();
  expect(t.received).toEqual([]);
});
