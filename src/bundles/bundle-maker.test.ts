import { expect, test } from 'vitest';
import { BundleMaker } from './bundle-maker.ts';
import { adaId, begunMs, botId, testMaker } from './test-bundle.ts';

test('times count from the begin of the call, and deeds are in their order', () => {
  const { call, deeds, people, apps, facts } = testMaker().bundle();
  expect(deeds.map(({ kind, atMs }) => [kind, atMs])).toEqual([['dial', 0], ['key', 2_000], ['say', 4_000], ['hangUp', 9_000]]); // prettier-ignore
  expect(call).toMatchObject({ begunMs, endedMs: begunMs + 9_001, from: { name: 'Ada Moreno' }, to: { name: 'front desk' } });
  expect(people).toEqual([{ userId: adaId, name: 'Ada Moreno', number: '201' }]);
  expect(apps).toEqual([{ appId: botId, name: 'front desk', number: '100' }]);
  expect(facts).toHaveLength(4);
});

test('the reports of both ends of one message are one message', () => {
  const maker = testMaker();
  const sent = { exchangeId: 'x', direction: 'command', appId: botId, atMs: begunMs + 5, method: 'POST', url: 'http://x/answer', requestHeaders: {} } as const; // prettier-ignore
  maker.exchange({ ...sent, seenBy: 'bot', requestBody: '{}' });
  maker.exchange({ ...sent, seenBy: 'switchboard', atMs: begunMs + 7, requestBody: '{}', status: 202, responseBody: 'done' });
  maker.exchange({ ...sent, seenBy: 'bot', status: 202 });
  expect(maker.bundle().messages).toEqual([
    { atMs: 5, direction: 'command', appId: botId, method: 'POST', url: 'http://x/answer', requestBody: '{}', status: 202, responseBody: 'done', seenBy: ['bot', 'switchboard'] }, // prettier-ignore
  ]);
});

test('a rung of the inspector is a message of the app at its end', () => {
  const maker = testMaker();
  const bot = { id: botId, name: 'front desk', kind: 'bot' } as const;
  const house = { id: 'switchboard', name: 'Switchboard', kind: 'switchboard' } as const;
  maker.rung({ kind: 'exchange', order: 1, atMs: begunMs, from: house, to: bot, title: 'incoming', method: 'POST', url: 'http://x', requestHeaders: { secret: 'no' }, seenBy: ['bot'], status: 202 }); // prettier-ignore
  expect(maker.bundle().messages).toMatchObject([{ direction: 'notification', appId: botId, status: 202, seenBy: ['bot'] }]);
});

test('without the begin of the call there is no bundle', () => {
  const maker = new BundleMaker({ callId: 'call-9', made: { atMs: 0, by: '1', where: 'lab' } });
  expect(() => maker.bundle()).toThrow(/call-9/);
});
