/** The typed client: every operation's path, what may be sent again, what is gone, and several in one. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GraphClient } from './graph-client.ts';
import { wiredClient } from './test-client.ts';

const group = { routingMode: 'oneToOne', sources: ['a'], receivers: ['b'] } as const;
const prompts = [{ mediaInfo: { uri: 'https://bot.test/a.wav' } }];
const media = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' };
const target = { identity: { user: { id: 'u' } } };
const createBody = { callbackUri: 'https://bot.test', targets: [], requestedModalities: ['audio'], mediaConfig: media };
const one = '/communications/calls/c%2F1';

/** Method, path below the root, what is asked, and whether it is sent again after an answer got lost. */
const operations: readonly (readonly [method: string, path: string, isRepeated: boolean, ask: (client: GraphClient) => Promise<unknown>])[] = [
  ['POST', '/v1.0/communications/calls', false, ({ calls }) => calls.create(createBody)],
  ['GET', '/v1.0/communications/calls', true, ({ calls }) => calls.list()],
  ['GET', `/v1.0${one}`, true, ({ calls }) => calls.get('c/1')],
  ['DELETE', `/v1.0${one}`, true, ({ calls }) => calls.hangUp('c/1')],
  ['POST', `/v1.0${one}/answer`, true, ({ calls }) => calls.answer('c/1', { callbackUri: 'https://bot.test', mediaConfig: media })],
  ['POST', `/v1.0${one}/reject`, true, ({ calls }) => calls.reject('c/1', { reason: 'busy' })],
  ['POST', `/v1.0${one}/redirect`, false, ({ calls }) => calls.redirect('c/1', { targets: [target] })],
  ['POST', `/v1.0${one}/transfer`, false, ({ calls }) => calls.transfer('c/1', { transferTarget: target, transferee: { participantId: 'p' } })],
  ['POST', `/v1.0${one}/keepAlive`, true, ({ calls }) => calls.keepAlive('c/1')],
  ['POST', `/v1.0${one}/mute`, true, ({ calls }) => calls.mute('c/1')],
  ['POST', `/v1.0${one}/unmute`, true, ({ calls }) => calls.unmute('c/1')],
  ['POST', `/v1.0${one}/playPrompt`, false, ({ calls }) => calls.playPrompt('c/1', { prompts })],
  ['POST', `/beta${one}/playPrompt`, false, ({ calls }) => calls.playPrompt('c/1', { prompts, loop: true })],
  ['POST', `/v1.0${one}/recordResponse`, false, ({ calls }) => calls.recordResponse('c/1', { prompts })],
  ['POST', `/v1.0${one}/cancelMediaProcessing`, true, ({ calls }) => calls.cancelMediaProcessing('c/1')],
  ['POST', `/v1.0${one}/subscribeToTone`, true, ({ calls }) => calls.subscribeToTone('c/1')],
  ['POST', `/v1.0${one}/sendDtmfTones`, false, ({ calls }) => calls.sendDtmfTones('c/1', { tones: ['tone1'] })],
  ['POST', `/v1.0${one}/updateRecordingStatus`, true, ({ calls }) => calls.updateRecordingStatus('c/1', { status: 'recording' })],
  ['POST', `/v1.0${one}/changeScreenSharingRole`, true, ({ calls }) => calls.changeScreenSharingRole('c/1', { role: 'viewer' })],
  ['POST', `/v1.0${one}/addLargeGalleryView`, false, ({ calls }) => calls.addLargeGalleryView('c/1')],
  ['GET', `/v1.0${one}/operations/o`, true, ({ calls }) => calls.operation('c/1', 'o')],
  ['GET', `/v1.0${one}/contentSharingSessions`, true, ({ calls }) => calls.contentSharingSessions('c/1')],
  ['GET', `/v1.0${one}/contentSharingSessions/o`, true, ({ calls }) => calls.contentSharingSession('c/1', 'o')],
  ['POST', '/v1.0/communications/calls/logTeleconferenceDeviceQuality', false, ({ calls }) => calls.logTeleconferenceDeviceQuality({})],
  ['GET', `/v1.0${one}/participants`, true, ({ participants }) => participants.list('c/1')],
  ['GET', `/v1.0${one}/participants/p`, true, ({ participants }) => participants.get('c/1', 'p')],
  ['DELETE', `/v1.0${one}/participants/p`, true, ({ participants }) => participants.remove('c/1', 'p')],
  ['POST', `/v1.0${one}/participants/invite`, false, ({ participants }) => participants.invite('c/1', { participants: [target] })],
  ['POST', `/v1.0${one}/participants/p/mute`, true, ({ participants }) => participants.mute('c/1', 'p')],
  ['POST', `/beta${one}/participants/muteAll`, true, ({ participants }) => participants.muteAll('c/1', { participants: ['p'] })],
  ['POST', `/v1.0${one}/participants/p/startHoldMusic`, false, ({ participants }) => participants.startHoldMusic('c/1', 'p')],
  ['POST', `/v1.0${one}/participants/p/stopHoldMusic`, true, ({ participants }) => participants.stopHoldMusic('c/1', 'p')],
  ['POST', `/beta${one}/participants/p/admitFromLobby`, true, ({ participants }) => participants.admitFromLobby('c/1', 'p')],
  ['POST', `/beta${one}/participants/p/removeFromLobby`, true, ({ participants }) => participants.removeFromLobby('c/1', 'p')],
  ['POST', `/beta${one}/participants/admitAllFromLobby`, true, ({ participants }) => participants.admitAllFromLobby('c/1')],
  ['GET', `/v1.0${one}/audioRoutingGroups`, true, ({ routingGroups }) => routingGroups.list('c/1')],
  ['POST', `/v1.0${one}/audioRoutingGroups`, false, ({ routingGroups }) => routingGroups.create('c/1', group)],
  ['GET', `/v1.0${one}/audioRoutingGroups/g`, true, ({ routingGroups }) => routingGroups.get('c/1', 'g')],
  ['PATCH', `/v1.0${one}/audioRoutingGroups/g`, true, ({ routingGroups }) => routingGroups.update('c/1', 'g', group)],
  ['DELETE', `/v1.0${one}/audioRoutingGroups/g`, true, ({ routingGroups }) => routingGroups.delete('c/1', 'g')],
  ['POST', '/v1.0/users/u/onlineMeetings', false, ({ meetings }) => meetings.create('u', { subject: 'x' })],
  ['POST', '/v1.0/users/u/onlineMeetings/createOrGet', true, ({ meetings }) => meetings.createOrGet('u', { externalId: 'x' })],
  ['GET', '/v1.0/users/u/onlineMeetings/m', true, ({ meetings }) => meetings.get('u', 'm')],
  ['GET', '/v1.0/users/u/onlineMeetings/m/attendanceReports', true, ({ meetings }) => meetings.attendanceReports('u', 'm')],
  ['GET', '/v1.0/users/u/onlineMeetings/m/attendanceReports/r', true, ({ meetings }) => meetings.attendanceReport('u', 'm', 'r')],
  ['GET', '/v1.0/users/u/onlineMeetings/m/attendanceReports/r/attendanceRecords', true, ({ meetings }) => meetings.attendanceRecords('u', 'm', 'r')],
  ['GET', '/v1.0/users/u/onlineMeetings', true, ({ meetings }) => meetings.byJoinWebUrl('u', "https://x/?a='b'")],
  ['GET', '/v1.0/users/u/onlineMeetings', true, ({ meetings }) => meetings.byJoinMeetingId('u', '123')],
  ['PATCH', '/v1.0/users/u/onlineMeetings/m', true, ({ meetings }) => meetings.update('u', 'm', { subject: 'y' })],
  ['DELETE', '/v1.0/users/u/onlineMeetings/m', true, ({ meetings }) => meetings.delete('u', 'm')],
  ['GET', '/v1.0/users/ada%40contoso.test', true, ({ people }) => people.get('ada@contoso.test')],
  ['GET', '/v1.0/users', true, ({ people }) => people.find({ filter: "startswith(displayName,'A')", top: 5 })],
  ['GET', '/v1.0/users/u/presence', true, ({ people }) => people.presenceOf('u')],
  ['POST', '/v1.0/communications/getPresencesByUserId', true, ({ people }) => people.presences(['u'])],
  ['POST', '/v1.0/users/u/presence/setPresence', true, ({ people }) => people.setPresence('u', { sessionId: 's', availability: 'Busy', activity: 'InACall' })],
  ['POST', '/v1.0/users/u/presence/clearPresence', true, ({ people }) => people.clearPresence('u', 's')],
]; // prettier-ignore

/** Generated from Graph's metadata; no page of its documentation has them, and the service is not known to serve them. */
const metadataOnly = [
  'DELETE /communications/calls/{}/contentSharingSessions/{}', 'DELETE /communications/calls/{}/operations/{}', 'GET /communications/calls/{}/operations',
  'PATCH /communications/calls/{}', 'PATCH /communications/calls/{}/contentSharingSessions/{}', 'PATCH /communications/calls/{}/operations/{}',
  'PATCH /communications/calls/{}/participants/{}', 'POST /communications/calls/{}/contentSharingSessions', 'POST /communications/calls/{}/operations',
  'POST /communications/calls/{}/participants',
] as const; // prettier-ignore

/** The ids in a path do not matter. */
function shapeOf(operation: string): string {
  return operation
    .replace(/\{[^}]+\}/g, '{}')
    .replace(/\/c%2F1(?=\/|$)/, '/{}')
    .replace(/\/(?:p|g|o)(?=\/|$)/, '/{}');
}

/** Something that fits every answer. */
const anything = {
  id: 'x', state: 'established', status: 'completed', value: [], routingMode: 'oneToOne', availability: 'Busy', activity: 'InACall', info: { identity: {} },
  responses: [],
}; // prettier-ignore

describe('each operation', () => {
  test.each(operations)('%s %s', async (method, path, isRepeated, ask) => {
    const { client: graph, far, clock } = await wiredClient();
    let lost = 0;
    far.replies.push(({ path: asked }) =>
      asked.endsWith('/token') ? undefined : lost++ === 0 ? Promise.reject(new TypeError('socket hang up')) : Response.json(anything),
    );
    const outcome = ask(graph).then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    await clock.advance(2_000);
    expect(await outcome).toBe(isRepeated ? 'done' : 'platform/unreachable');
    const sent = far.seen.filter(({ path: asked }) => !asked.endsWith('/token'));
    expect(sent.map((each) => `${each.method} ${each.path}`)).toEqual(
      Array.from({ length: isRepeated ? 2 : 1 }, () => `${method} ${path}`),
    );
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer token-1');
  });

  test('that is never repeated is, when the service surely has not heard it', async () => {
    const { client: graph, far, clock } = await wiredClient();
    let faults = 0;
    const refused = Object.assign(new Error('ECONNREFUSED'), { code: 'ECONNREFUSED' });
    far.replies.push(({ path }) =>
      path.endsWith('/calls') && faults++ === 0 ? Promise.reject(new TypeError('fetch failed', { cause: refused })) : undefined,
    );
    const creating = graph.calls.create(createBody);
    await clock.advance(2_000);
    expect((await creating).id).toBe('dialled-1');
    expect(far.asked('calls')).toHaveLength(2);
  });

  test('that Microsoft’s own package names for calls is there, but for what only the metadata have', () => {
    const main = createRequire(import.meta.url).resolve('@microsoft/teams.graph-endpoints');
    const folder = join(dirname(main), 'communications/calls');
    const types = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
    const named = types.flatMap((file) =>
      [
        ...readFileSync(join(folder, file), 'utf8').matchAll(/'((?:GET|POST|PATCH|DELETE|PUT) \/communications\/calls[^']*)': Operation/g),
      ].map(([, operation = '']) => shapeOf(operation)),
    );
    const ours = new Set(operations.map(([method, path]) => shapeOf(`${method} ${path.replace(/^\/(v1\.0|beta)/, '')}`)));
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((operation) => !ours.has(operation)).sort()).toEqual(metadataOnly);
  });

  test('on what has ended says gone', async () => {
    const { client: graph, far } = await wiredClient();
    far.replies.push(({ path }) =>
      path.endsWith('/token') ? undefined : Response.json({ error: { code: '8522', message: 'Call not found.' } }, { status: 404 }),
    );
    expect(await graph.calls.hangUp('c')).toBe('gone');
    expect(await graph.calls.keepAlive('c')).toBe('gone');
    expect(await graph.participants.remove('c', 'p')).toBe('gone');
    await expect(graph.calls.get('c')).rejects.toMatchObject({
      status: 404,
      graphCode: '8522',
      message: expect.stringContaining('The call is over'.toLowerCase()) as string,
    });
  });

  test('filters quote what they are given', async () => {
    const { client: graph, far } = await wiredClient();
    let asked = '';
    const fetch: typeof globalThis.fetch = async (input, init) => {
      asked = input instanceof Request ? input.url : input.toString();
      return far.fetch(input, init);
    };
    const { client: seen } = await wiredClient({ fetch });
    far.replies.push(({ path }) =>
      path.endsWith('/onlineMeetings') ? Response.json({ value: [{ id: 'm', subject: 'Lunch', more: 1 }] }) : undefined,
    );
    expect(await seen.meetings.byJoinWebUrl('u', "https://x/?a='b'&c")).toMatchObject({ id: 'm', more: 1 });
    expect(new URL(asked).searchParams.get('$filter')).toBe("JoinWebUrl eq 'https://x/?a=''b''&c'");
    expect(graph).toBeDefined();
  });
});

describe('a batch', () => {
  const gets = [
    { id: '1', method: 'GET', url: '/users/a' },
    { id: '2', method: 'GET', url: '/users/b' },
  ] as const;

  test('brings each answer to its question, good or bad', async () => {
    const { client: graph, far } = await wiredClient();
    const responses = [
      { id: '2', status: 404, body: { error: { code: 'x', message: 'y' } } },
      { id: '1', status: 200, body: { id: 'a' } },
    ];
    far.replies.push(({ path }) => (path.endsWith('/$batch') ? Response.json({ responses }) : undefined));
    const answers = await graph.batch([...gets]);
    expect([answers.get('1')?.status, answers.get('2')?.status]).toEqual([200, 404]);
    expect(far.last('$batch').body).toEqual({ requests: gets });
    expect(await graph.batch([])).toEqual(new Map());
    expect(far.asked('$batch')).toHaveLength(1);
  });

  test('with a body says of what kind it is, and is not sent twice', async () => {
    const { client: graph, far, clock } = await wiredClient();
    far.replies.push(({ path }) => (path.endsWith('/$batch') ? Promise.reject(new TypeError('socket hang up')) : undefined));
    const failing = expect(graph.batch([{ id: '1', method: 'POST', url: '/users/a/onlineMeetings', body: {} }])).rejects.toMatchObject({
      code: 'platform/unreachable',
    });
    await clock.advance(60_000);
    await failing;
    expect(far.asked('$batch')).toHaveLength(1);
    expect(far.last('$batch').body).toMatchObject({ requests: [{ headers: { 'content-type': 'application/json' } }] });
  });

  test('of too many, or with an id twice, is a mistake', async () => {
    const { client: graph } = await wiredClient();
    const many = Array.from({ length: 21 }, (_, at) => ({ id: String(at), method: 'GET', url: '/users/a' }) as const);
    await expect(graph.batch(many)).rejects.toThrow(/takes 20/);
    await expect(graph.batch([gets[0], gets[0]])).rejects.toThrow(/ids of their own/);
  });
});
