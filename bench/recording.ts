/**
 * What recording costs. A meeting of ten, three of whom talk at any time, out of spoken fixtures: by our recorder into an archive on disk (each
 * voice and the mix in Opus, sealed, synced every half second, the mix as a file at the end), and by one ffmpeg for the meeting, in turns. ffmpeg
 * gets the same PCM of all ten and the mix, made for it, and encodes each from beginning to end (`all`), or the mix alone (`mix`), at the same
 * bitrate, effort, mode and packet length, into plain Matroska; ours mixes itself, and encodes a voice while it talks. Both are alone on core 0.
 * Ours runs in virtual time, whose own cost and that of bringing the frames are counted as its own. Then half as many meetings as a core carries by
 * that, in real time on one core; then what becomes of long ones: an hour is finished, and three hours are looked at and played from moments
 * at random, as a player does it that is given no index, against the same ranges of the same file unsealed.
 *
 *     node --import jiti/register bench/recording.ts [--json FILE] [--check] [--only 'cost alive kept'] [--minutes 5] [--seconds 20] [--hours 3]
 *
 * A look whether it runs: `--minutes 0.5 --seconds 3 --hours 0.2`. `--check` fails when recording costs more than 1.3 of ffmpeg (`all`), when in real time a
 * frame is lost, comes 100 ms late (99 of 100), or costs more than in virtual time, and when finishing, playing or looking is dearer than is said
 * in `MOST` below.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { onMeasuredCore, stayOnLoadingCore, whyNotPinned } from './parts/cores.ts';
import { FFMPEG_MISSING, hasFfmpeg, recordedByFfmpeg } from './parts/ffmpeg-recorder.ts';
import { fail, median, rounded } from './parts/figures.ts';
import type { Measure, Measured } from './parts/recording-program.ts';
import { PEOPLE } from './parts/spoken-meeting.ts';

/** Of one meeting; `seconds` and `megabytes` for each hour of each participant. */
type Row = {
  readonly program: 'ours' | 'ffmpeg, all' | 'ffmpeg, mix';
  readonly seconds: number;
  readonly megabytes: number;
  /** Of the whole program; what ours takes is measured in real time (`alive`). */
  readonly peakMb?: number;
  readonly meetingsPerCore: number;
};

/** What `--check` lets pass: processor time, in times of what it is held against. */
const MOST = {
  /** What ffmpeg takes that records all. */
  costToFfmpeg: 1.3,
  /** What real time may cost, of virtual time. */
  aliveToVirtual: 1.5,
  /** What recording the same took. */
  finishToRecording: 0.04,
  /** The same ranges of the plain file. */
  seekToPlain: 14,
  /** The same waveforms out of a plain file. */
  lookToPlain: 2,
};
const MOST_LATE_MS = 100;
/** Half of all moments are found in less. */
const MOST_SEEK_MS = 50;
const ROUNDS = 3;
const TRIES = 3;
const HOUR_MS = 3_600_000;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    check: { type: 'boolean', default: false },
    only: { type: 'string', default: 'cost alive kept' },
    minutes: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '20' },
    hours: { type: 'string', default: '3' },
  },
});
const meetingMs = Number(values.minutes) * 60_000;
const rows: Row[] = [];
const ratios: Partial<Record<keyof typeof MOST, number>> = {};
const figures: Record<string, unknown> = {};
/** Processor time for a millisecond of meeting, by the median. */
let oursPerMs = Number.NaN;
const why = whyNotPinned();
if (why === undefined) await measureAll();
else console.log(`left out: ${why}`);

async function measureAll(): Promise<void> {
  stayOnLoadingCore();
  // What the others are held against comes first.
  await cost();
  if (values.only.includes('alive')) await alive();
  if (values.only.includes('kept')) await kept();
  console.table(rows);
  console.log(figures);
  console.table(ratios);
  if (values.json !== undefined) {
    const all = { bench: 'recording', node: process.version, minutes: meetingMs / 60_000, rows, ...figures, ratios };
    await writeFile(values.json, `${JSON.stringify(all, null, 2)}\n`);
  }
  if (!values.check) return;
  for (const [name, most] of Object.entries(MOST)) {
    const ratio = ratios[name as keyof typeof MOST];
    if (ratio !== undefined && !(ratio <= most)) fail(`${name} is ${String(ratio)}: ${String(most)} at most was meant`);
  }
}

async function cost(): Promise<void> {
  const withFfmpeg = values.only.includes('cost') && hasFfmpeg();
  if (!withFfmpeg && values.only.includes('cost')) console.log(`ffmpeg is left out: ${FFMPEG_MISSING}`);
  const ours: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < (values.only.includes('cost') ? ROUNDS : 1); round++) {
    const mine = await measured({ measure: 'meeting', ms: meetingMs });
    if (mine.problem !== '') fail(`a meeting was not recorded whole: ${mine.problem}`);
    const busyMs = mine.recordingMs + mine.finishingMs;
    ours.push(busyMs / meetingMs);
    note({ program: 'ours', busyMs, bytes: mine.bytes });
    figures['ofThat'] = {
      finishing: rounded(mine.finishingMs / busyMs),
      bringingFramesInVirtualTime: rounded(mine.feedMs / busyMs),
      mixFile: rounded(mine.mixBytes / mine.bytes),
    };
    if (!withFfmpeg) continue;
    const all = await recordedByFfmpeg(meetingMs, 'all');
    note({ program: 'ffmpeg, all', ...all });
    note({ program: 'ffmpeg, mix', ...(await recordedByFfmpeg(meetingMs, 'mix')) });
    costs.push(busyMs / all.busyMs);
  }
  oursPerMs = median(ours);
  if (costs.length > 0) ratios.costToFfmpeg = rounded(median(costs));
}

type Cost = { readonly busyMs: number; readonly bytes: number; readonly peakKb?: number };

function note({ program, busyMs, bytes, peakKb }: Pick<Row, 'program'> & Cost): void {
  const participantHours = (PEOPLE * meetingMs) / HOUR_MS;
  const row = {
    program,
    seconds: rounded(busyMs / 1_000 / participantHours),
    megabytes: rounded(bytes / 1e6 / participantHours),
    meetingsPerCore: Math.floor(meetingMs / busyMs),
    ...(peakKb === undefined ? {} : { peakMb: rounded(peakKb / 1_024, 0) }),
  };
  rows.push(row);
  console.log(JSON.stringify(row));
}

/** The first of three tries in which nothing was late: the machine may have been busy with something else. */
async function alive(): Promise<void> {
  const meetings = Math.max(1, Math.floor(0.5 / oursPerMs));
  const ms = Number(values.seconds) * 1_000;
  const empty = await measured({ measure: 'alive', ms: 1_000, meetings: 0 });
  let row = await measured({ measure: 'alive', ms, meetings });
  const isGood = (): boolean => row.problem === '' && row.lost === 0 && row.lateP99Ms < MOST_LATE_MS;
  for (let tries = 1; !isGood() && tries < TRIES; tries++) {
    console.log(JSON.stringify({ meetings, ...row }));
    row = await measured({ measure: 'alive', ms, meetings });
  }
  figures['alive'] = {
    meetings,
    ...row,
    emptyMb: rounded(empty.peakKb / 1_024, 0),
    mbForEachMeeting: rounded((row.peakKb - empty.peakKb) / 1_024 / meetings),
  };
  ratios.aliveToVirtual = rounded(row.corePercent / 100 / (meetings * oursPerMs));
  if (values.check && !isGood()) {
    fail(`${String(meetings)} meetings at once: ${String(row.lost)} frames lost, ${String(row.lateP99Ms)} ms late (p99) ${row.problem}`);
  }
}

async function kept(): Promise<void> {
  const playMs = Number(values.hours) * HOUR_MS;
  const finishMs = Math.min(HOUR_MS, playMs);
  const { finish, seek, look } = await measured({ measure: 'kept', finishMs, playMs });
  figures['finishing'] = { hours: finishMs / HOUR_MS, ...finish };
  figures['seeking'] = { hours: playMs / HOUR_MS, ...seek };
  figures['looking'] = look;
  ratios.finishToRecording = rounded(finish.busyMs / (oursPerMs * finishMs), 3);
  ratios.seekToPlain = rounded(seek.ours.busyMs / seek.plain.busyMs);
  ratios.lookToPlain = rounded(look.ours.busyMs / look.plain.busyMs);
  if (values.check && !(seek.ours.p50Ms <= MOST_SEEK_MS)) {
    fail(`a moment in ${values.hours} hours is found in ${String(seek.ours.p50Ms)} ms: ${String(MOST_SEEK_MS)} at most was meant`);
  }
}

async function measured<Kind extends Measure['measure']>(what: Measure & { readonly measure: Kind }): Promise<Measured[Kind]> {
  const entry = fileURLToPath(new URL('parts/recording-program.ts', import.meta.url));
  const [program, words] = onMeasuredCore([process.execPath, '--import', 'jiti/register', entry, JSON.stringify(what)]);
  const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let told: Measured[Kind] | undefined;
  child.on('message', (message) => (told = message as Measured[Kind]));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (told === undefined) throw new Error(`${what.measure} could not be measured: its process ended with ${String(code)}`);
  return told;
}
