/**
 * What the forwarding of pictures costs by itself, without network and encryption: packets go in and are counted where they would go out.
 *
 *     node --import jiti/register bench/forwarder-alone.ts [--json FILE] [--check] [--ms 1500]
 *
 * `--check` fails below 300,000 packets a second on a core: ten times what a real connection lets through (bench/picture-forwarding).
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { realClock } from '../src/base/clock.ts';
import { busyFor, rounded } from './parts/figures.ts';
import { forwardingRig } from './parts/forwarding-rig.ts';

const clock = realClock();
const LEAST_PER_SECOND = 300_000;
const MEETINGS = [
  { sources: 1, viewers: 100, slots: 1 },
  { sources: 10, viewers: 10, slots: 9 },
  { sources: 25, viewers: 100, slots: 9 },
];

const { values } = parseArgs({
  options: { json: { type: 'string' }, check: { type: 'boolean', default: false }, ms: { type: 'string', default: '1500' } },
});

const rows: { sources: number; viewers: number; slots: number; packetsPerSecondAndCore: number; microseconds: number }[] = [];
for (const meeting of MEETINGS) {
  await using rig = await forwardingRig(meeting);
  for (let warm = 0; warm < 20; warm++) rig.frame();
  const before = rig.packetsOut;
  const end = clock.now() + Number(values.ms);
  const ms = await busyFor(async () => {
    while (clock.now() < end) rig.frame();
  });
  const packets = rig.packetsOut - before;
  rows.push({ ...meeting, packetsPerSecondAndCore: Math.round((packets / ms) * 1_000), microseconds: rounded((ms * 1_000) / packets) });
}
console.table(rows);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ rows }, undefined, 2)}\n`);
const slowest = Math.min(...rows.map((row) => row.packetsPerSecondAndCore));
if (values.check && slowest < LEAST_PER_SECOND) {
  console.error(`${String(slowest)} packets a second on a core are fewer than ${String(LEAST_PER_SECOND)}`);
  process.exitCode = 1;
}
