import { expect, test } from 'vitest';
import { answerBody, atDesk, testDoor } from './test-door.ts';
import { echoable, Scenarios } from './request-ids.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const toGrace = { ...answerBody, targets: [{ identity: { user: { id: 'grace' } } }] };

test('an answer has what Graph’s answers have: ids, date, version, and where it came from', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  const { status, headers } = await t.command('GET', `/${callId}`, undefined, { headers: { 'client-request-id': 'my-own-id' } });
  expect(status).toBe(200);
  expect(headers.get('request-id')).toMatch(uuid);
  expect(headers.get('client-request-id')).toBe('my-own-id');
  expect(headers.get('date')).toBe(new Date(t.h.clock.wallMs()).toUTCString());
  expect(headers.get('odata-version')).toBe('4.0');
  expect(headers.get('content-type')).toMatch(/^application\/json;odata\.metadata=minimal;/);
  expect(JSON.parse(headers.get('x-ms-ags-diagnostic') ?? '')).toMatchObject({ ServerInfo: { DataCenter: 'Rollcall' } });
});

test('an error says the same ids in its body, and when, without a zone', async () => {
  const t = testDoor();
  const response = await t.command('GET', '/none');
  const { error } = (await response.json()) as { error: { innerError: Record<string, string> } };
  expect(error.innerError['request-id']).toBe(response.headers.get('request-id'));
  expect(error.innerError['client-request-id']).toBe(response.headers.get('request-id'));
  expect(error.innerError['date']).toMatch(/^2026-01-01T00:00:\d\d$/);
  expect(response.headers.get('odata-version')).toBeNull();
});

test.each([
  ['a guid', '9f20b1dc-7264-46ab-a111-26179d2420d2', true],
  ['something else that can be read', 'try 1/2'.replace(' ', '-'), true],
  ['128 characters', 'x'.repeat(128), true],
  ['129 characters', 'x'.repeat(129), false],
  ['nothing', '', false],
  ['a blank within', 'a b', false],
  ['what is not ASCII', 'é', false],
])('%s is echoed: %#', (_, value, isEchoed) => {
  expect(echoable(value)).toBe(isEchoed ? value : undefined);
});

test('a client-request-id that cannot be echoed is replaced by ours', async () => {
  const { headers } = await testDoor().command('GET', '/none', undefined, { headers: { 'client-request-id': 'x'.repeat(5_000) } });
  expect(headers.get('client-request-id')).toBe(headers.get('request-id'));
});

test('the Scenario-Id with which a bot places a call comes back with its notifications, beside the chain', async () => {
  const t = testDoor();
  await t.command('POST', '', toGrace, { headers: { 'scenario-id': 'scenario-of-mine' } });
  await t.command('POST', '', toGrace, { appId: 'echo' });
  const [mine, other] = ['desk', 'echo'].map((appId) => {
    const legId = t.h.appLeg(appId)?.legId ?? '';
    return t.received.find(({ item }) => item.resource.endsWith(legId))?.headers;
  });
  const chains = t.h.switchboard.calls().map(({ callId }) => callId);
  expect([mine?.get('scenario-id'), chains.includes(mine?.get('x-microsoft-skype-chain-id') ?? '')]).toEqual(['scenario-of-mine', true]);
  expect(other?.get('scenario-id')).toBe(other?.get('x-microsoft-skype-chain-id'));
  expect(mine?.get('x-microsoft-skype-message-id')).toMatch(uuid);
});

test('scenarios are forgotten with their calls, and the oldest when there are too many', () => {
  const scenarios = new Scenarios();
  for (let leg = 0; leg <= 5_000; leg++) scenarios.keep(String(leg), new Headers({ 'scenario-id': `s${String(leg)}` }));
  scenarios.keep('odd', new Headers({ 'scenario-id': 'a b' }));
  expect([scenarios.of('0'), scenarios.of('1'), scenarios.of('5000'), scenarios.of('odd')]).toEqual([undefined, 's1', 's5000', undefined]);
  scenarios.forget('1');
  expect(scenarios.of('1')).toBeUndefined();
});
