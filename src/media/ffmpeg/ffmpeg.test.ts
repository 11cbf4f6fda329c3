/** Files through the real ffmpeg: what is heard and seen in what comes out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { toneMs } from '../goertzel.ts';
import { joined } from '../tones.ts';
import { decoded } from './decoded-pictures.ts';
import { findFfmpeg, ffmpegOutput } from './ffmpeg-child.ts';
import { pictureOfImage, picturesOfVideo, type EncodedPicture } from './pictures-of-file.ts';
import { probeFile } from './probe-file.ts';
import { soundOfFile } from './sound-of-file.ts';

const clock = realClock();
const program = await findFfmpeg({ clock }).catch(() => undefined);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-ffmpeg-'));
const [video, song, image] = ['video.mp4', 'song.ogg', 'image.png'].map((name) => join(folder, name)) as [string, string, string];

/** Four seconds: a red picture, then a blue one; a tone of 440 Hz. */
const made = [
  ['-f', 'lavfi', '-i', 'color=red:s=320x180:d=2:r=10', '-f', 'lavfi', '-i', 'color=blue:s=320x180:d=2:r=10', '-f', 'lavfi', '-i', 'sine=440:d=4', '-filter_complex', '[0][1]concat=n=2[v]', '-map', '[v]', '-map', '2:a', '-c:v', 'mpeg4', '-c:a', 'aac', video],
  ['-f', 'lavfi', '-i', 'sine=600:d=1.5:r=44100', '-ac', '2', song],
  ['-f', 'lavfi', '-i', 'color=green:s=400x400', '-frames:v', '1', image],
]; // prettier-ignore

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
}

test('where it is missing, the error says how to get it', async () => {
  await expect(findFfmpeg({ clock, path: folder })).rejects.toMatchObject({ code: 'media/no-ffmpeg', message: /apt install ffmpeg/ });
});

describe.skipIf(program === undefined)('with ffmpeg installed', () => {
  beforeAll(() => {
    for (const args of made) execFileSync(program ?? '', ['-y', '-loglevel', 'error', ...args]);
  });

  test('a file says what is in it', async () => {
    expect(await probeFile(video, { clock })).toEqual({ hasSound: true, hasPictures: true });
    expect(await probeFile(song, { clock })).toEqual({ hasSound: true, hasPictures: false });
    await expect(probeFile(join(folder, 'nowhere.mp4'), { clock })).rejects.toThrow(/No such file/);
  });

  test('sound comes as 16 kHz mono, whatever it was', async () => {
    const samples = joined(await all(soundOfFile(song, { clock })));
    expect(samples.length / 16).toBeGreaterThan(1_480);
    expect(toneMs(samples, 600, { leastDb: -50 })).toBeGreaterThan(1_400);
    await expect(all(soundOfFile(image, { clock }))).rejects.toMatchObject({ code: 'media/ffmpeg-failed' });
  });

  test('a video comes as VP8 with a key frame every two seconds, and can be seen again', async () => {
    const pictures = await all(picturesOfVideo(video, { clock, framesPerSecond: 10, maxHeight: 90 }));
    expect(pictures.length).toBe(40);
    expect(pictures[0]).toMatchObject({ isKeyFrame: true, width: 160, height: 90, atMs: 0 });
    const keys = pictures.filter(({ isKeyFrame }) => isKeyFrame).map(({ atMs }) => atMs);
    for (const [i, atMs] of keys.entries()) expect(atMs - (keys[i - 1] ?? 0)).toBeLessThanOrEqual(2_000);
    const seen = await all(decoded(inTurn(pictures), { width: 32, height: 18 }));
    expect(seen.map(({ atMs }) => Math.round(atMs))).toEqual(pictures.map(({ atMs }) => Math.round(atMs)));
    expect(colourOf(seen[5]?.data)).toBe('red');
    expect(colourOf(seen[35]?.data)).toBe('blue');
  });

  test('an image is one key frame, on white where its shape is another', async () => {
    const picture = await pictureOfImage(image, { clock });
    expect(picture).toMatchObject({ isKeyFrame: true, width: 1_280, height: 720 });
    const [seen] = await all(decoded(inTurn([picture]), { width: 64, height: 36 }));
    expect(colourOf(seen?.data.subarray((18 * 64 + 32) * 3))).toBe('green');
    expect(colourOf(seen?.data)).toBe('white');
    const [png] = await all(decoded(inTurn([picture]), { width: 64, height: 36, format: 'png' }));
    execFileSync(program ?? '', ['-loglevel', 'error', '-f', 'png_pipe', '-i', 'pipe:0', '-f', 'null', '-'], { input: png?.data });
  });

  test('once it is aborted no picture comes any more, also none that was decoded already', async () => {
    // Gives three pictures at once, and takes whatever comes.
    const path = mkdtempSync(join(folder, 'three-at-once-'));
    writeFileSync(join(path, 'ffmpeg'), '#!/bin/sh\nhead -c 144 /dev/zero\ncat > /dev/null\n', { mode: 0o755 });
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { data } of decoded(inTurn([]), { width: 4, height: 4, path, signal: stop.signal })) {
        seen.push(data.length);
        stop.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(seen).toEqual([48]);
  });

  test('leaving early, or aborting, ends the child; one that is killed by somebody else is told', async () => {
    for await (const picture of picturesOfVideo(video, { clock, loops: true })) if (picture.atMs > 10_000) break;
    const stop = new AbortController();
    const reading = all(picturesOfVideo(video, { clock, loops: true, signal: stop.signal }));
    setImmediate(() => stop.abort(new Error('enough')));
    await expect(reading).rejects.toThrow('enough');
    const before = new Set(children());
    const killed = all(picturesOfVideo(video, { clock, loops: true }));
    killed.catch(() => undefined);
    await expect.poll(() => children().filter((id) => !before.has(id)), { timeout: 10_000 }).toHaveLength(1);
    for (const id of children()) if (!before.has(id)) process.kill(id, 'SIGKILL');
    await expect(killed).rejects.toMatchObject({ code: 'media/ffmpeg-failed', message: 'ffmpeg could not do it: it was killed (SIGKILL)' });
    await expect(all(ffmpegOutput(['-i', join(folder, 'nowhere'), '-f', 'null', '-'], { clock }))).rejects.toThrow(/No such file/);
  });
});

/** The processes that this one has begun and that go on; Linux tells them. */
function children(): readonly number[] {
  const tasks = `/proc/${String(process.pid)}/task`;
  return readdirSync(tasks)
    .flatMap((task) =>
      readFileSync(join(tasks, task, 'children'), 'utf8')
        .trim()
        .split(' '),
    )
    .filter((id) => id !== '')
    .map(Number);
}

async function* inTurn(pictures: readonly EncodedPicture[]): AsyncGenerator<EncodedPicture> {
  yield* pictures;
}

function colourOf(rgb: Uint8Array | undefined): string {
  const [r = 0, g = 0, b = 0] = rgb ?? [];
  if (r > 200 && g > 200 && b > 200) return 'white';
  if (r > g && r > b) return 'red';
  return g > b ? 'green' : 'blue';
}
