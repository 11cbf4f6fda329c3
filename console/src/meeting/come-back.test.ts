/** A meeting's sound comes back after the network has changed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ComeBack } from './come-back.ts';

let renewals: number;
let settle: () => void;
let comeBack: ComeBack;

beforeEach(() => {
  vi.useFakeTimers();
  renewals = 0;
  comeBack = new ComeBack({
    renew: () => {
      renewals += 1;
      return new Promise((resolve) => (settle = resolve));
    },
  });
  comeBack.follow('leg', 'flowing', true);
});
afterEach(() => void vi.useRealTimers());

const turn = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('sound that fails is connected anew at once', () => {
  comeBack.follow('leg', 'failed', true);
  expect([renewals, comeBack.isSoundLost]).toEqual([1, true]);
});

test('sound that is interrupted is given three seconds', async () => {
  comeBack.follow('leg', 'interrupted', true);
  await turn(2_900);
  expect(renewals).toBe(0);
  await turn(100);
  expect(renewals).toBe(1);
});

test('sound that comes back by itself is left alone', async () => {
  comeBack.follow('leg', 'interrupted', true);
  await turn(1_000);
  comeBack.follow('leg', 'flowing', true);
  await turn(10_000);
  expect([renewals, comeBack.isSoundLost]).toEqual([0, false]);
});

test('another network is answered at once; without the link, as soon as the link is back', () => {
  comeBack.follow('leg', 'flowing', false);
  comeBack.networkChanged();
  expect(renewals).toBe(0);
  comeBack.follow('leg', 'flowing', true);
  expect(renewals).toBe(1);
});

test('one attempt at a time; another after five seconds while the sound is lost', async () => {
  comeBack.follow('leg', 'failed', true);
  comeBack.follow('leg', 'connecting', true);
  comeBack.follow('leg', 'failed', true);
  expect(renewals).toBe(1);
  settle();
  await turn(5_000);
  expect(renewals).toBe(2);
  comeBack.follow('leg', 'flowing', true);
  settle();
  await turn(60_000);
  expect(renewals).toBe(2);
});

test('sound that never flowed is not tried over and over', async () => {
  comeBack.follow('another leg', 'connecting', true);
  comeBack.follow('another leg', 'failed', true);
  comeBack.networkChanged();
  await turn(60_000);
  expect([renewals, comeBack.isSoundLost]).toEqual([0, false]);
});

test('a line that is over is left in peace', async () => {
  comeBack.follow('leg', 'interrupted', true);
  comeBack.follow(undefined, undefined, true);
  comeBack.networkChanged();
  await turn(60_000);
  expect(renewals).toBe(0);
});
