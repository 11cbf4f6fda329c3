/** What becomes of long recordings: how long their files take to be made, a moment in them to be found, the library to show them. */
import { spawnSync } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../../src/archive/archive.ts';
import type { KeptRecording, OpenFile } from '../../src/archive/port.ts';
import { realClock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { archiveOnDisk, operator, type ArchivePlace } from './archive-on-disk.ts';
import { busyFor, percentile, rounded } from './figures.ts';
import { seekTo, type ReadOn } from './ogg-seek.ts';
import { packetsBeforehand, writtenHours } from './written-hours.ts';

export type KeptCost = {
  readonly finish: Finish;
  readonly seek: {
    readonly mixBytes: number;
    /** Range requests for each moment, on average. */
    readonly requests: number;
    readonly ours: Times;
    readonly plain: Times;
    /** 0 where it is not there. */
    readonly ffmpegP50Ms: number;
    readonly ffmpegP99Ms: number;
    /** The same program at the beginning of the file. */
    readonly ffmpegStartMs: number;
  };
  readonly look: {
    /** An archive that has just been opened: facts are read, the key is unwrapped. */
    readonly firstMs: number;
    readonly ours: Times;
    /** The same waveforms in a plain file. */
    readonly plain: Times;
  };
};

/** `busyMs` is processor time, of each on average. */
type Times = { readonly p50Ms: number; readonly p99Ms: number; readonly busyMs: number };

type Finish = { readonly ms: number; readonly busyMs: number };
type Place = { readonly archive: Archive; readonly place: ArchivePlace; readonly recordingId: string };

/** What the house answers with at a time, when a player asks for all that comes from a byte on. */
const PIECE_BYTES = 256 * 1024;
const SEEKS = 300;
const FFMPEG_SEEKS = 20;
const LOOKS = 60;
const MIXED = { kind: 'mixed' } as const;
const clock = realClock();

/** Finishes one of `finishMs`, then plays one of `playMs`. */
export async function keptFor({ finishMs, playMs }: { readonly finishMs: number; readonly playMs: number }): Promise<KeptCost> {
  const packets = await packetsBeforehand();
  await using place = await archiveOnDisk(clock);
  const archive = await place.open();
  // The first is thrown away: it compiles.
  await finished(await writtenHours(archive, packets, { ms: 60_000 }));
  const { finish } = await finished(await writtenHours(archive, packets, { ms: finishMs }));
  const { kept } = await finished(await writtenHours(archive, packets, { ms: playMs, withPauses: true }));
  const over = { archive, place, recordingId: kept.recordingId };
  return { finish, seek: await soughtIn(over, kept.durationMs), look: await lookedAt(over) };
}

async function finished(recording: { finish(why: string): Promise<KeptRecording> }): Promise<{ kept: KeptRecording; finish: Finish }> {
  const beganMs = clock.now();
  let kept: KeptRecording | undefined;
  const busyMs = await busyFor(async () => (kept = await recording.finish('all has been said')));
  if (kept?.state !== 'saved' || kept.problem !== undefined) throw new Error(`not saved: ${String(kept?.problem)}`);
  return { kept, finish: { ms: rounded(clock.now() - beganMs), busyMs: rounded(busyMs) } };
}

/** Moments at random, in turns: through the archive, and the same ranges of the plain file. All of it is in the memory of the kernel. */
async function soughtIn({ archive, place, recordingId }: Place, durationMs: number): Promise<KeptCost['seek']> {
  const opened = (): Promise<OpenFile> => archive.openFile(operator, recordingId, MIXED, 'ogg');
  const whole = await opened();
  const path = join(place.path, 'plain.ogg');
  await writeFile(path, await whole.read(0, whole.sizeBytes));
  const random = seededRandom(11);
  const [ours, plain] = [new Stopwatch(), new Stopwatch()];
  const byFfmpeg: number[] = [];
  let requests = 0;
  for (let i = 0; i < SEEKS; i++) {
    const targetMs = random.unit() * (durationMs - 1_000);
    const asked: number[] = [];
    // Each request is one of its own, as over HTTP.
    const through: ReadOn = async (from) => {
      asked.push(from);
      return (await opened()).read(from, Math.min(from + PIECE_BYTES, whole.sizeBytes));
    };
    await ours.time(() => seekTo(through, whole.sizeBytes, targetMs));
    await plain.time(async () => {
      for (const from of asked) await stretch(path, from, Math.min(from + PIECE_BYTES, whole.sizeBytes));
    });
    requests += asked.length;
  }
  for (let i = 0; i < FFMPEG_SEEKS; i++) {
    const ms = soughtByFfmpeg(path, (random.unit() * (durationMs - 1_000)) / 1_000);
    if (ms !== undefined) byFfmpeg.push(ms);
  }
  const starts = Array.from({ length: 5 }, () => soughtByFfmpeg(path, 0) ?? 0);
  return {
    mixBytes: whole.sizeBytes,
    requests: rounded(requests / SEEKS),
    ours: ours.times(),
    plain: plain.times(),
    ffmpegP50Ms: percentile(byFfmpeg, 0.5),
    ffmpegP99Ms: percentile(byFfmpeg, 0.99),
    ffmpegStartMs: percentile(starts, 0.5),
  };
}

/** What the page of a recording asks for. */
async function lookedAt({ archive, place, recordingId }: Place): Promise<KeptCost['look']> {
  const look = async (at: Archive): Promise<unknown> => [await at.get(operator, recordingId), await at.waveforms(operator, recordingId)];
  const first = new Stopwatch();
  await first.time(async () => look(await place.open()));
  const waveforms = await archive.waveforms(operator, recordingId);
  const path = join(place.path, 'plain.json');
  await writeFile(path, JSON.stringify(waveforms.map(({ track, peaks }) => ({ track, peaks: Buffer.from(peaks).toString('base64') }))));
  const [ours, plain] = [new Stopwatch(), new Stopwatch()];
  for (let i = 0; i < LOOKS; i++) {
    await ours.time(() => look(archive));
    await plain.time(() => plainWaveforms(path));
  }
  return { firstMs: first.times().p50Ms, ours: ours.times(), plain: plain.times() };
}

async function plainWaveforms(path: string): Promise<readonly Uint8Array[]> {
  const kept = JSON.parse(await readFile(path, 'utf8')) as readonly { readonly peaks: string }[];
  return kept.map(({ peaks }) => new Uint8Array(Buffer.from(peaks, 'base64')));
}

async function stretch(path: string, from: number, to: number): Promise<Uint8Array> {
  await using file = await open(path, 'r');
  const bytes = new Uint8Array(to - from);
  await file.read(bytes, 0, bytes.length, from);
  return bytes;
}

function soughtByFfmpeg(path: string, seconds: number): number | undefined {
  const beganMs = clock.now();
  const words = ['-v', 'error', '-nostdin', '-ss', seconds.toFixed(3), '-i', path, '-t', '0.1', '-f', 'null', '-'];
  const { status, stderr, error } = spawnSync('ffmpeg', words, { encoding: 'utf8' });
  if (error) return undefined;
  if (status !== 0) throw new Error(`ffmpeg could not seek: ${stderr}`);
  return clock.now() - beganMs;
}

class Stopwatch {
  readonly #ms: number[] = [];
  #busyMs = 0;

  async time(work: () => Promise<unknown>): Promise<void> {
    const beganMs = clock.now();
    this.#busyMs += await busyFor(work);
    this.#ms.push(clock.now() - beganMs);
  }

  times(): Times {
    return { p50Ms: percentile(this.#ms, 0.5), p99Ms: percentile(this.#ms, 0.99), busyMs: rounded(this.#busyMs / this.#ms.length, 3) };
  }
}
