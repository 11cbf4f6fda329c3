/** What it takes to have many people's speech recognised far away: by the transcriber, and by sending each of them away all the time. */
import { setImmediate } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { realClock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { FRAME_MS, SILENT_FRAME } from '../../src/media/frame.ts';
import { deepgram } from '../../src/speech/recognition/deepgram.ts';
import { Transcriber } from '../../src/speech/transcriber/transcriber.ts';
import { busyFor, percentile, rounded } from './figures.ts';
import { PEOPLE, SpokenMeeting } from './spoken-meeting.ts';

/** `busyMs` for a second of meeting of all of them; `spokenMs` is how much was said of `ms`, by everybody together. */
export type MeetingsCost = {
  readonly busyMs: number;
  readonly spokenMs: number;
  readonly ms: number;
  readonly lateP99Ms: number;
  readonly droppedMs: number;
  readonly segments: number;
};

export type MeetingsOptions = { readonly port: number; readonly meetings: number; readonly ms: number; readonly way: 'ours' | 'all away' };

type Sink = { push(person: number, frame: Int16Array, atMs: number): void; end(): Promise<{ droppedMs: number; segments: number }> };

const clock = realClock();
const WARM_MS = 2_000;

/** So many meetings of ten, three of whom talk at any time, in real time. */
export async function meetingsFor({ port, meetings, ms, way }: MeetingsOptions): Promise<MeetingsCost> {
  const rooms = Array.from({ length: meetings }, (_, at) => new SpokenMeeting(at + 1));
  const sink = way === 'ours' ? byTranscriber(port) : await sentAway(port, meetings * PEOPLE);
  const late: number[] = [];
  let spokenMs = 0;
  let atMs = 0;
  const run = async (until: number): Promise<void> => {
    const beganMs = clock.now() - atMs;
    for (; atMs < until; atMs += FRAME_MS) {
      const waitMs = beganMs + atMs - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs);
      else await setImmediate();
      late.push(clock.now() - beganMs - atMs);
      for (let room = 0; room < meetings; room++) {
        const said = rooms[room]?.next() ?? [];
        for (let person = 0; person < PEOPLE; person++) {
          const frame = said[person];
          if (frame) spokenMs += FRAME_MS;
          // Carriers leave silence out for whoever asks for that; a stream that is sent away as it is has it.
          if (frame ?? way === 'all away') sink.push(room * PEOPLE + person, frame ?? SILENT_FRAME, atMs);
        }
      }
    }
  };
  await run(WARM_MS);
  late.length = 0;
  spokenMs = 0;
  const busyMs = await busyFor(() => run(WARM_MS + ms));
  const { droppedMs, segments } = await sink.end();
  return { busyMs: busyMs / (ms / 1_000), spokenMs, ms, lateP99Ms: percentile(late, 0.99), droppedMs, segments };
}

function byTranscriber(port: number): Sink {
  const far = deepgram({ clock, apiKey: 'any', baseUrl: `ws://127.0.0.1:${String(port)}`, atOnce: 1_000 });
  const transcriber = new Transcriber({ providers: [far], clock, random: seededRandom(1) });
  let segments = 0;
  const onSegment = ({ state }: { readonly state: string }): void => void (state === 'final' && segments++);
  const ears = new Map<number, ReturnType<Transcriber['open']>>();
  return {
    push(person, frame, atMs) {
      let ear = ears.get(person);
      if (!ear) ears.set(person, (ear = transcriber.open({ speakerId: String(person) }, { onSegment })));
      ear.push(frame, atMs);
    },
    async end() {
      await Promise.all([...ears.values()].map((ear) => ear.end()));
      const { droppedMs } = transcriber.load;
      await transcriber[Symbol.asyncDispose]();
      await far[Symbol.asyncDispose]();
      return { droppedMs, segments };
    },
  };
}

/** A connection for each, and each 100 ms of theirs at once, whether they say something or not. */
async function sentAway(port: number, people: number): Promise<Sink> {
  const PIECE_FRAMES = 5;
  const open = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/v1/listen`);
      socket.once('open', () => resolve(socket)).once('error', reject);
      socket.on('message', (data: Buffer) => JSON.parse(data.toString()) as unknown);
    });
  const lines: { socket: WebSocket; bytes: Buffer; at: number }[] = [];
  for (let person = 0; person < people; person++)
    lines.push({ socket: await open(), bytes: Buffer.alloc(SILENT_FRAME.byteLength * PIECE_FRAMES), at: 0 });
  return {
    push(person, frame) {
      const line = lines[person];
      if (!line) return;
      line.bytes.set(new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength), line.at);
      line.at += frame.byteLength;
      if (line.at < line.bytes.length) return;
      line.socket.send(Buffer.from(line.bytes));
      line.at = 0;
    },
    async end() {
      for (const { socket } of lines) socket.terminate();
      return { droppedMs: 0, segments: 0 };
    },
  };
}

/** Milliseconds from the last sample of speech to its text, of each utterance. */
export type AddedLatency = { readonly direct: readonly number[]; readonly ours: readonly number[] };

/** Each spoken fixture, said in real time: handed to the recogniser by somebody who knows where it ends, and through the transcriber, which has to find out. */
export async function latencyAdded({
  port,
  rounds,
  utterances,
}: {
  port: number;
  rounds: number;
  utterances: readonly (readonly Int16Array[])[];
}): Promise<AddedLatency> {
  await using far = deepgram({ clock, apiKey: 'any', baseUrl: `ws://127.0.0.1:${String(port)}`, atOnce: 10 });
  const [direct, ours]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const frames of utterances) {
      direct.push(await directly(far, frames));
      ours.push(await heardBy(far, frames));
    }
  }
  return { direct: direct.map((ms) => rounded(ms)), ours: ours.map((ms) => rounded(ms)) };
}

async function directly(far: ReturnType<typeof deepgram>, frames: readonly Int16Array[]): Promise<number> {
  let saidMs = 0;
  const sound = async function* (): AsyncGenerator<Int16Array> {
    const beganMs = clock.now();
    for (const [at, frame] of frames.entries()) {
      await clock.sleep(Math.max(0, beganMs + (at + 1) * FRAME_MS - clock.now()));
      yield frame;
    }
    saidMs = clock.now();
  };
  let toldMs = Number.NaN;
  for await (const { kind } of far.recognise(sound())) if (kind === 'final') toldMs = clock.now();
  return toldMs - saidMs;
}

async function heardBy(far: ReturnType<typeof deepgram>, frames: readonly Int16Array[]): Promise<number> {
  await using transcriber = new Transcriber({ providers: [far], clock, random: seededRandom(1) });
  let saidMs = Number.NaN;
  let toldMs = Number.NaN;
  const told = new Promise<void>((resolve) => {
    const onSegment = ({ state }: { readonly state: string }): void => {
      // What was said before a pause within it is text before the last word.
      if (state !== 'final' || Number.isNaN(saidMs)) return;
      toldMs = clock.now();
      resolve();
    };
    void speak(transcriber.open({ speakerId: 'one' }, { onSegment }));
  });
  async function speak(ear: ReturnType<Transcriber['open']>): Promise<void> {
    const beganMs = clock.now();
    // Silence follows, as on a line.
    for (let at = 0; Number.isNaN(toldMs) && at < frames.length + 500; at++) {
      await clock.sleep(Math.max(0, beganMs + (at + 1) * FRAME_MS - clock.now()));
      ear.push(frames[at] ?? SILENT_FRAME, at * FRAME_MS);
      if (at === frames.length - 1) saidMs = clock.now();
    }
  }
  await told;
  return toldMs - saidMs;
}
