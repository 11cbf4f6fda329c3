import { expect, test } from 'vitest';
import { onceDone } from './once-done.ts';

test('all who ask get what was done once, and after a failure it is done again', async () => {
  let times = 0;
  const asked = onceDone(() => (++times === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve(times)));
  const early = [asked(), asked()];
  for (const each of early) await expect(each).rejects.toThrow('not yet');
  expect(times).toBe(1);
  expect(await Promise.all([asked(), asked()])).toEqual([2, 2]);
  expect(await asked()).toBe(2);
});
