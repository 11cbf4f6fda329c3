import { expect, test } from 'vitest';
import { proofRounds } from '../../../test/proof-rounds.ts';
import { seededRandom } from '../../base/random.ts';
import { commands } from './commands.ts';
import { answerBody, atDesk, testDoor } from './test-door.ts';

const seeds = [
  answerBody,
  { reason: 'busy' },
  { targets: [{ identity: { user: { id: 'grace' } } }], timeout: 20 },
  { transferTarget: { identity: { application: { id: 'echo' } } } },
  { prompts: [{ mediaInfo: { uri: 'http://localhost/a.wav', resourceId: 'a' } }], clientContext: 'x' },
  { stopTones: ['#'], maxRecordDurationInSeconds: 5, bargeInAllowed: true },
  { ...answerBody, targets: [{ identity: { user: { id: 'grace' } } }], requestedModalities: ['audio'] },
];
const oddities: readonly unknown[] = [
  null,
  0,
  -1,
  1e99,
  '',
  'x',
  true,
  [],
  {},
  [null],
  { '@odata.type': 7 },
  '💥'.repeat(50),
  { __proto__: null },
];

test.each(proofRounds(4, 200))('no body makes the door fail, and no call is left behind (seed %i)', async (seed) => {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.unit() * from.length)] as T;
  const spoilt = (value: unknown): unknown => {
    if (random.unit() < 0.15) return pick(oddities);
    if (Array.isArray(value)) return value.map(spoilt);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [random.unit() < 0.1 ? `${name}x` : name, spoilt(each)]));
  };
  const t = testDoor();
  for (let round = 0; round < 60; round++) {
    if (round % 12 === 0) await atDesk(t).catch(() => undefined);
    const [method = '', template = ''] = pick(Object.keys(commands)).split(' ');
    if (method === 'DELETE' && random.unit() < 0.8) continue;
    const path = template.replace('/communications/calls', '').replace('{id}', t.h.appLeg('desk')?.legId ?? 'x');
    const response = await t.command(method, path, method === 'POST' ? spoilt(pick(seeds)) : undefined);
    expect(response.status, await response.clone().text()).not.toBe(500);
  }
  await t.h.clock.advance(50 * 60_000);
  for (const { legs } of t.h.switchboard.calls()) for (const leg of legs) if (leg.kind === 'person') t.h.switchboard.hangUp(leg);
  await t.h.clock.advance(60_000);
  expect(t.h.switchboard.calls()).toEqual([]);
  expect([...t.h.engine.rooms]).toEqual([]);
});
