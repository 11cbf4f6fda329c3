/** What every request goes through: tokens of several tenants, limits, and a service that is away. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { FakeService, service } from './fake-service.ts';
import { graphClient } from './open-client.ts';
import { wiredClient } from './test-client.ts';

const target = { identity: { user: { id: 'u' } } };

describe('tokens', () => {
  test('are kept for each tenant, and asked for once by all who wait', async () => {
    const { client: graph, far } = await wiredClient({ tokenUrl: `https://service.test/${service.tenantId}/oauth2/v2.0/token` });
    const other = graph.forTenant('d0000000-0000-4000-8000-00000000000d');
    await Promise.all([graph.calls.keepAlive('1'), graph.calls.keepAlive('2'), other.calls.keepAlive('3'), other.calls.keepAlive('4')]);
    await Promise.all([graph.calls.keepAlive('5'), other.calls.keepAlive('6')]);
    expect(far.asked('token').map(({ path }) => path.split('/')[1])).toEqual([service.tenantId, 'd0000000-0000-4000-8000-00000000000d']);
    const used = far.asked('keepAlive').map(({ path, headers }) => `${path.split('/').at(-2) ?? ''} ${headers.get('authorization') ?? ''}`);
    expect(used.sort()).toEqual([
      '1 Bearer token-1',
      '2 Bearer token-1',
      '3 Bearer token-2',
      '4 Bearer token-2',
      '5 Bearer token-1',
      '6 Bearer token-2',
    ]);
  });

  test('of a national cloud are for its own Graph', async () => {
    const clock = virtualClock();
    const far = await FakeService.start(clock);
    const { tenantId, appId, secret } = service;
    const graph = graphClient({ tenantId, appId, secret, cloud: 'usGovDod', fetch: far.fetch, clock, random: seededRandom(1) });
    await graph.calls.keepAlive('1');
    expect(far.last('token').body).toMatchObject({ scope: 'https://dod-graph.microsoft.us/.default' });
  });

  test('that are refused for a reason that is known are explained', async () => {
    const { client: graph, far } = await wiredClient();
    const error_description = 'AADSTS7000222: The provided client secret keys for app are expired.';
    far.replies.push(({ path }) =>
      path.endsWith('/token') ? Response.json({ error: 'invalid_client', error_description }, { status: 401 }) : undefined,
    );
    await expect(graph.calls.keepAlive('1')).rejects.toMatchObject({
      code: 'platform/no-token',
      message: expect.stringMatching(/the client secret has expired .*AADSTS7000222.*; make a new secret/) as string,
    });
  });
});

describe('a service that is away', () => {
  test('is left alone after five requests, and looked for again', async () => {
    const { client: graph, far, clock } = await wiredClient();
    let isAway = true;
    far.replies.push(({ path }) => (isAway && path.endsWith('/mute') ? Promise.reject(new TypeError('socket hang up')) : undefined));
    for (let time = 0; time < 5; time++) {
      const failing = expect(graph.calls.mute('c')).rejects.toMatchObject({ code: 'platform/unreachable' });
      // Five tries with growing pauses.
      await clock.advance(10_000);
      await failing;
    }
    expect(far.asked('mute')).toHaveLength(25);
    const notSent = { code: 'platform/circuit-open', message: expect.stringContaining('socket hang up') as string };
    await expect(graph.calls.unmute('c')).rejects.toMatchObject(notSent);
    await clock.advance(5_000);
    // The pause is over: one request looks, the others are told at once.
    const looking = expect(graph.calls.mute('c')).rejects.toMatchObject({ code: 'platform/unreachable' });
    await expect(graph.calls.unmute('c')).rejects.toMatchObject(notSent);
    await clock.advance(10_000);
    await looking;
    isAway = false;
    await clock.advance(10_000);
    expect((await graph.calls.mute('c'))?.status).toBe('completed');
    expect((await graph.calls.unmute('c'))?.status).toBe('completed');
  });

  test('is told all the same to hang up', async () => {
    const { client: graph, far, clock } = await wiredClient();
    far.replies.push(({ path, method }) =>
      !path.endsWith('/token') && method === 'POST' ? Promise.reject(new TypeError('socket hang up')) : undefined,
    );
    for (let time = 0; time < 5; time++) {
      const failing = graph.calls.redirect('c', { targets: [target] }).catch(() => undefined);
      await clock.advance(1_000);
      await failing;
    }
    await expect(graph.calls.keepAlive('c')).rejects.toMatchObject({ code: 'platform/circuit-open' });
    expect(await graph.calls.hangUp('c')).toBe('done');
  });
});

describe('limits', () => {
  test('of the service are kept: no more than 5,000 requests on calls in ten seconds, and the queue has an end', async () => {
    const { client: graph, far, clock } = await wiredClient();
    await graph.calls.keepAlive('first');
    const asked = Array.from({ length: 3_500 }, () =>
      graph.calls.keepAlive('c').then(
        () => 'done',
        (error: { code: string }) => error.code,
      ),
    );
    await clock.advance(20_000);
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((outcome) => outcome === 'platform/over-budget')).toHaveLength(501);
    const times = far.asked('keepAlive').map(({ atMs }) => atMs);
    expect(times.filter((atMs) => atMs < 10_000).length).toBeLessThanOrEqual(5_000);
    expect(times.filter((atMs) => atMs === 0)).toHaveLength(1_000);
  });

  test('a 429 holds back every request on calls, not those on people', async () => {
    const { client: graph, far, clock } = await wiredClient();
    far.replies.push(({ path }) =>
      path.endsWith('/mute') && far.asked('mute').length === 1
        ? new Response(null, { status: 429, headers: { 'retry-after': '7' } })
        : undefined,
    );
    far.replies.push(({ path }) =>
      path.endsWith('/presence') ? Response.json({ id: 'u', availability: 'Busy', activity: 'InACall' }) : undefined,
    );
    const muting = graph.calls.mute('c');
    await clock.settle();
    const alive = graph.calls.keepAlive('c');
    await graph.people.presenceOf('u');
    await clock.advance(6_999);
    expect(far.asked('keepAlive')).toHaveLength(0);
    await clock.advance(2);
    await Promise.all([muting, alive]);
    expect(far.asked('mute').map(({ atMs }) => Math.round(atMs))).toEqual([0, 7_000]);
  });

  test('a pause that is too long is not waited for', async () => {
    const { client: graph, far } = await wiredClient();
    far.replies.push(({ path }) =>
      path.endsWith('/mute') ? new Response(null, { status: 503, headers: { 'retry-after': '3600' } }) : undefined,
    );
    await expect(graph.calls.mute('c')).rejects.toMatchObject({ code: 'platform/throttled', status: 503 });
    expect(far.asked('mute')).toHaveLength(1);
  });

  test('a signal ends the waiting for the turn, for a token and for the answer', async () => {
    const { client: graph, far, clock } = await wiredClient();
    far.replies.push(() => new Promise(() => undefined));
    const stop = new AbortController();
    const failing = expect(graph.calls.get('c', { signal: stop.signal })).rejects.toThrow('no more');
    await clock.settle();
    stop.abort(new Error('no more'));
    await failing;
  });
});
