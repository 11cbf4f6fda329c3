/** Playing: verbs, what they show, and pauses that are passed over. */
import { beforeEach, expect, test } from 'vitest';
import { Playback, type Medium } from './playback.ts';

/** A medium whose time the test turns. */
class Record extends EventTarget implements Medium {
  currentTime = 0;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  muted = false;
  paused = true;
  error: { code: number } | null = null;
  loads = 0;
  refusal: Error | undefined;

  play(): Promise<void> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }

  load(): void {
    this.loads += 1;
    this.currentTime = 0;
  }

  tell(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}

let record: Record;
let playback: Playback;
let detach: () => void;

beforeEach(() => {
  record = new Record();
  playback = new Playback({ durationMs: 60_000, pauses: [{ fromMs: 10_000, toMs: 20_000 }], atMs: 5_000 });
  detach = playback.attach(record);
});

test('it begins at the moment of the link, before anything has been loaded', () => {
  expect(record.currentTime).toBe(5);
  expect(playback.at.get()).toBe(5_000);
});

test('it plays and pauses, and says so', () => {
  playback.toggle();
  expect(playback.view.get().isPlaying).toBe(true);
  record.currentTime = 7.5;
  playback.tick();
  expect(playback.at.get()).toBe(7_500);
  record.tell('waiting');
  expect(playback.view.get().isWaiting).toBe(true);
  record.tell('playing');
  expect(playback.view.get().isWaiting).toBe(false);
  playback.toggle();
  expect(playback.view.get().isPlaying).toBe(false);
});

test('a pause is passed over while it plays, unless that is switched off', () => {
  playback.toggle();
  record.currentTime = 10.1;
  record.tell('timeupdate');
  expect(record.currentTime).toBe(20);
  expect(playback.at.get()).toBe(20_000);
  playback.setSkipping(false);
  record.currentTime = 12;
  playback.tick();
  expect(playback.at.get()).toBe(12_000);
});

test('seeking stays within, and at the end playing begins anew', () => {
  playback.by(-10_000);
  expect(playback.at.get()).toBe(0);
  playback.seek(99_000);
  expect(record.currentTime).toBe(60);
  playback.toggle();
  expect(record.currentTime).toBe(0);
});

test('a pointer that looks for a place is shown, and heard where it lets go', () => {
  playback.toggle();
  playback.scrub(40_000);
  record.currentTime = 6;
  playback.tick();
  expect([playback.at.get(), record.currentTime]).toEqual([40_000, 6]);
  playback.drop();
  expect(record.currentTime).toBe(40);
});

test('speed goes up and down by steps, and stays with the next medium', () => {
  playback.faster(1);
  playback.faster(1);
  expect(record.playbackRate).toBe(1.5);
  for (let i = 0; i < 20; i++) playback.faster(1);
  expect(playback.view.get().rate).toBe(3);
  for (let i = 0; i < 20; i++) playback.faster(-1);
  expect(playback.view.get().rate).toBe(0.5);
  playback.mute();
  playback.seek(30_000);
  detach();
  const film = new Record();
  playback.attach(film);
  expect([film.playbackRate, film.muted, film.currentTime]).toEqual([0.5, true, 30]);
});

test.each([
  [2, /fetched/],
  [3, /from here on/],
  [4, /This browser cannot/],
])('error %i is told in words, and can be tried again at the same moment', (code, words) => {
  playback.seek(30_000);
  record.error = { code };
  record.tell('error');
  expect(playback.view.get().trouble?.message).toMatch(words);
  playback.again();
  expect(playback.view.get().trouble).toBeUndefined();
  expect([record.loads, record.currentTime]).toEqual([1, 30]);
});

test('a browser that forbids sound is named; a play that was broken off is not', async () => {
  record.refusal = Object.assign(new Error('no'), { name: 'NotAllowedError' });
  playback.toggle();
  await Promise.resolve();
  await Promise.resolve();
  expect(playback.view.get().trouble?.message).toMatch(/does not let/);
  playback.again();
  record.refusal = Object.assign(new Error('no'), { name: 'AbortError' });
  playback.toggle();
  await Promise.resolve();
  await Promise.resolve();
  expect(playback.view.get().trouble).toBeUndefined();
});
