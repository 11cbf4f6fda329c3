/**
 * What transcription costs beyond the recogniser's own. The recogniser is far away: a server in a process of its own that speaks Deepgram's
 * protocol and answers at once. Meetings of ten, three of whom talk at any time, out of spoken fixtures, in real time: by our transcriber (voice
 * activity, one pool, segments), and with a connection for everybody that is sent all there is, as one would begin. What it adds to the
 * recogniser's own time, from the last word to its text: against the same sound handed over by somebody who knows where it ends. How many voices
 * pocketsphinx follows. And search in what was said in so many hours: the blind index, the same words in the clear, and every text read. The
 * measured process is alone on core 0, with its children.
 *
 *     node --import jiti/register bench/transcription.ts [--json FILE] [--check] [--only 'cost sessions latency local search'] [--seconds 20] [--hours 1000] [--rounds 3]
 *
 * A look whether it runs: `--seconds 2 --hours 20 --rounds 1`. Each part can be run alone: `--only search --hours 1000`, `--only latency`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { onMeasuredCore, stayOnLoadingCore, whyNotPinned } from './parts/cores.ts';
import { fail, median, percentile, rounded } from './parts/figures.ts';
import type { Followed } from './parts/local-recogniser.ts';
import type { MeetingsCost } from './parts/transcription-cost.ts';
import type { TranscriptionMeasure, TranscriptionMeasured } from './parts/transcription-program.ts';

/** What `--check` lets pass. */
const MOST = {
  /** Processor time, in times of sending everything away. */
  costToAllAway: 2,
  /** From the last word to its text, less what it takes when somebody says where it ends: 400 ms of it are the silence that ends an utterance. */
  addedMs: 450,
  /** The slowest but one in twenty, against the usual of the other. */
  addedP95Ms: 500,
  /** Of a core, for pocketsphinx to follow one who speaks all the time. */
  coreOfAVoice: 0.5,
  /** A search in what was said in a thousand hours, and the first one after a start. Of an index of the plain words it is some times the cost, and fast. */
  searchP50Ms: 20,
  searchP95Ms: 150,
  firstSearchMs: 2_000,
  /** As a share of reading every text. */
  searchToReading: 0.01,
};
const MOST_LATE_MS = 100;
/** What somebody says is text so long after it was said, or is not followed. */
const BEHIND_MS = 2_000;
const MEETINGS = 8;
const CORE_SHARE = 0.6;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    check: { type: 'boolean', default: false },
    only: { type: 'string', default: 'cost sessions latency local search' },
    seconds: { type: 'string', default: '20' },
    hours: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
  },
});
const ms = Number(values.seconds) * 1_000;
const rounds = Number(values.rounds);
const ratios: Partial<Record<keyof typeof MOST, number>> = {};
const figures: Record<string, unknown> = {};
const why = whyNotPinned();
if (why === undefined) await measureAll();
else console.log(`left out: ${why}`);

async function measureAll(): Promise<void> {
  stayOnLoadingCore();
  const server = await serverOf();
  if (/cost|sessions/.test(values.only)) await meetings(server.port);
  if (values.only.includes('latency')) await latency(server.port);
  server.child.disconnect();
  if (values.only.includes('local')) await local();
  if (values.only.includes('search')) await search();
  console.dir(figures, { depth: null });
  console.table(ratios);
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ bench: 'transcription', node: process.version, ...figures, ratios }, null, 2)}\n`);
  }
  if (!values.check) return;
  for (const [name, most] of Object.entries(MOST)) {
    const value = ratios[name as keyof typeof MOST];
    if (value !== undefined && !(value <= most)) fail(`${name} is ${String(value)}: ${String(most)} at most was meant`);
  }
}

/** The cost of some meetings both ways, then as many at once as a core should carry by that. */
async function meetings(port: number): Promise<void> {
  const ratiosOfCost: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const ours = await measured({ measure: 'meetings', port, ms, meetings: MEETINGS, way: 'ours' });
    const away = await measured({ measure: 'meetings', port, ms, meetings: MEETINGS, way: 'all away' });
    console.log(JSON.stringify({ ours: shown(ours), away: shown(away) }));
    ratiosOfCost.push(ours.busyMs / away.busyMs);
    costs.push(perSpeaker(ours));
  }
  const msPerSecond = median(costs);
  ratios.costToAllAway = rounded(median(ratiosOfCost));
  figures['costOfASpeaker'] = { processorMsForASecondOfSpeech: rounded(msPerSecond, 3) };
  if (!values.only.includes('sessions')) return;
  // Three of ten speak.
  const many = Math.max(1, Math.floor((CORE_SHARE * 1_000) / (msPerSecond * 3)));
  const full = await measured({ measure: 'meetings', port, ms, meetings: many, way: 'ours' });
  figures['sessions'] = {
    meetings: many,
    people: many * 10,
    speakingAtOnce: many * 3,
    coreShare: rounded(full.busyMs / 1_000),
    ...shown(full),
  };
  if (values.check && (full.droppedMs > 0 || full.lateP99Ms > MOST_LATE_MS))
    fail(`${String(many)} meetings: ${String(full.droppedMs)} ms of speech dropped, ${String(full.lateP99Ms)} ms late`);
}

async function latency(port: number): Promise<void> {
  const { direct, ours } = await measured({ measure: 'latency', port, rounds });
  figures['fromLastWordToText'] = {
    direct: { p50: percentile(direct, 0.5), p95: percentile(direct, 0.95) },
    ours: { p50: percentile(ours, 0.5), p95: percentile(ours, 0.95) },
  };
  ratios.addedMs = rounded(percentile(ours, 0.5) - percentile(direct, 0.5));
  ratios.addedP95Ms = rounded(percentile(ours, 0.95) - percentile(direct, 0.5));
}

/** More and more voices, until their text comes too late or not at all. */
async function local(): Promise<void> {
  const tried: Followed[] = [];
  for (let voices = 1; tried.every(isInTime); voices++) tried.push(await measured({ measure: 'local', voices, ms }));
  figures['pocketsphinx'] = tried;
  ratios.coreOfAVoice = rounded(1 / (tried.filter(isInTime).at(-1)?.voices ?? 0));
}

function isInTime({ behindP95Ms, droppedMs }: Followed): boolean {
  return behindP95Ms <= BEHIND_MS && droppedMs === 0;
}

async function search(): Promise<void> {
  const found = await measured({ measure: 'search', hours: Number(values.hours) });
  figures['search'] = found;
  ratios.searchP50Ms = found.ours.p50Ms;
  ratios.searchP95Ms = found.ours.p95Ms;
  ratios.firstSearchMs = found.firstMs;
  ratios.searchToReading = rounded(found.ours.p95Ms / found.readAllMs, 5);
}

function perSpeaker({ busyMs, spokenMs, ms: long }: MeetingsCost): number {
  return busyMs / (spokenMs / long);
}

function shown({ busyMs, lateP99Ms, droppedMs, segments }: MeetingsCost): object {
  return { busyMsASecond: rounded(busyMs), lateP99Ms, droppedMs, segments };
}

async function serverOf(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const entry = fileURLToPath(new URL('parts/listening-server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'jiti/register', entry], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}

async function measured<Kind extends TranscriptionMeasure['measure']>(
  what: TranscriptionMeasure & { readonly measure: Kind },
): Promise<TranscriptionMeasured[Kind]> {
  const entry = fileURLToPath(new URL('parts/transcription-program.ts', import.meta.url));
  const [program, words] = onMeasuredCore([process.execPath, '--import', 'jiti/register', entry, JSON.stringify(what)]);
  const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let told: TranscriptionMeasured[Kind] | undefined;
  child.on('message', (message) => (told = message as TranscriptionMeasured[Kind]));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (told === undefined) throw new Error(`${what.measure} could not be measured: its process ended with ${String(code)}`);
  return told;
}
