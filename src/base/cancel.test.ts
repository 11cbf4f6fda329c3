import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { orAborted } from './cancel.ts';

const never = new Promise<never>(() => undefined);

test('the work settles the wait, and nothing listens any more', async () => {
  const { signal } = new AbortController();
  const failure = new Error('it failed');
  expect(await orAborted(Promise.resolve(7), signal)).toBe(7);
  await expect(orAborted(Promise.reject(failure), signal)).rejects.toBe(failure);
  expect(await orAborted(Promise.resolve(7), undefined)).toBe(7);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('an abort ends the wait with its own reason, before and during the work; what fails afterwards is nobody’s', async () => {
  const reason = new Error('enough');
  const stop = new AbortController();
  let fail: (error: Error) => void = () => undefined;
  const wait = orAborted(new Promise<never>((_, reject) => (fail = reject)), stop.signal);
  stop.abort(reason);
  await expect(wait).rejects.toBe(reason);
  fail(new Error('too late'));
  await expect(orAborted(never, stop.signal)).rejects.toBe(reason);
  await expect(orAborted(Promise.resolve(7), stop.signal)).rejects.toBe(reason);
});
