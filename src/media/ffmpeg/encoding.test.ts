/** Decoders and encoders as children: what goes in and out of them, however it is cut, and whatever becomes of them. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { IvfReader } from '../ivf.ts';
import { EncodingChild } from './encoding-child.ts';
import { findFfmpeg } from './ffmpeg-child.ts';
import { adtsCutter, h264Cutter, isH264Key, ivfCutter } from './packet-cutters.ts';
import { PictureDecoder } from './picture-decoder.ts';

const clock = realClock();
const isThere = await findFfmpeg({ clock }).then(
  () => true,
  () => false,
);

function made(args: string): Uint8Array {
  return execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', ...args.split(' '), 'pipe:1'], { maxBuffer: 1 << 26 });
}

describe.skipIf(!isThere && process.env['CI'] !== 'true')('with ffmpeg installed', { timeout: 60_000 }, () => {
  test.each([
    ['H.264', h264Cutter, 'testsrc=s=160x90:r=10:d=3 -c:v libx264 -bf 0 -g 10 -aud 1 -pix_fmt yuv420p -f h264', 30],
    ['IVF', ivfCutter, 'testsrc=s=160x90:r=10:d=3 -c:v libvpx -auto-alt-ref 0 -lag-in-frames 0 -f ivf', 30],
    ['AAC', adtsCutter, 'sine=440:d=1:r=48000 -c:a aac -f adts', 48],
  ] as const)('%s is cut into the same packets, however it comes', (_, cutter, args, least) => {
    const bytes = made(args);
    const whole = cutter();
    const packets = [...whole.push(bytes), ...whole.end()];
    expect(Math.abs(packets.length - least)).toBeLessThanOrEqual(1);
    for (const size of [1, 7, 1_000]) {
      const pieces = cutter();
      const found: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) found.push(...pieces.push(bytes.subarray(at, at + size)));
      expect(Buffer.concat([...found, ...pieces.end()])).toEqual(Buffer.concat(packets));
      expect(found.length).toBeGreaterThanOrEqual(packets.length - 1);
    }
    if (cutter === h264Cutter) expect(packets.flatMap((packet, i) => (isH264Key(packet) ? [i] : []))).toEqual([0, 10, 20]);
  });

  const frames = isThere
    ? new IvfReader().push(Buffer.from(made('testsrc2=s=160x90:r=10:d=3 -c:v libvpx -g 10 -auto-alt-ref 0 -lag-in-frames 0 -f ivf')))
    : [];

  test('every picture can be had as soon as it is fed, those between are not made, and a broken one is no hole', async () => {
    const decoder = await PictureDecoder.start({ width: 80, height: 46, clock });
    const seen: string[] = [];
    for (const [i, { data }] of frames.entries()) {
      const isKept = i % 2 === 1;
      const number = decoder.feed(i === 5 ? data.subarray(0, 2) : data, { isKept });
      const picture = isKept ? await decoder.picture(number) : undefined;
      if (picture) seen.push(Buffer.from(picture.data).toString('base64'));
    }
    await decoder.kill();
    expect(seen.length).toBe(15);
    // Where the broken one should be, the one before it is; all others are new.
    expect(seen[2]).toBe(seen[1]);
    expect(new Set(seen).size).toBe(14);
  });

  test('one that is fed ahead gives the picture that was asked for; one that was killed gives its last', async () => {
    const decoder = await PictureDecoder.start({ width: 80, height: 46, clock });
    const numbers = frames.map(({ data }) => decoder.feed(data, { isKept: true }));
    const tenth = Buffer.from((await decoder.picture(numbers[9] ?? 0))?.data ?? []);
    const last = Buffer.from((await decoder.picture(numbers.at(-1) ?? 0))?.data ?? []);
    expect(tenth.length).toBe(80 * 46 * 1.5);
    expect(last.equals(tenth)).toBe(false);
    await decoder.kill();
    expect(decoder.hasEnded).toBe(true);
    const after = await decoder.picture(decoder.feed(frames[0]?.data ?? new Uint8Array(1), { isKept: true }));
    expect(last.equals(after?.data ?? new Uint8Array(0))).toBe(true);
  });

  test('an encoder that cannot do it says what ffmpeg said', async () => {
    const args = '-f rawvideo -pix_fmt yuv420p -s 64x64 -i pipe:0 -c:v libvpx -b:v nonsense -f ivf'.split(' ');
    const child = await EncodingChild.start(args, { clock, cutter: ivfCutter(), ahead: 2 });
    const writing = (async (): Promise<void> => {
      for (let i = 0; i < 100; i++) await child.write(new Uint8Array(64 * 64 * 1.5));
      await child.end();
    })();
    await expect(writing).rejects.toMatchObject({ code: 'media/composite-failed', message: /nonsense/ });
    await child.kill();
  });
});
