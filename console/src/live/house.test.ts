/** What a page knows after what it was told. */
import { describe, expect, test } from 'vitest';
import type { LadderFact } from '../../../src/wire/live/ladder.ts';
import type { PageEvent, Phone } from '../../../src/wire/live/page-event.ts';
import { emptyHouse, fold, merged, type House } from './house.ts';

const rung = (order: number, title = `rung ${String(order)}`): LadderFact => ({
  kind: 'fact',
  order,
  atMs: order,
  at: { id: 's', name: 'Switchboard', kind: 'switchboard' },
  title,
  tone: 'neutral',
});
const hello = (instance: string): PageEvent => ({ kind: 'hello', version: '1', instance, iceServers: [] });
const phone: Phone = { me: { userId: 'ada', name: 'Ada', number: '201' }, lines: [], log: [] };
const told = (...events: PageEvent[]): House => events.reduce(fold, emptyHouse);

describe('a ladder', () => {
  test('grows at its end', () => {
    expect(merged([rung(1)], [rung(2), rung(3)]).map(({ order }) => order)).toEqual([1, 2, 3]);
  });

  test('replaces a rung of which more is known, in its place', () => {
    const ladder = merged([rung(1), rung(2), rung(3)], [rung(2, 'answered 200')]);
    expect(ladder.map(({ title }) => title)).toEqual(['rung 1', 'answered 200', 'rung 3']);
  });

  test('puts a late rung where it belongs', () => {
    expect(merged([rung(1), rung(4)], [rung(3), rung(2)]).map(({ order }) => order)).toEqual([1, 2, 3, 4]);
  });

  test('begins anew with a first batch', () => {
    const house = told(
      { kind: 'ladder', callId: 'c', isStart: true, messages: [rung(1), rung(2)] },
      { kind: 'ladder', callId: 'c', isStart: true, messages: [rung(7)] },
      { kind: 'ladder', callId: 'c', isStart: false, messages: [rung(8)] },
    );
    expect(house.ladders.get('c')?.map(({ order }) => order)).toEqual([7, 8]);
  });
});

describe('a connection that comes back', () => {
  test('to the same program keeps what was known until it is told anew', () => {
    expect(told(hello('one'), { kind: 'phone', phone }, hello('one')).phone).toBe(phone);
  });

  test('to a program started anew forgets phones and ladders', () => {
    const house = told(
      hello('one'),
      { kind: 'phone', phone },
      { kind: 'ladder', callId: 'c', isStart: true, messages: [rung(1)] },
      hello('two'),
    );
    expect(house.phone).toBeUndefined();
    expect(house.ladders.size).toBe(0);
    expect(house.hello?.instance).toBe('two');
  });
});

test('news of the library are counted, so that no page misses one that came with another', () => {
  const made = { recordingId: 'a', name: 'mixed.wav', done: 0.2 };
  const { library } = told(
    { kind: 'library', recordingIds: ['a', 'b'], making: [made] },
    { kind: 'library', recordingIds: ['b'], making: [{ ...made, done: 0.4 }] },
  );
  expect(library.turn).toBe(2);
  expect([...library.turnOf]).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(library.making.get('a/mixed.wav')?.done).toBe(0.4);
});
