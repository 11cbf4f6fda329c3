/** What the pages draw by lot. */
import { expect, test } from 'vitest';
import { unit, uuid } from './chance.ts';

test('ids are version 4 UUIDs and differ', () => {
  const ids = Array.from({ length: 50 }, uuid);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(50);
});

test('numbers lie between nought and one', () => {
  for (let i = 0; i < 50; i++) {
    const number = unit();
    expect(number).toBeGreaterThanOrEqual(0);
    expect(number).toBeLessThan(1);
  }
});
