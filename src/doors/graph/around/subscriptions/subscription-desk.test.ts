import { constants, createDecipheriv, createHmac, privateDecrypt, type KeyObject } from 'node:crypto';
import type { ChangeNotification as Known } from '@microsoft/microsoft-graph-types';
import { decodeJwt } from 'jose';
import { transcriptShelf } from '../meetings/test-transcripts.ts';
import { dialled } from '../../../../switchboard/test-house.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import type { EncryptedContent, Subscription as Wire } from '../../../../wire/graph/subscription.ts';
import { expect, describe, test } from 'vitest';
import { testAround } from '../test-around.ts';
import {
  inCall as set,
  lifecycleUrl,
  listenAt,
  listenerUrl as url,
  minute,
  momentAt as at,
  presenceWish as presence,
} from './test-listener.ts';
import { testCertificate } from './test-certificate.ts';

describe('a change is told', () => {
  test('of presence: with the client’s state, and not what nobody asked for', async () => {
    const t = await testAround();
    const listener = listenAt(t);
    const { id } = await t.json<Wire>('POST', '/subscriptions', {
      ...presence,
      resource: "/communications/presences?$filter=id in ('ada','linus')",
    });
    await t.ask('POST', '/users/ada/presence/setPresence', set);
    await t.ask('POST', '/users/grace/presence/setPresence', set);
    expect(listener.heard).toEqual([
      {
        subscriptionId: id,
        subscriptionExpirationDateTime: at(60 * minute),
        tenantId: 'tenant-1',
        organizationId: 'tenant-1',
        clientState: 'sesame',
        changeType: 'updated',
        resource: 'communications/presences/ada',
        resourceData: { '@odata.type': '#microsoft.graph.presence', '@odata.id': 'users/ada/presence', id: 'ada' },
      } satisfies Known & { organizationId: string },
    ]);
    expect(listener.bodies[0]).not.toHaveProperty('validationTokens');
    const shown = t.exchanges.filter(({ direction, status }) => direction === 'notification' && status !== undefined);
    expect(
      shown.map(({ status, requestBody }) => [status, requestBody === '']),
      'the handshake and the change',
    ).toEqual([
      [200, true],
      [202, false],
    ]);
  });

  test('of a person whose id was written in letters of the other size; nobody but she is meant by it', async () => {
    const t = await testAround();
    const listener = listenAt(t);
    expect((await t.ask('POST', '/subscriptions', { ...presence, resource: '/communications/presences/ADA' })).status).toBe(201);
    expect((await t.ask('POST', '/subscriptions', { ...presence, resource: '/communications/presences/ADAM' })).status).toBe(404);
    await t.ask('POST', '/users/grace/presence/setPresence', set);
    await t.ask('POST', '/users/aDa/presence/setPresence', set);
    expect(listener.heard.map(({ resource }) => resource)).toEqual(['communications/presences/ada']);
  });

  test('of a call that a person takes, as it begins and as it ends; and of its record', async () => {
    const t = await testAround();
    const listener = listenAt(t);
    await t.ask('POST', '/subscriptions', presence);
    const records = {
      changeType: 'created',
      notificationUrl: url,
      resource: 'communications/callRecords',
      expirationDateTime: at(4230 * minute),
    };
    expect((await t.ask('POST', '/subscriptions', records)).status).toBe(201);
    const { callId, legId } = await dialled(t.h, 'ada', '202');
    t.h.switchboard.hangUp({ userId: 'ada', legId });
    await t.h.clock.advance(minute);
    expect(listener.heard.map(({ changeType, resource }) => `${String(changeType)} ${String(resource)}`).toSorted()).toEqual([
      `created communications/callRecords/${callId}`,
      'updated communications/presences/ada',
      'updated communications/presences/ada',
    ]);
    expect((await t.ask('GET', `/communications/callRecords/${callId}`)).status).toBe(200);
  });

  test('of a transcript, with all of it sealed for whoever has the key: read here with node:crypto alone', async () => {
    const transcripts = transcriptShelf();
    const t = await testAround({ transcripts });
    const listener = listenAt(t);
    const certificate = testCertificate();
    const pem = `-----BEGIN CERTIFICATE-----\n${certificate.base64.replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
    const sealing = { includeResourceData: true, encryptionCertificateId: 'mine' };
    const common = { changeType: 'created', notificationUrl: url, expirationDateTime: at(50 * minute) };
    const { id: meetingId } = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {});
    for (const [resource, encryptionCertificate] of [
      ['communications/onlineMeetings/getAllTranscripts', certificate.base64],
      [`communications/onlineMeetings/${meetingId}/transcripts`, pem],
      ['users/Ada/onlineMeetings/getAllTranscripts', Buffer.from(pem).toString('base64')],
      ['users/grace/onlineMeetings/getAllTranscripts', certificate.base64],
      ['communications/onlineMeetings/getAllRecordings', certificate.base64],
    ])
      expect((await t.ask('POST', '/subscriptions', { ...common, ...sealing, resource, encryptionCertificate })).status, resource).toBe(
        201,
      );
    const startedMs = Date.UTC(2026, 0, 2);
    transcripts.put({
      recordingId: 't1',
      meetingId,
      tenantId: 'tenant-1',
      organizerId: 'ada',
      callId: 'c1',
      startedMs,
      endedMs: startedMs,
    });
    await t.h.clock.settle();
    expect(listener.heard).toHaveLength(3);
    for (const [index, { encryptedContent, resource }] of listener.heard.entries()) {
      expect(resource).toBe(`communications/onlineMeetings('${meetingId}')/transcripts('t1')`);
      expect(encryptedContent).toMatchObject({
        encryptionCertificateId: 'mine',
        encryptionCertificateThumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
      });
      expect(opened(encryptedContent as EncryptedContent, certificate.privateKey)).toMatchObject({
        id: 't1',
        meetingId,
        transcriptContentUrl: expect.any(String),
      });
      const [token = ''] = listener.bodies[index]?.validationTokens ?? [];
      expect(decodeJwt(token)).toMatchObject({
        aud: 'desk',
        tid: 'tenant-1',
        appid: '0bf30f3b-4a52-48df-9a82-234910c4a086',
        iss: 'https://sts.windows.net/tenant-1/',
      });
    }
    const keys = listener.heard.map(({ encryptedContent }) => encryptedContent?.dataKey);
    expect(new Set(keys).size, 'a key of its own for each').toBe(3);
  });
});

describe('an address that fails', () => {
  const failing = () => new Response(null, { status: 503 });

  test('or is slow for three seconds is tried again, later and later, and then hears all in order', async () => {
    const t = await testAround();
    const listener = listenAt(t);
    await t.ask('POST', '/subscriptions', presence);
    listener.answers = [failing, () => new Promise<Response>(() => undefined), failing];
    await t.ask('POST', '/users/ada/presence/setPresence', set);
    await t.ask('POST', '/users/ada/presence/setPresence', { ...set, activity: 'InAConferenceCall' });
    await t.h.clock.advance(5_000 + 3_000 + 10_000 + 19_000);
    expect(listener.answers).toHaveLength(0);
    expect(listener.heard).toHaveLength(0);
    await t.h.clock.advance(1_000);
    expect(listener.heard).toHaveLength(2);
  });

  test('is given up after four hours, and told by its lifecycle address that it missed something', async () => {
    const t = await testAround();
    const listener = listenAt(t);
    const lifecycle = listenAt(t, lifecycleUrl);
    const records = {
      changeType: 'created',
      notificationUrl: url,
      lifecycleNotificationUrl: lifecycleUrl,
      resource: 'communications/callRecords',
      expirationDateTime: at(4230 * minute),
      clientState: 's',
    };
    const { id } = await t.json<Wire>('POST', '/subscriptions', records);
    expect([listener.asked.length, lifecycle.asked.length]).toEqual([1, 1]);
    listener.answers = Array.from({ length: 100 }, () => failing);
    const { legId } = await dialled(t.h, 'ada', '202');
    t.h.switchboard.hangUp({ userId: 'ada', legId });
    await t.h.clock.advance(3 * 60 * minute);
    expect(lifecycle.heard).toEqual([]);
    await t.h.clock.advance(65 * minute);
    expect(lifecycle.heard).toEqual([
      {
        subscriptionId: id,
        subscriptionExpirationDateTime: at(4230 * minute),
        tenantId: 'tenant-1',
        clientState: 's',
        lifecycleEvent: 'missed',
      },
    ]);
    const tries = 100 - listener.answers.length;
    expect(tries).toBeGreaterThan(10);
    await t.h.clock.advance(60 * minute);
    expect(100 - listener.answers.length).toBe(tries);
  });

  test('does not fill the house: more than its queue holds, and the oldest is given up', async () => {
    const t = await testAround({ settings: { subscriptions: { ...(await testAround()).surroundings.settings.subscriptions, queue: 3 } } });
    const listener = listenAt(t);
    const lifecycle = listenAt(t, lifecycleUrl);
    await t.ask('POST', '/subscriptions', { ...presence, lifecycleNotificationUrl: lifecycleUrl });
    listener.answers = [() => new Promise<Response>(() => undefined)];
    for (let index = 0; index < 10; index++)
      await t.ask('POST', '/users/ada/presence/setPresence', { ...set, activity: index % 2 ? 'InACall' : 'InAConferenceCall' });
    expect(lifecycle.heard.map(({ lifecycleEvent }) => lifecycleEvent)).toEqual(['missed']);
    await t.h.clock.advance(10_000);
    expect(listener.heard).toHaveLength(4);
  });
});

describe('what becomes of a subscription is told at its lifecycle address', () => {
  const withLifecycle = { ...presence, lifecycleNotificationUrl: lifecycleUrl };

  test('a while before it ends, once for each renewal', async () => {
    const t = await testAround();
    listenAt(t);
    const lifecycle = listenAt(t, lifecycleUrl);
    const { id } = await t.json<Wire>('POST', '/subscriptions', withLifecycle);
    await t.h.clock.advance(44 * minute);
    expect(lifecycle.heard).toEqual([]);
    await t.h.clock.advance(minute);
    expect(lifecycle.heard).toMatchObject([{ subscriptionId: id, lifecycleEvent: 'reauthorizationRequired', clientState: 'sesame' }]);
    expect((await t.ask('POST', `/subscriptions/${id}/reauthorize`)).status).toBe(204);
    await t.ask('PATCH', `/subscriptions/${id}`, { expirationDateTime: at(100 * minute) });
    await t.h.clock.advance(40 * minute);
    expect(lifecycle.heard).toHaveLength(2);
    expect((await t.ask('PATCH', `/subscriptions/${id}`, { lifecycleNotificationUrl: url })).status).toBe(400);
  });

  test('when its app may not hear of it any more', async () => {
    const t = await testAround();
    const listener = listenAt(t);
    const lifecycle = listenAt(t, lifecycleUrl);
    const { id } = await t.json<Wire>('POST', '/subscriptions', withLifecycle);
    const desk = t.directory.apps.find(({ appId }) => appId === 'desk');
    Object.assign(desk ?? {}, { grants: { 'tenant-1': ['CallRecords.Read.All', 'Presence.ReadWrite'] } });
    await t.ask('POST', '/users/ada/presence/setPresence', set, { appId: 'echo' });
    expect(listener.heard).toEqual([]);
    expect(lifecycle.heard).toMatchObject([{ subscriptionId: id, lifecycleEvent: 'subscriptionRemoved' }]);
    expect(t.surroundings.subscriptions.values()).toEqual([]);
  });
});

test('what goes on in a meeting is told at beta: begun, who came and went, over; sealed or plain', async () => {
  const t = await testAround();
  const plain = listenAt(t);
  const sealed = listenAt(t, 'http://localhost/sealed');
  const { joinWebUrl, joinMeetingIdSettings } = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', { lobbyBypassSettings: { scope: 'everyone' } }); // prettier-ignore
  const wish = { changeType: 'updated', notificationUrl: url, resource: `/communications/onlineMeetings/?$filter=JoinWebUrl eq '${joinWebUrl}'`, expirationDateTime: at(60 * minute) }; // prettier-ignore
  expect((await t.ask('POST', '/v1.0/subscriptions', wish)).status).toBe(400);
  expect((await t.ask('POST', '/beta/subscriptions', { ...wish, resource: wish.resource.replace(joinWebUrl, 'https://x') })).status).toBe(
    404,
  );
  expect((await t.ask('POST', '/beta/subscriptions', wish)).status).toBe(201);
  const { base64, privateKey } = testCertificate();
  const events = { resource: `communications/onlineMeetings(joinWebUrl='${encodeURIComponent(joinWebUrl)}')/meetingCallEvents`, notificationUrl: 'http://localhost/sealed', includeResourceData: true, encryptionCertificate: base64, encryptionCertificateId: 'mine' }; // prettier-ignore
  expect((await t.ask('POST', '/beta/subscriptions', { ...wish, ...events })).status).toBe(201);
  const { legId } = await dialled(t.h, 'ada', joinMeetingIdSettings.joinMeetingId);
  await t.h.clock.advance(1_000);
  t.h.switchboard.hangUp({ userId: 'ada', legId });
  await t.h.clock.advance(minute);
  const person = { id: 'ada', identity: { User: { Id: 'ada', DisplayName: 'Ada', TenantId: 'tenant-1' } } };
  const expected = [
    { eventType: 'Microsoft.Communication.CallStarted', state: 'active' },
    { eventType: 'Microsoft.Communication.CallRosterUpdate', 'activeParticipants@joined': [person], 'activeParticipants@exited': [] },
    { eventType: 'Microsoft.Communication.CallRosterUpdate', 'activeParticipants@joined': [], 'activeParticipants@exited': [person] },
    { eventType: 'Microsoft.Communication.CallEnded', state: 'inactive' },
  ];
  expect(plain.heard.map(({ resourceData }) => resourceData)).toMatchObject(expected);
  expect(sealed.heard.map(({ encryptedContent }) => opened(encryptedContent as EncryptedContent, privateKey))).toMatchObject(expected);
  expect(sealed.heard[0]?.resourceData).not.toHaveProperty('eventType');
});

/** As the documents tell an app to do it. */
function opened({ data, dataKey, dataSignature }: EncryptedContent, privateKey: KeyObject): unknown {
  const key = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING }, Buffer.from(dataKey, 'base64'));
  const sealed = Buffer.from(data, 'base64');
  expect(createHmac('sha256', key).update(sealed).digest('base64')).toBe(dataSignature);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')) as unknown;
}
