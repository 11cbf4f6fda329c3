import type { Subscription } from '@microsoft/microsoft-graph-types';
import { expect, describe, test } from 'vitest';
import { testAround } from '../test-around.ts';
import { inCall as set, listenAt, listenerUrl as url, minute, momentAt as at, presenceWish as presence } from './test-listener.ts';
import { testCertificate } from './test-certificate.ts';
import type { Subscription as Wire } from '../../../../wire/graph/subscription.ts';

describe('a subscription is made', () => {
  test('when its address gives the token back, and is read, listed, renewed and ended', async () => {
    const t = await testAround();
    const listener = listenAt(t);
    const response = await t.ask('POST', '/subscriptions', presence);
    expect(response.status).toBe(201);
    const made = (await response.json()) as Wire;
    expect(made satisfies Subscription).toMatchObject({ resource: presence.resource, applicationId: 'desk', clientState: 'sesame', changeType: 'updated', expirationDateTime: at(60 * minute), latestSupportedTlsVersion: 'v1_2' }); // prettier-ignore
    expect(listener.asked).toHaveLength(1);
    expect(await t.json('GET', `/subscriptions/${made.id}`)).toMatchObject({ id: made.id });
    expect(await t.json('GET', '/subscriptions')).toMatchObject({ value: [{ id: made.id }] });
    expect(await t.json('GET', '/subscriptions', undefined, { appId: 'echo' })).toMatchObject({ value: [] });
    expect((await t.ask('GET', `/subscriptions/${made.id}`, undefined, { appId: 'echo' })).status).toBe(404);
    await t.h.clock.advance(30 * minute);
    const renewed = await t.json('PATCH', `/subscriptions/${made.id}`, { expirationDateTime: at(85 * minute) });
    expect(renewed).toMatchObject({ expirationDateTime: at(85 * minute) });
    await t.h.clock.advance(40 * minute);
    expect((await t.ask('GET', `/subscriptions/${made.id}`)).status).toBe(200);
    await t.h.clock.advance(15 * minute);
    expect((await t.ask('GET', `/subscriptions/${made.id}`)).status, 'it has run out').toBe(404);
    const other = await t.json<Wire>('POST', '/subscriptions', { ...presence, expirationDateTime: at(100 * minute) });
    expect((await t.ask('DELETE', `/subscriptions/${other.id}`)).status).toBe(204);
    expect((await t.ask('DELETE', `/subscriptions/${other.id}`)).status).toBe(404);
    await t.ask('POST', '/users/ada/presence/setPresence', set);
    expect(listener.heard).toEqual([]);
  });

  test.each<[string, (request: Request) => Response | Promise<Response>, string]>([
    ['answers with an error', () => new Response('no', { status: 500 }), 'status 500'],
    [
      'answers with another success',
      (request) =>
        new Response(new URL(request.url).searchParams.get('validationToken'), { status: 202, headers: { 'content-type': 'text/plain' } }),
      'status 202',
    ],
    [
      'answers with HTML',
      (request) => new Response(new URL(request.url).searchParams.get('validationToken'), { headers: { 'content-type': 'text/html' } }),
      'text/html',
    ],
    [
      'does not decode the token',
      (request) => new Response(/validationToken=([^&]+)/.exec(request.url)?.[1], { headers: { 'content-type': 'text/plain' } }),
      'URL-decoded',
    ],
    ['says something else', () => new Response('hello', { headers: { 'content-type': 'text/plain' } }), 'did not give the token back'],
    ['cuts the connection', () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNRESET' })), 'cut'],
  ])('but not when its address %s', async (_, answer, why) => {
    const t = await testAround();
    t.hosts.set(url, answer);
    const response = await t.ask('POST', '/subscriptions', presence);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'ValidationError', message: expect.stringContaining(why) } });
    expect(t.surroundings.subscriptions.values()).toEqual([]);
  });

  test('nor when nobody answers for ten seconds', async () => {
    const t = await testAround();
    t.hosts.set(url, () => new Promise<Response>(() => undefined));
    const asked = t.ask('POST', '/subscriptions', presence);
    const done = t.h.clock.advance(10_000);
    expect((await asked).status).toBe(400);
    await done;
  });

  test.each([
    [{ expirationDateTime: at(120 * minute) }, 400, '60 minutes'],
    [{ expirationDateTime: at(-minute) }, 400, 'future'],
    [{ expirationDateTime: 'later' }, 400, 'expirationDateTime'],
    [{ changeType: 'created' }, 400, 'updated'],
    [{ notificationUrl: 'ftp://localhost/' }, 400, 'https'],
    [{ notificationUrl: 'EventHub:https://x' }, 501, 'Event Hub'],
    [{ clientState: 'x'.repeat(129) }, 400, 'clientState'],
    [{ resource: '/users/ada/messages' }, 501, 'messages'],
    [{ resource: '/communications/presences/nobody' }, 404, 'nobody'],
    [{ resource: "/communications/presences?$filter=shoeSize eq 'x'" }, 400, 'filter'],
    [{ resource: '/communications/callRecords', changeType: 'created', includeResourceData: true }, 400, 'without its content'],
    [{ includeResourceData: true }, 400, 'encryptionCertificate'],
    [{ includeResourceData: true, encryptionCertificate: 'rubbish', encryptionCertificateId: 'x' }, 400, 'X.509'],
    [{ includeResourceData: true, encryptionCertificate: testCertificate('ec').base64, encryptionCertificateId: 'x' }, 400, 'RSA'],
    [
      { includeResourceData: true, encryptionCertificate: testCertificate({ bits: 1024 }).base64, encryptionCertificateId: 'x' },
      400,
      '2048',
    ],
    [
      { resource: '/communications/onlineMeetings/getAllTranscripts', changeType: 'created', expirationDateTime: at(120 * minute) },
      400,
      'lifecycleNotificationUrl',
    ],
    [{ resource: '/users/ada@contoso.example/onlineMeetings/getAllTranscripts', changeType: 'created' }, 404, 'no user with the id'],
  ])('nor with %j', async (change, status, why) => {
    const t = await testAround();
    listenAt(t);
    const response = await t.ask('POST', '/subscriptions', { ...presence, ...change });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(why) } });
  });

  test('nor without the permission that reading would need, nor beyond the number that is kept', async () => {
    const poor = await testAround({ permissions: ['CallRecords.Read.All'] });
    listenAt(poor);
    expect((await poor.ask('POST', '/subscriptions', presence)).status).toBe(403);
    const { subscriptions } = poor.surroundings.settings;
    const full = await testAround({ settings: { subscriptions: { ...subscriptions, perApp: 1 } } });
    listenAt(full);
    expect((await full.ask('POST', '/subscriptions', presence)).status).toBe(201);
    expect((await full.ask('POST', '/subscriptions', presence)).status).toBe(403);
  });
});
