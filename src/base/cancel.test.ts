import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { anyOf, orAborted } from './cancel.ts';

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

test('of several signals the first that aborts counts, with its reason; one alone is itself, and none never aborts', () => {
  const [one, other, reason] = [new AbortController(), new AbortController(), new Error('enough')];
  const first = anyOf(undefined, one.signal, other.signal);
  expect(first.aborted).toBe(false);
  other.abort(reason);
  one.abort(new Error('too late'));
  expect(first.reason).toBe(reason);
  expect(anyOf(undefined, other.signal)).toBe(other.signal);
  expect(anyOf(undefined).aborted).toBe(false);
});
