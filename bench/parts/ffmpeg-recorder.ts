/** A meeting as ffmpeg records it: one program, a pipe of PCM for each voice and for the mix, Opus into Matroska. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { FRAME_MS, FRAME_SAMPLES } from '../../src/media/frame.ts';
import { Mixer } from '../../src/media/mixer.ts';
import { isThere, onMeasuredCore } from './cores.ts';
import { peakKb } from './memory.ts';
import { PEOPLE, SpokenMeeting } from './spoken-meeting.ts';

export const FFMPEG_MISSING = 'ffmpeg is not there: apt-get install ffmpeg';

export function hasFfmpeg(): boolean {
  if (isThere('ffmpeg')) return true;
  if (process.env['CI'] === 'true') throw new Error('ffmpeg is needed with CI=true: apt-get install ffmpeg');
  return false;
}

export type FfmpegCost = { readonly busyMs: number; readonly peakKb: number; readonly bytes: number };

/** A second at a time goes into each pipe. */
const SLOTS_A_BLOCK = 50;
/** ffmpeg opens one input after the other and may want to read on in one: so much may wait in each of the others. */
const LEAD_BYTES = 1024 * 1024;
const FIRST_PIPE = 3;
const INPUT = ['-probesize', '32', '-analyzeduration', '0', '-f', 's16le', '-ar', '16000', '-ac', '1'];
/** As our encoder is set (`src/media/opus.ts`), as far as ffmpeg has a word for it. */
const OUTPUT = '-c:a libopus -b:a 32k -vbr constrained -compression_level 5 -application lowdelay -frame_duration 20'.split(' ');

/** `all`: each voice and the mix, from beginning to end; `mix`: that alone. On the measured core; its processor time is what the kernel counted. */
export async function recordedByFfmpeg(ms: number, what: 'all' | 'mix'): Promise<FfmpegCost> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  const file = join(folder, 'meeting.mka');
  const count = what === 'all' ? PEOPLE + 1 : 1;
  const numbers = Array.from({ length: count }, (_, i) => i);
  const [program, words] = onMeasuredCore([
    'ffmpeg',
    '-nostdin',
    '-hide_banner',
    '-nostats',
    '-benchmark',
    ...numbers.flatMap((i) => [...INPUT, '-i', `pipe:${String(FIRST_PIPE + i)}`]),
    ...numbers.flatMap((i) => ['-map', String(i)]),
    ...OUTPUT,
    file,
  ]);
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe', ...numbers.map(() => 'pipe' as const)] });
  let told = '';
  (child.stderr as unknown as Readable).setEncoding('utf8').on('data', (text: string) => (told += text));
  const closed = once(child, 'close');
  const pipes = child.stdio.slice(FIRST_PIPE) as unknown as readonly Writable[];
  try {
    const broken = closed.then(() => Promise.reject(new Error(`ffmpeg ended early: ${told}`)));
    broken.catch(() => undefined);
    for (const pipe of pipes) pipe.on('error', () => undefined);
    await Promise.race([fed(pipes, ms), broken]);
    // The kernel's own count at the end would hold the program that started it.
    const peak = peakKb(child.pid ?? 0);
    for (const pipe of pipes) pipe.end();
    const [code] = (await closed) as [number | null];
    const busySeconds = ['utime', 'stime'].reduce((sum, name) => sum + numberAfter(told, name), 0);
    if (code !== 0 || Number.isNaN(busySeconds)) throw new Error(`ffmpeg ended with ${String(code)}: ${told}`);
    return { busyMs: busySeconds * 1_000, peakKb: peak, bytes: (await stat(file)).size };
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
}

async function fed(pipes: readonly Writable[], ms: number): Promise<void> {
  const meeting = new SpokenMeeting(1);
  const mixer = new Mixer();
  const slots = Math.floor(ms / FRAME_MS);
  for (let begin = 0; begin < slots; begin += SLOTS_A_BLOCK) {
    const length = Math.min(SLOTS_A_BLOCK, slots - begin) * FRAME_SAMPLES;
    const blocks = pipes.map(() => new Int16Array(length));
    const mix = blocks.at(-1);
    for (let at = 0; at < length; at += FRAME_SAMPLES) {
      mixer.begin();
      for (const [person, frame] of meeting.next().entries()) {
        if (!frame) continue;
        mixer.add(frame);
        if (pipes.length > 1) blocks[person]?.set(frame, at);
      }
      if (mix) mixer.all(mix.subarray(at, at + FRAME_SAMPLES));
    }
    for (const [i, pipe] of pipes.entries()) pipe.write(bytesOf(blocks[i] ?? new Int16Array(0)));
    for (const pipe of pipes) if (pipe.writableLength > LEAD_BYTES) await once(pipe, 'drain');
  }
  for (const pipe of pipes) if (pipe.writableLength > 0) await once(pipe, 'drain');
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Of the line `bench: utime=1.234s stime=…`. */
function numberAfter(told: string, name: string): number {
  return Number(new RegExp(String.raw`bench:.*${name}=\s*([\d.]+)`, 'u').exec(told)?.[1]);
}
