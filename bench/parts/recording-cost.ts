/** What it costs to record meetings of ten with our recorder into an archive on disk: one in virtual time, or many in real time. */
import type { KeptRecording } from '../../src/archive/port.ts';
import { realClock, type Clock } from '../../src/base/clock.ts';
import { silentLog, type Log } from '../../src/base/log.ts';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import { announce } from '../../src/services/recording/consent/announce.ts';
import type { Recording } from '../../src/services/recording/port.ts';
import { RecordingService } from '../../src/services/recording/recording-service.ts';
import { archiveOnDisk, tenantId, type ArchivePlace } from './archive-on-disk.ts';
import { busyFor, percentile, rounded } from './figures.ts';
import { keepTalking, SpokenCall } from './spoken-call.ts';
import { peakKb } from './memory.ts';
import { PEOPLE } from './spoken-meeting.ts';

export type MeetingCost = {
  /** Processor time from the first word to the last, that of bringing the frames and of virtual time included. */
  readonly recordingMs: number;
  /** From `stop` until it is saved. */
  readonly finishingMs: number;
  /** The same frames, the same clock, and nobody who records. */
  readonly feedMs: number;
  /** Everything that lies on the disk when it is saved. */
  readonly bytes: number;
  /** Of that, the file of the mix. */
  readonly mixBytes: number;
  readonly problem: string;
};

export type AliveCost = {
  readonly corePercent: number;
  readonly peakKb: number;
  /** How late frames are given to the recorders, which share their loop with whoever gives them. */
  readonly lateP50Ms: number;
  readonly lateP99Ms: number;
  /** Also while the meetings begin, one after the other. */
  readonly lateWorstMs: number;
  /** Frames that were not recorded. */
  readonly lost: number;
  readonly problem: string;
};

/** What is thrown away at the beginning: it compiles. */
const WARM_MS = 20_000;
const WARM_ALIVE_MS = 3_000;
/** Meetings begin one after the other within that time: hardly any two at the same moment. */
const BEGINNING_MS = 4_000;

type Recorded = { readonly recording: Recording; readonly talk: Disposable };
type Rig = AsyncDisposable & { readonly place: ArchivePlace; readonly service: RecordingService; readonly lost: () => number };

/** Of `ms` of sound. */
export async function recordedMeeting(ms: number): Promise<MeetingCost> {
  await meeting(WARM_MS);
  return meeting(ms);
}

/** `meetings` of them for `ms`. */
export async function recordedAlive(meetings: number, ms: number): Promise<AliveCost> {
  const clock = realClock();
  await using rig = await opened(clock);
  const lateMs: number[] = [];
  const begin = async (number: number): Promise<Recorded> => {
    const call = new SpokenCall(number);
    const recording = await begun(rig, call);
    return { recording, talk: keepTalking(clock, call, (late) => lateMs.push(late)) };
  };
  const first = await begin(meetings);
  await clock.sleep(WARM_ALIVE_MS);
  first.talk[Symbol.dispose]();
  await first.recording.stop();
  const lostBefore = rig.lost();
  const recorded: Recorded[] = [];
  for (let number = 0; number < meetings; number++) {
    recorded.push(await begin(number));
    await clock.sleep(BEGINNING_MS / meetings);
  }
  const beginning = lateMs.splice(0);
  const beganMs = clock.now();
  const busyMs = await busyFor(() => clock.sleep(ms));
  const tookMs = clock.now() - beganMs;
  const late = [...lateMs];
  for (const { talk } of recorded) talk[Symbol.dispose]();
  const kept = await Promise.all(recorded.map(({ recording }) => recording.stop()));
  return {
    corePercent: rounded((100 * busyMs) / tookMs),
    peakKb: peakKb('self'),
    lateP50Ms: percentile(late, 0.5),
    lateP99Ms: percentile(late, 0.99),
    lateWorstMs: percentile([...beginning, ...late], 1),
    lost: rig.lost() - lostBefore,
    problem: kept.map((each) => problemOf(each, ms)).find((problem) => problem !== '') ?? '',
  };
}

async function meeting(ms: number): Promise<MeetingCost> {
  const clock = virtualClock();
  const unheard = keepTalking(clock, new SpokenCall(0));
  const feedMs = await busyFor(() => clock.advance(ms));
  unheard[Symbol.dispose]();
  await using rig = await opened(clock);
  const call = new SpokenCall(0);
  const recording = await begun(rig, call);
  const talk = keepTalking(clock, call);
  const recordingMs = await busyFor(() => clock.advance(ms));
  talk[Symbol.dispose]();
  let kept: KeptRecording | undefined;
  const finishingMs = await busyFor(async () => (kept = await recording.stop()));
  const lost = rig.lost();
  return {
    recordingMs: rounded(recordingMs),
    finishingMs: rounded(finishingMs),
    feedMs: rounded(feedMs),
    bytes: await rig.place.bytes(),
    mixBytes: kept?.files[0]?.sizeBytes ?? 0,
    problem: (kept && problemOf(kept, ms)) || (lost > 0 ? `${String(lost)} frames were lost` : ''),
  };
}

async function opened(clock: Clock): Promise<Rig> {
  const place = await archiveOnDisk(clock);
  let lost = 0;
  const log: Log = {
    ...silentLog,
    info: (_, data) => (lost += Number(data?.['frames'] ?? 0)),
    warn: (message, data) => console.error(message, data),
    error: (message, data) => console.error(message, data),
  };
  const service = new RecordingService({ archive: await place.open(), facts: place.facts, tenantId, clock, log });
  return {
    place,
    service,
    lost: () => lost,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

/** Everybody sees that it is recorded, and nothing is said. */
function begun({ service }: Rig, call: SpokenCall): Promise<Recording> {
  return service.record(call, { consent: announce({ text: '' }) });
}

/** Why a figure of it would be of something else than of a meeting that was recorded whole. */
function problemOf({ state, problem, people, durationMs, files }: KeptRecording, ms: number): string {
  if (state !== 'saved' || problem !== undefined) return `${state}: ${String(problem)}`;
  if (people.length < PEOPLE || durationMs < ms || files.length === 0) {
    return `${String(people.length)} people, ${String(durationMs)} ms, ${String(files.length)} files`;
  }
  return '';
}
