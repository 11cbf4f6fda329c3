import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import type { Config } from './config.ts';
import { checked } from './config-file.ts';
import { directoryOf } from './directory.ts';

const of = (config: Config = {}): ReturnType<typeof directoryOf> =>
  directoryOf(checked(config, 'the test'), { publicUrl: 'http://127.0.0.1:4400', random: seededRandom(1) });
const away = { name: 'away', number: '300', webhook: 'https://bots.example/calls', appId: 'b0000000-0000-4000-8000-000000000300', secret: 'long-enough' }; // prettier-ignore

test('without a configuration there are four people and three bots, and voicemail takes what nobody takes', () => {
  const { people, apps, noAnswer } = of();
  expect(people.map(({ number }) => number)).toEqual(['201', '202', '203', '204']);
  expect(apps.map(({ number, webhook }) => [number, webhook])).toEqual([
    ['100', 'http://127.0.0.1:4400/bots/front-desk/calls'],
    ['101', 'http://127.0.0.1:4400/bots/echo/calls'],
    ['102', 'http://127.0.0.1:4400/bots/voicemail/calls'],
  ]);
  expect(noAnswer).toEqual({ afterMs: 20_000, forwardTo: apps[2]?.appId });
});

test.each<[string, Config, RegExp]>([
  ['two people', { people: [person(1, '201'), person(2, '201')] }, /201 belongs to two .*P1 and P2/],
  ['a person and a bot', { people: [person(1, '100')] }, /100 belongs to two .*P1 and front desk/],
  ['a bot and an app', { apps: [{ ...away, number: '101' }] }, /101 belongs to two .*echo and away/],
])('one number for %s is told with both names', (_, config, why) => {
  expect(() => of(config)).toThrow(expect.objectContaining({ code: 'server/bad-config', message: expect.stringMatching(why) as string }));
});

test('calls that nobody takes go where the configuration says, or nowhere', () => {
  const { noAnswer, apps } = of({ noAnswer: { afterSeconds: 5, forwardTo: 'front desk' } });
  expect(noAnswer).toEqual({ afterMs: 5_000, forwardTo: apps[0]?.appId });
  expect(of({ noAnswer: { forwardTo: 'nobody' } }).noAnswer).toBeUndefined();
  expect(of({ bots: [] }).noAnswer).toBeUndefined();
});

test('a bot keeps its id from run to run, and its secret is new each time', () => {
  const [first, again] = [seededRandom(1), seededRandom(2)].map((random) =>
    directoryOf(checked({}, 'the test'), { publicUrl: 'http://localhost', random }),
  );
  expect(first?.apps.map(({ appId }) => appId)).toEqual(again?.apps.map(({ appId }) => appId));
  expect(new Set([...(first?.apps ?? []), ...(again?.apps ?? [])].map(({ secret }) => secret)).size).toBe(6);
  for (const { appId } of first?.apps ?? []) expect(appId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test.each([
  ['http://localhost:3000/calls', true],
  ['http://127.0.0.1/calls', true],
  ['http://[::1]:3000/calls', true],
  ['https://bots.example/calls', false],
  ['https://127.evil.example.com.invalid/calls', false],
  ['https://localhost.evil.example/calls', false],
])('an app at %s lives on this machine: %s', (webhook, isLocal) => {
  expect(of({ bots: [], apps: [{ ...away, webhook }] }).apps[0]?.isLocal).toBe(isLocal);
});

test('a bot on another carrier is none of this switchboard', () => {
  const carrier = { tenantId: away.appId, appId: away.appId, secret: 's' };
  expect(of({ bots: [{ name: 'far', number: '400', file: 'far.ts', carrier }] }).apps).toEqual([]);
});

function person(id: number, number: string): { userId: string; name: string; number: string } {
  return { userId: `a0000000-0000-4000-8000-00000000000${String(id)}`, name: `P${String(id)}`, number };
}
