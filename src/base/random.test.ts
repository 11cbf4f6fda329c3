import { expect, test } from 'vitest';
import { realRandom, seededRandom } from './random.ts';

test('one seed gives one run, another seed another', () => {
  expect(seededRandom(7).uuid()).toBe(seededRandom(7).uuid());
  expect(seededRandom(7).uuid()).not.toBe(seededRandom(8).uuid());
});

test.each([
  ['real', realRandom()],
  ['seeded', seededRandom(3)],
] as const)('%s chance gives version 4 UUIDs and units below 1', (_, random) => {
  const ids = new Set(Array.from({ length: 100 }, () => random.uuid()));
  expect(ids.size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  for (let i = 0; i < 1000; i++) expect(random.unit()).toBeLessThan(1);
});
