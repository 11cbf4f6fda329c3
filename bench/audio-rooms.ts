/**
 * Rooms of many over plain RTP: what each participant costs a media engine of ours and Janus AudioBridge, in one run, in turns,
 * with the same load and the same packets; each server alone on core 0, the load on core 1. Rooms of 300, until Janus is full;
 * and one speaker to 1,000, against a loop that only sends the packets.
 *
 *     node --import jiti/register bench/audio-rooms.ts [--json FILE] [--check] [--seconds 10]
 *
 * Opus at 16 kHz, effort 5, 32 kbit/s on both sides, three voices from Opus packets made beforehand; who is silent sends what a silent
 * browser sends. Both have their jitter buffers. A round in which a packet was lost, or a voice not heard, counts for nothing.
 * `--check` fails when ours carries less than 3 times as many participants on a core as Janus, by the median of three rounds;
 * or when one speaker to 1,000 costs more than 1.4 of the packets alone.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { realClock } from '../src/base/clock.ts';
import { busyMs, stayOnLoadingCore, whyNotPinned } from './parts/cores.ts';
import { fail, median, rounded } from './parts/figures.ts';
import { hasJanus, JANUS_MISSING } from './parts/janus.ts';
import { heardBy, keepTalking, RtpPerson, whyInvalid, type Role } from './parts/rtp-load.ts';
import { roomIn, type Program } from './parts/room-servers.ts';

type Scene = { readonly people: number; readonly talk: number; /** What the others do. */ readonly others: Role };
type Row = {
  readonly scene: string;
  readonly program: Program;
  /** Per cent of the core. */
  readonly core: number;
  readonly perParticipant: number;
  readonly participantsPerCore: number;
  readonly packets: number;
  readonly latePercent: number;
  readonly invalid: string;
};

const MEETING = { people: 50, talk: 3, others: 'silent' } as const;
const LARGE = { people: 300, talk: 3, others: 'silent' } as const;
const LECTURE = { people: 1_001, talk: 1, others: 'listens' } as const;
const JANUS_SIZES = [75, 100, 125, 150, 200, 300];
/** What one speaker to 1,000 may cost, in times of the packets alone. */
const MOST_OF_ITS_PACKETS = 1.4;
const ROUNDS = 3;
const TRIES = 3;
const WARM_MS = 3_000;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    check: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: 'meeting large lecture' },
  },
});
const ms = Number(values.seconds) * 1_000;
const clock = realClock();
const rows: Row[] = [];
const results: Record<string, number> = {};
const why = whyNotPinned();
if (why === undefined) await measureAll();
else console.log(`left out: ${why}`);

async function measureAll(): Promise<void> {
  stayOnLoadingCore();
  const withJanus = hasJanus();
  if (!withJanus) console.log(`Janus is left out: ${JANUS_MISSING}`);
  if (values.only.includes('meeting')) await meeting(withJanus);
  if (values.only.includes('large')) await large(withJanus);
  if (values.only.includes('lecture')) await lecture();
  console.table(rows);
  console.table(results);
  if (values.json !== undefined) {
    const figures = { bench: 'audio-rooms', node: process.version, seconds: ms / 1_000, rows, ...results };
    await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  }
  if (!values.check) return;
  for (const { scene, program, invalid } of rows) {
    if (invalid !== '' && program === 'ours') fail(`${scene}: ${invalid}`);
  }
  if (withJanus && !((results['asManyAsJanus'] ?? 0) >= 3))
    fail(`ours carries ${String(results['asManyAsJanus'])} times as many as Janus: 3 times were meant`);
  const ofPackets = results['lectureToItsPackets'] ?? Number.POSITIVE_INFINITY;
  if (values.only.includes('lecture') && ofPackets > MOST_OF_ITS_PACKETS)
    fail(`one speaker to many costs ${String(ofPackets)} of the packets alone: ${String(MOST_OF_ITS_PACKETS)} at most was meant`);
}

async function meeting(withJanus: boolean): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await sound('ours', MEETING);
    if (!withJanus) continue;
    const theirs = await sound('janus', MEETING);
    if (ours.invalid === '' && theirs.invalid === '') ratios.push(theirs.perParticipant / ours.perParticipant);
  }
  if (ratios.length > 0) results['asManyAsJanus'] = rounded(median(ratios));
}

async function large(withJanus: boolean): Promise<void> {
  await sound('ours', LARGE);
  if (!withJanus) return;
  for (const people of JANUS_SIZES) {
    const { invalid } = await sound('janus', { ...LARGE, people });
    if (invalid !== '') return;
    results['mostInJanus'] = people;
  }
}

async function lecture(): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await sound('ours', LECTURE);
    const bare = await sound('loop', LECTURE);
    if (ours.invalid === '' && bare.invalid === '') ratios.push(ours.core / bare.core);
  }
  if (ratios.length > 0) results['lectureToItsPackets'] = rounded(median(ratios));
}

/** The first of three tries in which nothing was lost: the machine may have been busy with something else. */
async function sound(program: Program, scene: Scene): Promise<Row> {
  let row = await measured(program, scene);
  for (let tries = 1; row.invalid !== '' && tries < TRIES; tries++) row = await measured(program, scene);
  rows.push(row);
  return row;
}

async function measured(program: Program, { people: count, talk, others }: Scene): Promise<Row> {
  await using server = await roomIn(program, clock);
  const people: RtpPerson[] = [];
  for (let number = 0; number < count; number++) {
    const keeps = number < talk || number % Math.ceil(count / 5) === 0;
    // In a lecture the speaker hears nobody; the loop sends what nobody has said.
    const person = await RtpPerson.open(number, number < talk ? 'talks' : others, {
      keeps: keeps && program !== 'loop' && (talk > 1 || number >= talk),
    });
    person.meet(await server.join(person));
    people.push(person);
  }
  const loud = keepTalking(clock, people);
  await clock.sleep(WARM_MS);
  people.forEach((person) => person.forget());
  const [beganMs, before] = [clock.now(), busyMs(server.pid)];
  await clock.sleep(ms);
  const tookMs = clock.now() - beganMs;
  const core = (100 * (busyMs(server.pid) - before)) / tookMs;
  loud[Symbol.dispose]();
  const heard = await heardBy(people, talk, tookMs);
  people.forEach((person) => person.close());
  const row = {
    scene: `${String(count)}, ${String(talk)} talk`,
    program,
    core: rounded(core),
    perParticipant: rounded(core / count, 4),
    participantsPerCore: Math.floor((100 * count) / core),
    packets: heard.packets,
    latePercent: rounded(heard.late * 100),
    invalid: whyInvalid(heard) ?? '',
  };
  console.log(JSON.stringify(row));
  return row;
}
