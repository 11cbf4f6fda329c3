import { expect, test } from 'vitest';
import type { WireExchange } from '../wire/graph/exchange.ts';
import type { LadderExchange } from '../wire/live/ladder.ts';
import { titleOf } from './exchange-title.ts';
import { Ladders } from './ladder.ts';

const answer: WireExchange = {
  exchangeId: 'e1',
  seenBy: 'bot',
  direction: 'command',
  callId: 'leg',
  appId: 'app',
  atMs: 1000,
  method: 'POST',
  url: 'http://here/v1.0/communications/calls/leg/answer',
  requestHeaders: {},
};

test('the reports of both ends become one rung', () => {
  const ladders = ladder();
  ladders.take(answer);
  ladders.take({ ...answer, seenBy: 'switchboard', status: 202, tookMs: 1 });
  ladders.take({ ...answer, status: 202, tookMs: 5 });
  expect(ladders.of('call')).toHaveLength(1);
  expect(ladders.of('call')[0]).toMatchObject({
    title: 'POST answer',
    seenBy: ['bot', 'switchboard'],
    status: 202,
    tookMs: 5,
    from: { kind: 'bot', name: 'front desk' },
  });
});

test('what is reported before the call is known is put in its place later', () => {
  const ladders = new Ladders({ nameOfApp: () => undefined });
  ladders.take(answer);
  expect(ladders.of('call')).toEqual([]);
  ladders.know('leg', 'call');
  expect(ladders.of('call')).toHaveLength(1);
});

test('a refusal is told in plain words', () => {
  const ladders = ladder();
  ladders.take({ ...answer, status: 404, responseBody: '{"error":{"code":"8522","message":"Call not found."}}' });
  expect((ladders.of('call')[0] as LadderExchange).problem).toBe('Refused with 404 (8522): Call not found.');
});

test.each<[string, Partial<WireExchange>, readonly string[] | undefined]>([
  ['a refusal', { status: 403, responseBody: '{"error":{"code":"7504","message":"No."}}' }, ['HTTP 403 7504']],
  ['a refusal without a body', { status: 504 }, ['HTTP 504']],
  ['a refused token', { status: 401, responseBody: '{"error":"invalid_client","error_description":"AADSTS7000215: x"}' }, ['AADSTS7000215']],
  ['the end of a call', { direction: 'notification', status: 202, requestBody: '{"value":[{"resourceData":{"resultInfo":{"code":500,"subcode":7112}}}]}' }, ['500/7112']],
  ['an operation that went well', { direction: 'notification', status: 202, requestBody: '{"value":[{"resourceData":{"resultInfo":{"code":200,"subcode":0}}}]}' }, undefined],
  ['a success', { status: 202 }, undefined],
  ['a body that was cut off', { status: 400, responseBody: '{"error":{"code":"75' }, ['HTTP 400']],
])('%s is explained where it is opened', (_, more, abouts) => {
  const ladders = ladder();
  ladders.take(answer);
  ladders.take({ ...answer, ...more });
  expect((ladders.of('call')[0] as LadderExchange).explanations?.map(({ about }) => about)).toEqual(abouts);
}); // prettier-ignore

test('rungs and facts stand in the order in which they came, and watchers hear each', () => {
  const ladders = ladder();
  const grew: string[] = [];
  ladders.facts.on('grew', ({ messages }) => grew.push(...messages.map(({ title }) => title)));
  ladders.take(answer);
  ladders.note('call', { atMs: 1001, at: { id: 'p', name: 'Ada', kind: 'person' }, title: 'connected', tone: 'good' });
  expect(ladders.of('call').map(({ order }) => order)).toEqual([1, 2]);
  expect(grew).toEqual(['POST answer', 'connected']);
});

test('an endless call and endless calls do not grow without bound', () => {
  const ladders = new Ladders({ nameOfApp: () => undefined, callLimit: 3, rungLimit: 10 });
  for (let call = 0; call < 10; call++) {
    ladders.know(`leg${String(call)}`, `call${String(call)}`);
    for (let i = 0; i < 50; i++) ladders.take({ ...answer, callId: `leg${String(call)}`, exchangeId: `${String(call)}/${String(i)}` });
  }
  expect(ladders.of('call9')).toHaveLength(10);
  expect(ladders.of('call6')).toHaveLength(0);
});

test.each([
  [{ state: 'established', mediaState: { audio: 'active' } }, 'call established, sound active'],
  [{ state: 'established', toneInfo: { tone: 'tone1', sequenceId: 1 } }, 'key 1'],
  [{ '@odata.type': '#microsoft.graph.playPromptOperation', status: 'completed' }, 'playPrompt completed'],
  [
    { '@odata.type': '#microsoft.graph.playPromptOperation', status: 'failed', resultInfo: { code: 400, subcode: 8508 } },
    'playPrompt cancelled',
  ],
  [[], '0 participants: nobody'],
])('a notification is named by what it says (%#)', (resourceData, title) => {
  const requestBody = JSON.stringify({ value: [{ changeType: 'updated', resourceData }] });
  expect(titleOf({ ...answer, direction: 'notification', requestBody })).toBe(title);
});

test.each([
  ['POST', '/v1.0/communications/calls', 'POST calls'],
  ['GET', '/v1.0/communications/calls/abc', 'GET call'],
  ['POST', '/v1.0/communications/calls/abc/microsoft.graph.playPrompt', 'POST playPrompt'],
  ['POST', '/tenant/oauth2/v2.0/token', 'POST token'],
])('a command is named by its last word: %s %s', (method, path, title) => {
  expect(titleOf({ ...answer, method, url: `http://here${path}` })).toBe(title);
});

function ladder(): Ladders {
  const ladders = new Ladders({ nameOfApp: () => 'front desk' });
  ladders.know('leg', 'call');
  return ladders;
}

test('a roster names who is there and what is not usual of them; a delta who came and went', () => {
  const one = (displayName: string, more: object = {}): object => ({
    info: { identity: { user: { id: displayName, displayName } } },
    ...more,
  });
  const bot = { info: { identity: { application: { id: 'b', displayName: 'notes' } } }, recordingInfo: { recordingStatus: 'recording' } };
  const title = (resourceData: unknown): string =>
    titleOf({ ...answer, direction: 'notification', requestBody: JSON.stringify({ value: [{ changeType: 'updated', resourceData }] }) });
  expect(title([one('Ada'), one('Grace', { isInLobby: true }), bot])).toBe('3 participants: Grace (in the lobby), notes (records), Ada');
  expect(title(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => one(name)))).toBe('6 participants: A, B, C, D and 2 more');
  const delta = { '@odata.type': '#microsoft.graph.deltaParticipants', participants: [one('Ada', { removedState: { reason: 'left' } })] };
  expect(title(delta)).toBe('participants changed: Ada (gone)');
});
