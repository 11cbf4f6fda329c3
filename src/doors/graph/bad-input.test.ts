import { generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import type { ErrorBody } from '../../wire/graph/error-body.ts';
import { directory } from '../../switchboard/test-house.ts';
import { answerBody, atDesk, publicUrl, sharedKeys, testDoor, type TestDoor } from './test-door.ts';
import { issuerOf } from './identity/access-token.ts';
import { defaultSettings } from './settings.ts';
import { signed, SigningKeys } from './identity/signing-keys.ts';

async function refusal(response: Response): Promise<{ status: number; code: string; message: string }> {
  const { error } = (await response.json()) as ErrorBody;
  expect(error.innerError).toMatchObject({ 'request-id': response.headers.get('request-id') });
  return { status: response.status, code: error.code, message: error.message };
}

const appHosted = { ...answerBody, mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: 'x' } };
const grace = { identity: { user: { id: 'grace' } } };
const prompt = { mediaInfo: { uri: 'http://localhost/a.wav' } };

test.each([
  ['malformed JSON', 'POST', '/{id}/playPrompt', '{"prompts": [', 400, 'BadRequest', /not JSON/],
  ['no prompts', 'POST', '/{id}/playPrompt', { prompts: [] }, 400, 'BadRequest', /prompts/],
  ['21 prompts', 'POST', '/{id}/playPrompt', { prompts: Array.from({ length: 21 }, () => prompt) }, 400, 'BadRequest', /prompts/],
  [
    'a prompt without a link',
    'POST',
    '/{id}/playPrompt',
    { prompts: [{ mediaInfo: {} }] },
    400,
    'BadRequest',
    /prompts\[0\]\.mediaInfo\.uri/,
  ],
  [
    'a clientContext of 257',
    'POST',
    '/{id}/playPrompt',
    { prompts: [prompt], clientContext: 'x'.repeat(257) },
    400,
    'BadRequest',
    /clientContext/,
  ],
  ['two prompts to record', 'POST', '/{id}/recordResponse', { prompts: [prompt, prompt] }, 400, '8523', /prompts/],
  ['121 s to record', 'POST', '/{id}/recordResponse', { maxRecordDurationInSeconds: 121 }, 400, 'BadRequest', /maxRecordDurationInSeconds/],
  ['a stop tone that is no key', 'POST', '/{id}/recordResponse', { stopTones: ['flash'] }, 400, 'BadRequest', /“flash” is no key/],
  ['a body that is a list', 'POST', '/{id}/subscribeToTone', [], 400, 'BadRequest', /body/],
  ['answering twice', 'POST', '/{id}/answer', answerBody, 409, 'Conflict', /it is connected/],
  ['app-hosted media', 'POST', '/{id}/answer', appHosted, 501, 'NotImplemented', /serviceHostedMediaConfig/],
  ['no callbackUri', 'POST', '/{id}/answer', { mediaConfig: answerBody.mediaConfig }, 400, 'BadRequest', /callbackUri/],
  [
    'a callbackUri that is no address',
    'POST',
    '/{id}/answer',
    { ...answerBody, callbackUri: 'ftp://x' },
    400,
    'BadRequest',
    /no https address/,
  ],
  [
    'a callbackUri with a password',
    'POST',
    '/{id}/answer',
    { ...answerBody, callbackUri: 'https://a:b@bot.example/' },
    400,
    'BadRequest',
    /callbackUri: it has a user name/,
  ],
  [
    'a callbackUri inside of a network',
    'POST',
    '/{id}/answer',
    { ...answerBody, callbackUri: 'https://10.0.0.1/' },
    400,
    'BadRequest',
    /callbackUri: 10\.0\.0\.1 is .* not public/,
  ],
  [
    'a modality that is none',
    'POST',
    '/{id}/answer',
    { ...answerBody, acceptedModalities: ['audio', 'smell'] },
    400,
    'BadRequest',
    /smell/,
  ],
  ['no prompt to record', 'POST', '/{id}/recordResponse', { prompts: [] }, 400, '8523', /prompts: an empty list/],
  ['video only', 'POST', '/{id}/answer', { ...answerBody, acceptedModalities: ['video'] }, 400, 'BadRequest', /audio/],
  ['an unknown reason', 'POST', '/{id}/reject', { reason: 'tired' }, 400, 'BadRequest', /“tired”|"tired"/],
  ['rejecting what is established', 'POST', '/{id}/reject', { reason: 'busy' }, 409, 'Conflict', /it is connected/],
  ['26 targets', 'POST', '/{id}/redirect', { targets: Array.from({ length: 26 }, () => grace) }, 400, 'BadRequest', /targets/],
  ['a time-out of 14 s', 'POST', '/{id}/redirect', { targets: [grace], timeout: 14 }, 400, 'BadRequest', /timeout/],
  ['redirecting what is established', 'POST', '/{id}/redirect', { targets: [grace] }, 409, 'Conflict', /transfer it/],
  [
    'a target that nobody knows',
    'POST',
    '/{id}/transfer',
    { transferTarget: { identity: { user: { id: 'x' } } } },
    400,
    'BadRequest',
    /directory/,
  ],
  ['a target without an id', 'POST', '/{id}/transfer', { transferTarget: { identity: {} } }, 400, 'BadRequest', /none of user\.id/],
  [
    'a telephone number',
    'POST',
    '/{id}/transfer',
    { transferTarget: { identity: { phone: { id: 'x' } } } },
    400,
    'BadRequest',
    /“x” is no telephone number/,
  ],
  ['a group call', 'POST', '', { ...answerBody, targets: [grace, grace] }, 403, '7504', /InitiateGroupCall/],
  ['a meeting', 'POST', '', { ...answerBody, targets: [], meetingInfo: {} }, 403, '7504', /JoinGroupCall/],
  ['another tenant', 'POST', '', { ...answerBody, targets: [grace], tenantId: 'elsewhere' }, 403, '7505', /tenant/],
  ['raising a hand', 'POST', '/{id}/raiseHand', {}, 501, 'NotImplemented', /raisehand is documented/],
  ['inviting', 'POST', '/{id}/participants/invite', {}, 403, '7504', /InitiateGroupCall/],
  ['reading an operation', 'GET', '/{id}/operations/x', undefined, 405, 'MethodNotAllowed', /operations/],
  ['listing calls', 'GET', '', undefined, 405, 'MethodNotAllowed', /GET/],
  ['an unknown action', 'POST', '/{id}/whistle', {}, 404, 'ResourceNotFound', /whistle/],
  ['a method that is not there', 'PUT', '/{id}/answer', {}, 405, 'MethodNotAllowed', /PUT/],
  ['an unknown call', 'GET', '/nowhere', undefined, 404, '8522', /^Call not found\.$/],
  ['more than 1 MiB', 'POST', '/{id}/playPrompt', `"${'x'.repeat(1024 * 1024)}"`, 413, 'RequestEntityTooLarge', /1048576/],
] as const)('%s: %s %s', async (_, method, path, body, status, code, message) => {
  const t = testDoor();
  const callId = await atDesk(t);
  const got = await refusal(await t.command(method, path.replace('{id}', callId), body));
  expect(got).toMatchObject({ status, code, message: expect.stringMatching(message) as string });
  expect(t.h.appLeg('desk')?.state).toBe('connected');
});

test('malformed JSON is told with its place', async () => {
  const t = testDoor();
  const { message } = await refusal(await t.command('POST', `/${await atDesk(t)}/playPrompt`, '{\n  "prompts": oops\n}'));
  expect(message).toBe('The request is invalid: its body is not JSON. It breaks at line 2, column 14.');
});

test("another app's call is not found", async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/keepAlive'],
  ] as const) {
    const got = await refusal(await t.command(method, `/${callId}${path}`, undefined, { appId: 'echo' }));
    expect(got).toMatchObject({ status: 404, code: '8522' });
  }
});

test('a missing permission is named', async () => {
  const t = testDoor({ apps: directory.apps.map((app) => ({ ...app, grants: { 'tenant-1': ['Calls.Initiate.All'] } })) });
  const callId = await atDesk(t);
  expect(await refusal(await t.command('POST', `/${callId}/recordResponse`, {}))).toMatchObject({
    status: 403,
    code: '7504',
    message: expect.stringContaining('It needs Calls.AccessMedia.All; the token of desk has Calls.Initiate.All.') as string,
  });
  expect((await t.command('POST', `/${callId}/keepAlive`)).status).toBe(200);
});

async function withToken(t: TestDoor, authorization: string | undefined): Promise<{ status: number; code: string; message: string }> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return refusal(await t.door.fetch(new Request(new URL('/v1.0/communications/calls/x', publicUrl), { headers })));
}

test('tokens that are missing, garbled, foreign, expired, for another audience or tenant are refused in words', async () => {
  const t = testDoor();
  const key = await new SigningKeys({ store: sharedKeys, clock: t.h.clock, rotation: defaultSettings, onError: () => undefined }).key();
  const good = { iss: issuerOf('tenant-1'), aud: 'https://graph.microsoft.com', appid: 'desk', tid: 'tenant-1' };
  const make = (claims: object): Promise<string> => signed(key, t.h.clock, { ...good, ...claims }, 3_600_000);
  const { privateKey } = await generateKeyPair('RS256');
  const foreign = await new SignJWT(good).setProtectedHeader({ alg: 'RS256' }).setExpirationTime('1h').sign(privateKey);
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(good)).toString('base64url')}.`;
  const cases: readonly (readonly [string | undefined, RegExp])[] = [
    [undefined, /token is empty/],
    ['Basic abc', /Bearer/],
    ['Bearer nonsense', /not a token that was given out here/],
    [`Bearer ${unsigned}`, /not a token that was given out here|signature/],
    [`Bearer ${foreign}`, /signature is not ours/],
    [`Bearer ${await make({ aud: 'desk' })}`, /Invalid audience: desk/],
    [`Bearer ${await make({ iss: 'https://elsewhere' })}`, /iss/],
    [`Bearer ${await make({ tid: 'elsewhere' })}`, /tenant elsewhere/],
  ];
  for (const [authorization, message] of cases) {
    const got = await withToken(t, authorization);
    expect(got).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken', message: expect.stringMatching(message) as string });
  }
  const stranger = await withToken(t, `Bearer ${await make({ appid: 'stranger' })}`);
  expect(stranger).toMatchObject({ status: 403, code: '7503', message: expect.stringContaining('not registered') as string });
  const once = `Bearer ${await t.token()}`;
  expect((await withToken(t, once)).code).toBe('8522');
  await t.h.clock.advance(3_601_000);
  expect((await withToken(t, once)).message).toMatch(/expired/);
});

test.each([
  ['/app/calls/x', 404, '8522'],
  ['/beta/app/calls/x', 404, '8522'],
  ['/BETA/Communications/Calls/x', 404, '8522'],
  ['/v1.0/communications/onlineMeetings', 501, 'NotImplemented'],
  ['/v1.0/users/ada/presence', 501, 'NotImplemented'],
  ['/v1.0/cheese', 404, 'ResourceNotFound'],
  ['/', 404, 'ResourceNotFound'],
  ['/v1.0/communications/calls/%E0%A4%A', 404, '8522'],
  ['/recordings/unknown', 404, 'ResourceNotFound'],
] as const)('GET %s: %i %s', async (path, status, code) => {
  const t = testDoor();
  const headers = { authorization: `Bearer ${await t.token()}`, 'client-request-id': 'mine' };
  const response = await t.door.fetch(new Request(new URL(path, publicUrl), { headers }));
  expect(response.headers.get('client-request-id')).toBe('mine');
  expect(await refusal(response)).toMatchObject({ status, code });
});

test('an app is called back where it was registered, be that inside of a network', async () => {
  const t = testDoor({ apps: directory.apps.map((app) => ({ ...app, isLocal: false, webhook: 'https://10.0.0.1/in' })) });
  const at = async (callbackUri: string): Promise<number> =>
    (await t.command('POST', '', { ...answerBody, callbackUri, targets: [grace] })).status;
  expect([await at('https://10.0.0.1:444/back'), await at('https://127.0.0.1/'), await at('https://[::1]/')]).toEqual([400, 400, 400]);
  expect([await at('https://a@10.0.0.1/back'), await at('https://10.0.0.1/back')]).toEqual([400, 201]);
});

test('an empty list of prompts to record is taken where the setting says so, and no list in any case', async () => {
  const t = testDoor({ settings: { refusesEmptyPrompts: false } });
  expect((await t.command('POST', `/${await atDesk(t)}/recordResponse`, { prompts: [] })).status).toBe(200);
  const strict = testDoor();
  expect((await strict.command('POST', `/${await atDesk(strict)}/recordResponse`, {})).status).toBe(200);
});

test.each(['/v2.0/communications/calls', '/v3/users/ada', '/v1/subscriptions'])('%s is no version of Graph', async (path) => {
  const t = testDoor();
  const got = await refusal(await t.door.fetch(new Request(new URL(path, publicUrl))));
  expect(got).toMatchObject({ status: 404, code: 'ResourceNotFound' });
});

test('an app that is not of this machine must be called back by https', async () => {
  const t = testDoor({ apps: directory.apps.map((app) => ({ ...app, isLocal: false })) });
  const got = await refusal(await t.command('POST', '', { ...answerBody, targets: [grace] }));
  expect(got).toMatchObject({ status: 400, message: expect.stringContaining('callbackUri must be https') as string });
});
