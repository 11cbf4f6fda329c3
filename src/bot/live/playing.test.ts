/** Files and frames into a call, by the real ffmpeg over a bridge in memory: what is heard, what is seen, and when. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import type { MediaNeed, PictureFrame } from '../../call/media.ts';
import { decoded } from '../../media/ffmpeg/decoded-pictures.ts';
import { toneDb, toneMs } from '../../media/goertzel.ts';
import { readWav } from '../../media/wav.ts';
import type { Shown } from '../../platforms/graph/media/test-bridge.ts';
import { up, type BridgedWorld } from '../../platforms/graph/media/test-bridged-call.ts';
import { wired } from '../../platforms/graph/test-platform.ts';
import { Call } from '../call.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-playing-'));
const [film, song, silent] = ['film.mp4', 'song.mp3', 'silent.mp4'].map((name) => join(folder, name)) as [string, string, string];
const speech = { wavOf: () => Promise.reject(new Error('nothing is said here')) };

/** A second of black silence, then a second of white and 440 Hz. */
const made = [
  ['-f', 'lavfi', '-i', 'color=black:s=320x180:d=1:r=15', '-f', 'lavfi', '-i', 'color=white:s=320x180:d=1:r=15', '-f', 'lavfi', '-i', 'sine=440:d=1', '-filter_complex', '[0][1]concat=n=2[v];[2]adelay=1000[a]', '-map', '[v]', '-map', '[a]', '-c:v', 'mpeg4', '-c:a', 'aac', film],
  ['-f', 'lavfi', '-i', 'sine=600:d=1:r=44100', '-ac', '2', song],
  ['-f', 'lavfi', '-i', 'color=red:s=320x180:d=1:r=15', '-c:v', 'mpeg4', silent],
]; // prettier-ignore

describe.skipIf(spawnSync('ffmpeg', ['-version']).error !== undefined)('with ffmpeg installed', () => {
  beforeAll(() => {
    for (const args of made) execFileSync('ffmpeg', ['-y', '-loglevel', 'error', ...args]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a film is heard and seen in step', async () => {
    const { bridge, clock, call } = await withNeeds('pictures');
    let soundMs: number | undefined;
    const outcome = await passing({ clock }, call.play(film), () => {
      if (bridge.heardMs > 0) soundMs ??= clock.now() - bridge.heardMs;
    });
    expect(outcome).toEqual({ kind: 'played' });
    expect(toneDb(bridge.heard.subarray(0, 12_000), 440)).toBeLessThan(-50);
    const toneAtMs = (soundMs ?? 0) + bridge.heard.findIndex((sample) => Math.abs(sample) > 500) / 16;
    const white = await firstWhite(bridge.shown);
    expect(Math.abs((white?.atMs ?? 0) - toneAtMs)).toBeLessThan(150);
    expect(bridge.asked('stopPictures')).toEqual([{ kind: 'stopPictures', of: 'camera' }]);
  });

  test('music is heard whole; of a film in a call without pictures the sound is', async () => {
    const { bridge, clock, call } = await withNeeds('sound');
    expect(await passing({ clock }, call.play(song))).toEqual({ kind: 'played' });
    expect(toneMs(bridge.heard, 600, { leastDb: -50 })).toBeGreaterThan(900);
    expect(await passing({ clock }, call.play(film))).toEqual({ kind: 'played' });
    expect(toneMs(bridge.heard, 440, { leastDb: -50 })).toBeGreaterThan(800);
    expect(bridge.shown).toEqual([]);
  });

  test('where the service plays, it is handed the sound as a prompt', async () => {
    const { clock, far, answered, platform } = await wired();
    const carrier = await answered();
    const call = new Call({ carrier, speech, clock, log: silentLog });
    const playing = call.play(song);
    await clock.advance(100);
    const [prompt] = far.last('playPrompt').body['prompts'] as { mediaInfo: { uri: string } }[];
    const response = await platform.fetch(new Request(prompt?.mediaInfo.uri ?? ''));
    expect(toneMs(readWav(new Uint8Array(await response.arrayBuffer())), 600, { leastDb: -50 })).toBeGreaterThan(900);
    await far.endOperation('call-1', 'playPrompt', { completionReason: 'completedSuccessfully' });
    expect(await playing).toEqual({ kind: 'played' });
  });

  test('what cannot be played says why', async () => {
    const { clock, call } = await withNeeds('sound');
    const nowhere = call.play(join(folder, 'nowhere.mp3'));
    await expect(passing({ clock }, nowhere)).rejects.toMatchObject({ code: 'bot/unusable-sound', message: /No such file/ });
    await expect(passing({ clock }, call.play(silent))).rejects.toMatchObject({ message: /has no sound.*needs: \['pictures'\]/ });
  });

  test('aborting ends it within a tick, pictures too', async () => {
    const { bridge, clock, call } = await withNeeds('pictures');
    const stop = new AbortController();
    const playing = call.play(film, { signal: stop.signal, on: 'screen' });
    playing.catch(() => undefined);
    while (bridge.shown.length < 3) await clock.advance(20);
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(playing).rejects.toBe(reason);
    const [shown, heardMs] = [bridge.shown.length, bridge.heardMs];
    await clock.advance(1_000);
    expect([bridge.shown.length, bridge.heardMs - heardMs]).toEqual([shown, expect.toSatisfy((ms: number) => ms <= 20)]);
    expect(bridge.asked('stopPictures')).toEqual([{ kind: 'stopPictures', of: 'screen' }]);
  });

  test('a video on the camera goes on anew until something else is shown there', async () => {
    const { bridge, clock, call } = await withNeeds('pictures');
    const video = call.showCamera({ video: silent, loops: true });
    await clock.advance(3_500);
    expect(bridge.shown.length).toBeGreaterThan(40);
    expect(bridge.shown.every(({ header }) => header.kind === 'camera')).toBe(true);
    const once = call.showCamera({ video: silent });
    expect(await video.done).toEqual({ kind: 'stopped' });
    expect(await passing({ clock }, once.done)).toEqual({ kind: 'shown' });
    await expect(call.showCamera({ video: join(folder, 'nowhere.mp4') }).done).rejects.toMatchObject({ code: 'bot/unusable-pictures' });
  });
});

test('frames of one’s own go out as they come, and are over with their stream', async () => {
  const { bridge, clock, call } = await withNeeds('pictures');
  const frame = (isKeyFrame: boolean, byte: number): PictureFrame => ({ codec: 'vp8', data: Uint8Array.of(byte), isKeyFrame, atMs: clock.now(), width: 320, height: 180 }); // prettier-ignore
  async function* frames(): AsyncGenerator<PictureFrame> {
    for (const [isKeyFrame, byte] of [[false, 1], [true, 2], [false, 3]] as const) {
      yield frame(isKeyFrame, byte);
      await clock.sleep(40);
    }
  } // prettier-ignore
  const showing = call.showCamera(frames());
  expect(await passing({ clock }, showing.done)).toEqual({ kind: 'shown' });
  expect(bridge.shown.map(({ data }) => data[0])).toEqual([2, 3]);
  expect(bridge.asked('stopPictures')).toHaveLength(1);
  expect(showing.slide).toBe(0);
});

async function withNeeds(need: MediaNeed): Promise<Omit<BridgedWorld, 'call'> & { readonly call: Call }> {
  const needs = [need];
  const world = await up({ needs });
  return { ...world, call: new Call({ carrier: world.call, speech, clock: world.clock, log: silentLog, needs }) };
}

/** Lets time pass until it is settled. */
async function passing<T>({ clock }: Pick<BridgedWorld, 'clock'>, work: Promise<T>, look: () => void = () => undefined): Promise<T> {
  const over = new AbortController();
  const end = (): void => over.abort();
  work.then(end, end);
  while (!over.signal.aborted) {
    await clock.advance(20);
    look();
  }
  return work;
}

async function firstWhite(shown: readonly Shown[]): Promise<Shown | undefined> {
  async function* pictures(): AsyncGenerator<PictureFrame> {
    for (const [i, { header, data }] of shown.entries())
      yield { codec: 'vp8', data, isKeyFrame: header.isKeyFrame, width: header.width, height: header.height, atMs: i };
  }
  for await (const { data, atMs } of decoded(pictures(), { width: 32, height: 18, clock: realClock() }))
    if ((data[900] ?? 0) > 180) return shown[Math.round(atMs)];
  return undefined;
}
