/**
 * From mouth to ear within one machine: from the moment at which a click begins until it sounds at somebody else, through our engine
 * and through Janus AudioBridge, in turns, over plain RTP. In it: 20 ms until a packet is full, both ways through the kernel, the jitter
 * buffer, the wait for the next tick, mixing, and Opus twice; not in it: the ear's own jitter buffer and sound card. And through a bot on
 * the media bridge, over its real socket: from the mouth to the bot, and from the moment at which the bot says it back to the ear.
 *
 *     node --import jiti/register bench/mouth-to-ear.ts [--json FILE] [--check]
 *
 * Each round speaks on another phase of the server's beat. `--check` fails when half of ours take longer than 90 ms, or longer than
 * Janus' do.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { realClock } from '../src/base/clock.ts';
import { FRAME_MS } from '../src/media/frame.ts';
import { clicks, CLICKS } from './parts/clicks.ts';
import { stayOnLoadingCore, whyNotPinned } from './parts/cores.ts';
import { fail, percentile, rounded } from './parts/figures.ts';
import { hasJanus, JANUS_MISSING } from './parts/janus.ts';
import { roomIn, type Program } from './parts/room-servers.ts';

const ROUNDS = 6;
const PROMISED_MS = 90;

const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });
const clock = realClock();
const why = whyNotPinned();
if (why === undefined) await measureAll();
else console.log(`left out: ${why}`);

async function measureAll(): Promise<void> {
  stayOnLoadingCore();
  const withJanus = hasJanus();
  if (!withJanus) console.log(`Janus is left out: ${JANUS_MISSING}`);
  const programs: readonly Program[] = withJanus ? ['ours', 'janus', 'bridge'] : ['ours', 'bridge'];
  const took = new Map<string, number[]>();
  const add = (what: string, ms: readonly number[]): unknown => took.set(what, [...(took.get(what) ?? []), ...ms]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const program of programs) {
      await using server = await roomIn(program, clock);
      const { whole, toBot, fromBot } = await clicks(clock, server, (round * FRAME_MS) / ROUNDS);
      if (program === 'bridge') {
        add('mouth to bot', toBot);
        add('bot to ear', fromBot);
      } else add(program, whole);
    }
  }
  const rows = [...took].map(([way, ms]) => ({
    way,
    clicks: ms.length,
    missed: ROUNDS * CLICKS - ms.length,
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
  }));
  const [ours, theirs] = ['ours', 'janus'].map((wanted) => rows.find(({ way }) => way === wanted));
  const toJanus = ours && theirs ? rounded(ours.p50Ms / theirs.p50Ms) : undefined;
  console.table(rows);
  if (toJanus !== undefined) console.log(`of Janus' time: ${String(toJanus)}`);
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ bench: 'mouth-to-ear', node: process.version, rows, toJanus }, null, 2)}\n`);
  }
  if (!values.check || !ours) return;
  for (const { way, missed } of rows) if (way !== 'janus' && missed > 0) fail(`${way}: ${String(missed)} clicks were not heard`);
  if (!(ours.p50Ms <= PROMISED_MS)) fail(`half take longer than ${String(ours.p50Ms)} ms: ${String(PROMISED_MS)} were promised`);
  if (theirs && !(ours.p50Ms <= theirs.p50Ms)) fail(`half take longer than ${String(ours.p50Ms)} ms, and Janus ${String(theirs.p50Ms)} ms`);
}
