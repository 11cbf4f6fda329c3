/** The platform as a whole: tokens, retries, the public side, calls that it makes, and what it tells the inspector. */
import { describe, expect, test } from 'vitest';
import type { Sound } from '../../call/platform.ts';
import { writeWav } from '../../media/wav.ts';
import { established, wired } from './test-platform.ts';
import { service } from './fake-service.ts';

const hello: Sound = { name: 'hello', wav: writeWav(new Int16Array(160)) };

describe('the token', () => {
  test('is asked for once by all who need it, with the app’s credentials', async () => {
    const { ring, far, clock } = await wired();
    const [first, second] = [await ring('call-1'), await ring('call-2')];
    await Promise.all([first.reject('busy'), second.reject('busy')]);
    await clock.settle();
    expect(far.asked('token')).toHaveLength(1);
    expect(far.last('token').body).toEqual({
      grant_type: 'client_credentials', client_id: service.appId, client_secret: service.secret, scope: 'https://graph.microsoft.com/.default',
    }); // prettier-ignore
    expect(far.last('reject').headers.get('authorization')).toBe('Bearer token-1');
  });

  test('is renewed five minutes before it expires', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    await clock.advance(54 * 60_000);
    await call.hearKeys();
    expect(far.asked('token')).toHaveLength(1);
    await clock.advance(60_000);
    await call.hangUp();
    expect(far.asked('token')).toHaveLength(2);
    expect(far.last('DELETE').headers.get('authorization')).toBe('Bearer token-2');
  });

  test('that the service no longer accepts is replaced once', async () => {
    const { answered, far } = await wired();
    const call = await answered();
    far.replies.push(({ headers, path }) =>
      path.endsWith('/subscribeToTone') && headers.get('authorization') === 'Bearer token-1'
        ? new Response(null, { status: 401 })
        : undefined,
    );
    await call.hearKeys();
    expect(far.asked('subscribeToTone').map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
    far.replies.push(({ path }) => (path.endsWith('/playPrompt') ? new Response(null, { status: 401 }) : undefined));
    await expect(call.play([hello])).rejects.toMatchObject({ code: 'platform/refused', status: 401 });
    expect(far.asked('playPrompt')).toHaveLength(2);
  });

  test('that is not given is explained in the words of whoever refused it', async () => {
    const { ring, far } = await wired();
    far.replies.push(({ path }) =>
      path.endsWith('/token')
        ? Response.json({ error: 'invalid_client', error_description: 'The secret is wrong.' }, { status: 401 })
        : undefined,
    );
    await expect((await ring()).answer()).rejects.toMatchObject({
      code: 'platform/no-token',
      message: expect.stringContaining('The secret is wrong.') as string,
    });
  });

  test('endpoint that is a web page is told apart', async () => {
    const { ring, far } = await wired();
    far.replies.push(({ path }) => (path.endsWith('/token') ? new Response('<html>') : undefined));
    await expect((await ring()).answer()).rejects.toMatchObject({ code: 'platform/odd-answer' });
  });
});

describe('a service that is busy or away', () => {
  test('is asked again after the time that it names', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ path }) =>
      path.endsWith('/playPrompt') && far.asked('playPrompt').length <= 2
        ? new Response(null, { status: 429, headers: { 'retry-after': '3' } })
        : undefined,
    );
    const playing = call.play([hello]);
    await clock.advance(7_000);
    expect(far.asked('playPrompt').map(({ atMs }) => atMs)).toEqual([0, 3_000, 6_000]);
    await far.endOperation('call-1', 'playPrompt');
    expect(await playing).toEqual({ kind: 'played' });
  });

  test('is left alone after five tries, and the error says so', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => (path.endsWith('/subscribeToTone') ? new Response(null, { status: 503 }) : undefined));
    const failing = expect(call.hearKeys()).rejects.toMatchObject({ code: 'platform/throttled', status: 503 });
    await clock.advance(60_000);
    await failing;
    expect(far.asked('subscribeToTone')).toHaveLength(5);
  });

  test.each([
    ['ECONNREFUSED', 'playPrompt', 2],
    ['ECONNRESET', 'playPrompt', 1],
    ['ECONNRESET', 'subscribeToTone', 2],
  ])('%s at %s: %i tries', async (code, name, tries) => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    let faults = 0;
    far.replies.push(({ path }) =>
      path.endsWith(`/${name}`) && faults++ === 0
        ? Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }))
        : undefined,
    );
    const done = (name === 'playPrompt' ? call.play([hello]) : call.hearKeys()).catch((error: unknown) => error);
    await clock.advance(2_000);
    expect(far.asked(name)).toHaveLength(tries);
    await call.hangUp();
    expect(await done).toEqual(
      tries === 1
        ? expect.objectContaining({ code: 'platform/unreachable' })
        : name === 'playPrompt'
          ? expect.objectContaining({ kind: 'ended' })
          : undefined,
    );
  });

  test('that never answers is given up after 30 s', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => (path.endsWith('/playPrompt') ? new Promise<Response>(() => undefined) : undefined));
    const failing = expect(call.play([hello])).rejects.toMatchObject({
      code: 'platform/unreachable',
      message: expect.stringContaining('30 s') as string,
    });
    await clock.advance(30_000);
    await failing;
  });

  test('an answer that was lost on the way does not lose the call', async () => {
    const { ring, far, clock } = await wired();
    const call = await ring();
    const [lost, repeated] = [
      (): Promise<Response> => Promise.reject(new TypeError('socket hang up')),
      (): Response => new Response(null, { status: 400 }),
    ];
    far.replies.push(({ path }) => (path.endsWith('/answer') ? (far.asked('answer').length === 1 ? lost() : repeated()) : undefined));
    const answering = call.answer();
    await clock.settle();
    await far.notifyCall('updated', 'call-1', { state: 'establishing' });
    await clock.advance(1_000);
    await far.notifyCall('updated', 'call-1', established);
    expect(await answering).toEqual({ kind: 'answered' });
  });
});

describe('the public side', () => {
  test.each([
    ['GET', '/calls', 405],
    ['POST', '/nowhere', 404],
    ['GET', '/', 404],
    ['GET', '/prompts/x.wav', 404],
    ['POST', '/prompts/x.wav', 405],
    ['GET', '/prompts/../calls', 405],
  ])('%s %s is answered with %i', async (method, path, status) => {
    const { platform } = await wired();
    expect((await platform.fetch(new Request(`${service.publicUrl}${path}`, { method }))).status).toBe(status);
  });
});

describe('a call that the bot makes', () => {
  test('is connecting once the service has taken it on, and connected when somebody answers', async () => {
    const { platform, far, clock } = await wired();
    const call = await platform.dial({ user: 'ada' });
    expect(far.last('calls').body).toMatchObject({
      callbackUri: `${service.publicUrl}/calls`,
      targets: [{ identity: { user: { id: 'ada' } } }],
      requestedModalities: ['audio'],
      mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
      tenantId: service.tenantId,
    });
    expect([call.info.id, call.info.direction, call.state.status]).toEqual(['dialled-1', 'outgoing', 'connecting']);
    await far.notifyCall('updated', 'dialled-1', established);
    await clock.settle();
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
  });

  test('hears what was told of it before the service had answered', async () => {
    const { platform, far, clock } = await wired();
    let answer: (response: Response) => void = () => undefined;
    far.replies.push(({ path }) => (path.endsWith('/communications/calls') ? new Promise((resolve) => (answer = resolve)) : undefined));
    const dialling = platform.dial({ user: 'ada' });
    await clock.settle();
    await far.notifyCall('deleted', 'dialled-9', { state: 'terminated', resultInfo: { code: 480, subcode: 10037 } });
    await clock.settle();
    answer(Response.json({ id: 'dialled-9', state: 'establishing' }, { status: 201 }));
    expect((await dialling).state).toMatchObject({ status: 'ended', reason: { message: 'The other side is not signed in anywhere.' } });
  });

  test('and no longer wants is hung up when the service comes back with it', async () => {
    const { platform, far, clock } = await wired();
    let answer: (response: Response) => void = () => undefined;
    far.replies.push(({ path }) => (path.endsWith('/communications/calls') ? new Promise((resolve) => (answer = resolve)) : undefined));
    const stop = new AbortController();
    const dialling = platform.dial({ user: 'ada' }, { signal: stop.signal });
    const failing = expect(dialling).rejects.toThrow('no more');
    await clock.settle();
    stop.abort(new Error('no more'));
    answer(Response.json({ id: 'dialled-9', state: 'establishing' }, { status: 201 }));
    await failing;
    expect(far.asked('DELETE')).toHaveLength(1);
  });

  test('that the service answers without an id fails in words', async () => {
    const { platform, far } = await wired();
    far.replies.push(({ path }) =>
      path.endsWith('/communications/calls') ? Response.json({ state: 'establishing' }, { status: 201 }) : undefined,
    );
    await expect(platform.dial({ user: 'ada' })).rejects.toMatchObject({ code: 'platform/odd-answer' });
  });
});

describe('what is told to the inspector', () => {
  test('is every message both ways, twice, and no secret', async () => {
    const { answered, far, exchanges, clock } = await wired();
    const call = await answered();
    const playing = call.play([hello]);
    await clock.settle();
    await far.endOperation('call-1', 'playPrompt');
    await playing;
    const told = exchanges.map(
      ({ direction, method, url, status }) => `${direction} ${method} ${url.split('/').at(-1) ?? ''} ${String(status ?? '…')}`,
    );
    expect(told).toEqual([
      'notification POST calls …', 'notification POST calls 202',
      'command POST token …', 'command POST token 200', 'command POST answer …', 'command POST answer 202',
      'notification POST calls …', 'notification POST calls 202', 'notification POST calls …', 'notification POST calls 202',
      'command POST playPrompt …', 'command POST playPrompt 200',
      'notification POST calls …', 'notification POST calls 202',
    ]); // prettier-ignore
    const said = JSON.stringify(exchanges);
    for (const secret of [service.secret, encodeURIComponent(service.secret), 'secret+of', 'token-1', 'eyJ'])
      expect(said).not.toContain(secret);
    const [sent, answeredBy] = exchanges.filter(({ url }) => url.endsWith('playPrompt'));
    expect(sent).toMatchObject({ seenBy: 'bot', callId: 'call-1', appId: service.appId });
    expect(answeredBy?.exchangeId).toBe(far.last('playPrompt').headers.get('client-request-id'));
    expect(exchanges[0]).toMatchObject({ exchangeId: 'message-1', callId: 'call-1' });
  });

  test('says in words why nothing came back', async () => {
    const { answered, far, exchanges } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => (path.endsWith('/playPrompt') ? Promise.reject(new TypeError('fetch failed')) : undefined));
    await call.play([hello]).catch(() => undefined);
    expect(exchanges.at(-1)).toMatchObject({ problem: expect.stringContaining('was not answered') as string });
  });
});

test('ending the platform hangs up every call', async () => {
  const { answered, platform, far } = await wired();
  const calls = [await answered('call-1'), await answered('call-2')];
  await platform[Symbol.asyncDispose]();
  expect(calls.map(({ state }) => state.status)).toEqual(['ended', 'ended']);
  expect(far.asked('DELETE')).toHaveLength(2);
});
