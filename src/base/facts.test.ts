import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Facts } from './facts.ts';

type Map = { rang: { readonly times: number } };

test('a listener that throws is reported and silences nobody', () => {
  const errors: unknown[] = [];
  const facts = new Facts<Map>({ onError: (error) => errors.push(error) });
  const heard: number[] = [];
  facts.on('rang', () => { throw new Error('deaf'); }); // prettier-ignore
  facts.on('rang', ({ times }) => heard.push(times));
  facts.tell('rang', { times: 1 });
  expect(heard).toEqual([1]);
  expect(errors).toHaveLength(1);
});

test('listening ends with the signal', () => {
  const facts = new Facts<Map>();
  const stop = new AbortController();
  const heard: number[] = [];
  facts.on('rang', ({ times }) => heard.push(times), { signal: stop.signal });
  facts.tell('rang', { times: 1 });
  stop.abort();
  facts.tell('rang', { times: 2 });
  expect(heard).toEqual([1]);
});

test('next waits for the fact that matches, once', async () => {
  const facts = new Facts<Map>();
  const third = facts.next('rang', { matches: ({ times }) => times === 3 });
  for (const times of [1, 2, 3, 4]) facts.tell('rang', { times });
  expect(await third).toEqual({ times: 3 });
});

test('next rejects with the reason of the signal', async () => {
  const facts = new Facts<Map>();
  const stop = new AbortController();
  const waiting = facts.next('rang', { signal: stop.signal });
  stop.abort(new Error('hung up'));
  await expect(waiting).rejects.toThrow('hung up');
});

test('whoever has heard what they waited for leaves nothing on a signal that goes on', async () => {
  const facts = new Facts<Map>();
  const { signal } = new AbortController();
  for (let times = 1; times <= 3; times++) {
    const waiting = facts.next('rang', { signal });
    facts.tell('rang', { times });
    expect(await waiting).toEqual({ times });
  }
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
