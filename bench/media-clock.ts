/**
 * How late the beat of the engine is while its process is at 0, 50 and 80 % load, beside a plain `setInterval` that
 * lives through the same load in the same process. Lateness is against the wall: tick n belongs at n × 20 ms.
 *
 *     node --import jiti/register bench/media-clock.ts [--json FILE] [--check]
 *
 * `--check` fails when the beat has drifted by a tick or more, is later than setInterval (99 of 100 ticks), or leaves
 * out more ticks. Stalls of the machine itself are in both.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { realClock, type Clock } from '../src/base/clock.ts';
import { MediaClock } from '../src/engine/media-clock.ts';

type Row = {
  readonly loadPercent: number;
  readonly timer: 'media clock' | 'setInterval';
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** How late the last ticks were: what has built up. */
  readonly driftMs: number;
  readonly ticksShare: number;
};

const FRAME_MS = 20;
const SECONDS = 9;
/** Work comes in slices of this period, as it does in a media process. */
const SLICE_MS = 5;
const clock = realClock();

const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });
const rows: Row[] = [];
// The first second of a process is compiling.
await clock.sleep(1_000);
for (const loadPercent of [0, 50, 80]) rows.push(...(await measured(loadPercent)));
console.table(rows);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ bench: 'media-clock', node: process.version, seconds: SECONDS, rows }, null, 2)}\n`);
}
if (values.check) check();

async function measured(loadPercent: number): Promise<Row[]> {
  const stopping = new AbortController();
  const ours: number[] = [];
  const theirs: number[] = [];
  const start = clock.now();
  const beat = new MediaClock({
    clock,
    tick: (number) => ours.push(clock.now() - start - number * FRAME_MS),
    nextTick: (after) => after,
  });
  beat.wake();
  // This is what is measured, so it is the one place beside the clock that may touch the timer.
  // oxlint-disable-next-line no-restricted-globals
  const interval = setInterval(() => theirs.push(clock.now() - start - (theirs.length + 1) * FRAME_MS), FRAME_MS);
  burden(clock, loadPercent, stopping.signal);
  await clock.sleep(SECONDS * 1000);
  stopping.abort();
  beat[Symbol.dispose]();
  // oxlint-disable-next-line no-restricted-globals
  clearInterval(interval);
  return [rowOf(loadPercent, 'media clock', ours), rowOf(loadPercent, 'setInterval', theirs)];
}

/** Keeps the process busy for its share of each slice. */
function burden(on: Clock, loadPercent: number, signal: AbortSignal): void {
  if (loadPercent === 0 || signal.aborted) return;
  const busyMs = (SLICE_MS * loadPercent) / 100;
  const begin = on.now();
  while (on.now() - begin < busyMs);
  on.after(SLICE_MS - busyMs, () => burden(on, loadPercent, signal));
}

function rowOf(loadPercent: number, timer: Row['timer'], lateness: readonly number[]): Row {
  const sorted = lateness.toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  // The least late of the last second: what is left when chance is taken away.
  const driftMs = rounded(Math.min(...lateness.slice(-50)));
  return {
    loadPercent,
    timer,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    driftMs,
    ticksShare: rounded(lateness.length / ((SECONDS * 1000) / FRAME_MS)),
  };
}

function check(): void {
  for (const loadPercent of [0, 50, 80]) {
    const [ours, theirs] = rows.filter((row) => row.loadPercent === loadPercent);
    if (!ours || !theirs) continue;
    const at = `at ${String(loadPercent)} % load`;
    if (ours.driftMs >= FRAME_MS) fail(`the media clock drifted by ${String(ours.driftMs)} ms ${at}`);
    if (ours.p99Ms > theirs.p99Ms)
      fail(`the media clock is later (p99 ${String(ours.p99Ms)} ms) than setInterval (${String(theirs.p99Ms)} ms) ${at}`);
    if (ours.ticksShare < theirs.ticksShare) fail(`the media clock left out more ticks than setInterval ${at}`);
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
