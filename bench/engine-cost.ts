/**
 * What a leg costs the engine: processor and memory of idle and of talking legs in Opus, and what it saves that a mix
 * is encoded once for all who hear the same. The work of many seconds is done at once, on a clock turned by hand, and
 * set against the time it stands for; packets are made beforehand, and what is sent is dropped. SRTP is not in it.
 *
 *     node --import jiti/register bench/engine-cost.ts [--json FILE] [--check]
 *
 * `--check` fails when sharing saves less than half in a meeting of 50 with 3 who talk, when an idle leg costs more
 * than a fiftieth of a talking one, or when a talking leg costs more than 2 % of a core.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deadlineOn, sleepOn, type Clock } from '../src/base/clock.ts';
import { LocalEngine } from '../src/engine/local-engine.ts';
import type { PeerHandlers, PeerTransports } from '../src/engine/peer-transport.ts';
import { encoderFor } from '../src/media/codecs.ts';
import { FRAME_SAMPLES } from '../src/media/frame.ts';
import { sine } from '../src/media/tones.ts';
import { writeWav } from '../src/media/wav.ts';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../src/wire/rtp/rtp-packet.ts';

type Scene = {
  readonly name: string;
  readonly rooms: number;
  readonly legsPerRoom: number;
  /** The first so many of each room talk all the time; the others send what a silent browser sends. */
  readonly talking: number;
  readonly plays?: boolean;
  readonly sharesEncoding?: boolean;
};

type Row = {
  readonly scene: string;
  readonly legs: number;
  /** Per cent of a core for each leg, while time runs as it does on the wall. */
  readonly corePerLeg: number;
  readonly ticks: number;
};

const SCENES = {
  idle: { name: '100 calls of two, nobody talks', rooms: 100, legsPerRoom: 2, talking: 0 },
  one: { name: '20 calls of two, one of them talks', rooms: 20, legsPerRoom: 2, talking: 1 },
  both: { name: '20 calls of two, both talk at once', rooms: 20, legsPerRoom: 2, talking: 2 },
  prompt: { name: '40 calls that hear a prompt', rooms: 40, legsPerRoom: 1, talking: 0, plays: true },
  shared: { name: 'meeting of 50, 3 talk, shared encode', rooms: 1, legsPerRoom: 50, talking: 3 },
  each: { name: 'meeting of 50, 3 talk, encode for each', rooms: 1, legsPerRoom: 50, talking: 3, sharesEncoding: false },
} satisfies Record<string, Scene>;
const SECONDS = 8;
const LOOP = 50;

/** One peer's microphone: a packet each 20 ms, or one in twenty of a single byte, as Opus does in silence. */
class Sender {
  readonly #handlers: PeerHandlers;
  readonly #talks: boolean;
  readonly #ssrc: number;
  readonly #packet = new Uint8Array(1_400);
  #count = 0;

  constructor(handlers: PeerHandlers, talks: boolean, ssrc: number) {
    this.#handlers = handlers;
    this.#talks = talks;
    this.#ssrc = ssrc;
  }

  send(nowMs: number): void {
    if (nowMs % 20 !== 0 || (!this.#talks && nowMs % 400 !== 0)) return;
    const payload = this.#talks ? (payloads[this.#count % LOOP] ?? new Uint8Array(1)) : Uint8Array.of(8);
    const sequence = this.#count++ & 0xffff;
    writeRtpHeader(this.#packet, { payloadType: 111, marker: false, sequence, timestamp: (nowMs * 48) >>> 0, ssrc: this.#ssrc });
    this.#packet.set(payload, RTP_HEADER_BYTES);
    this.#handlers.packet(this.#packet.subarray(0, RTP_HEADER_BYTES + payload.length));
  }
}

setFlagsFromString('--expose-gc');
/** Memory is only comparable once what is unused has been collected. */
const collect = runInNewContext('gc') as () => void;

const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });
const payloads = await speech();
const results = new Map<string, Row>();
// The first run is thrown away: it compiles.
await measured(SCENES.both);
const kept: Stage[] = [];
const kilobytesPerLeg = {
  idle: await kilobytesOf({ name: 'idle', rooms: 150, legsPerRoom: 2, talking: 0 }, kept),
  talking: await kilobytesOf({ name: 'talking', rooms: 150, legsPerRoom: 2, talking: 2 }, kept),
};
for (const stage of kept) await stage[Symbol.asyncDispose]();
for (const [key, scene] of Object.entries(SCENES)) results.set(key, await measured(scene));
const cost = (key: keyof typeof SCENES): number => results.get(key)?.corePerLeg ?? Number.NaN;
const ratios = { sharedToEach: rounded(cost('shared') / cost('each')), idleToTalking: rounded(cost('idle') / cost('both')) };
console.table([...results.values()]);
console.table({ kilobytesPerLeg });
console.table(ratios);
if (values.json !== undefined) {
  const rows = [...results.values()];
  await writeFile(
    values.json,
    `${JSON.stringify({ bench: 'engine-cost', node: process.version, seconds: SECONDS, rows, kilobytesPerLeg, ratios }, null, 2)}\n`,
  );
}
if (values.check) {
  if (!(ratios.sharedToEach < 0.5)) fail(`sharing an encode costs ${String(ratios.sharedToEach)} of encoding for each: it is to save half`);
  if (!(ratios.idleToTalking < 0.02)) fail(`an idle leg costs ${String(ratios.idleToTalking)} of a talking one`);
  if (!(cost('both') < 2)) fail(`a talking leg costs ${String(cost('both'))} % of a core`);
}

async function measured(scene: Scene): Promise<Row> {
  await using stage = await staged(scene);
  stage.run(1_000);
  const before = process.cpuUsage();
  stage.run(SECONDS * 1000);
  const used = process.cpuUsage(before);
  const [health] = await stage.engine.health();
  const legs = scene.rooms * scene.legsPerRoom;
  return {
    scene: scene.name,
    legs,
    corePerLeg: rounded((100 * (used.user + used.system)) / 1e6 / SECONDS / legs),
    ticks: health?.ticks ?? 0,
  };
}

/** What the process grows by with each leg; `keep` is not ended, so that nothing is used again. */
async function kilobytesOf(scene: Scene, keep: Stage[]): Promise<number> {
  collect();
  const before = process.memoryUsage.rss();
  const stage = await staged(scene);
  keep.push(stage);
  stage.run(1_000);
  collect();
  return Math.round((process.memoryUsage.rss() - before) / 1024 / (scene.rooms * scene.legsPerRoom));
}

type Stage = AsyncDisposable & { readonly engine: LocalEngine; run(ms: number): void };

async function staged(scene: Scene): Promise<Stage> {
  const time = handClock();
  const senders: Sender[] = [];
  const engine = new LocalEngine({ clock: time.clock, peers: dropping(senders), sharesEncoding: scene.sharesEncoding ?? true });
  for (let room = 0; room < scene.rooms; room++) {
    const roomId = String(room);
    engine.send({ kind: 'openRoom', roomId });
    for (let leg = 0; leg < scene.legsPerRoom; leg++) {
      await engine.connect({ roomId, legId: `${roomId}-${String(leg)}`, offer: leg < scene.talking ? 'talks' : 'silent' });
    }
    if (scene.plays !== true) continue;
    engine.send({ kind: 'addHosted', roomId, legId: `${roomId}-bot` });
    engine.send({ kind: 'play', legId: `${roomId}-bot`, operationId: 'p', sounds: [writeWav(voice((SECONDS + 2) * 1000))] });
  }
  return {
    engine,
    run: (ms) => time.turn(ms, (nowMs) => senders.forEach((sender) => sender.send(nowMs))),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

function dropping(senders: Sender[]): PeerTransports {
  return {
    async accept(offer, handlers) {
      const ssrc = senders.length + 1;
      senders.push(new Sender(handlers, offer === 'talks', ssrc));
      handlers.connected();
      const sound = { codec: 'opus' as const, payloadType: 111, keyPayloadTypes: [] };
      return { answer: '', transport: { sound, ssrc, tellsLoss: true, send: () => undefined, close: () => undefined } };
    },
    close: () => undefined,
  };
}

type HandClock = { readonly clock: Clock; turn(ms: number, each: (nowMs: number) => void): void };

/** A clock that runs its tasks within the turn: nothing but the engine's own work is measured. */
function handClock(): HandClock {
  let now = 0;
  const tasks = new Set<{ readonly at: number; readonly task: () => void }>();
  const clock: Clock = {
    now: () => now,
    wallMs: () => now,
    after(ms, task) {
      const due = { at: now + ms, task };
      tasks.add(due);
      return { [Symbol.dispose]: () => void tasks.delete(due) };
    },
    deadline: (ms) => deadlineOn(clock, ms),
    sleep: (ms, options) => sleepOn(clock, ms, options),
    hold: (work) => work(),
  };
  return {
    clock,
    turn(ms, each) {
      for (const end = now + ms; now < end;) {
        now += 10;
        each(now);
        for (const due of tasks) {
          if (due.at > now) continue;
          tasks.delete(due);
          due.task();
        }
      }
    },
  };
}

/** Something as hard to encode as a voice: a buzz with a few formants that moves. */
function voice(ms: number): Int16Array {
  const parts = Array.from({ length: Math.ceil(ms / 200) }, (_, i) =>
    sine({ hertz: [120 + 15 * (i % 5), 700, 1_100 + 90 * (i % 7), 2_400], ms: 200 }, 0.09),
  );
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

async function speech(): Promise<Uint8Array[]> {
  const encoder = await encoderFor('opus');
  const sound = voice(LOOP * 20);
  const into = new Uint8Array(1_400);
  return Array.from({ length: LOOP }, (_, i) =>
    into.slice(0, encoder.encode(sound.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES), into, 0)),
  );
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
