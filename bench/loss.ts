/**
 * What is heard over a network that loses 5, 15 and 30 % of the packets at random, and brings each of the others up to 40 ms late, in
 * virtual time. On the way to the engine, both kinds of Opus that come: a browser's (speech mode, each packet with a poor copy of the one
 * before it) and that of another engine (low delay, no copies); the listener's own way is flawless. On the way from the engine, what a
 * listener hears who tells nobody of it, and one who reports it every 5 s, as browsers do, once some reports have come.
 *
 *     node --import jiti/register bench/loss.ts [--json FILE] [--check]
 *
 * `--check` fails when less is heard than is promised below.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Application, createEncoder, Signal } from 'libopus-wasm';
import { seededRandom } from '../src/base/random.ts';
import { virtualClock } from '../src/base/virtual-clock.ts';
import { LocalEngine } from '../src/engine/local-engine.ts';
import type { MemoryNetwork } from '../src/engine/memory-network.ts';
import { MemoryPeers } from '../src/engine/memory-peer.ts';
import { LossyListener } from '../src/engine/test-lossy-listener.ts';
import { encoderFor } from '../src/media/codecs.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../src/media/frame.ts';
import { toneDb } from '../src/media/goertzel.ts';
import { sine } from '../src/media/tones.ts';
import { readWav } from '../src/media/wav.ts';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../src/wire/rtp/rtp-packet.ts';
import { fail, rounded } from './parts/figures.ts';
import { heardFrames } from './parts/heard-frames.ts';
import { SpeakerAndListener } from './parts/speaker-and-listener.ts';

type Sender = 'browser' | 'engine';
type Way = Sender | 'to silent listener' | 'to reporting listener';
type Heard = { readonly sound: Int16Array; readonly came: number; readonly madeUp?: number };
type Row = {
  readonly way: Way;
  readonly lossPercent: number;
  readonly jitterMs: number;
  /** Share of the 20 ms of speech that are there. */
  readonly speechHeard: number;
  readonly longestGapMs: number;
  /** Share of the 20 ms of a steady tone that are within 6 dB of its level. */
  readonly toneHeard: number;
  /** Share of the 20 ms that the engine says it had to make up; nothing is known of what listeners make up. */
  readonly madeUp: number | undefined;
  /** Share of the packets that came. */
  readonly came: number;
};

/** At least so much of the speech is heard, by loss in per cent. */
const PROMISED: Readonly<Record<Way, Readonly<Record<number, number>>>> = {
  browser: { 0: 0.98, 5: 0.97, 15: 0.95, 30: 0.88 },
  engine: { 0: 0.98, 5: 0.91, 15: 0.78, 30: 0.5 },
  'to silent listener': { 0: 0.98, 5: 0.91, 15: 0.78, 30: 0.5 },
  'to reporting listener': { 0: 0.98, 5: 0.97, 15: 0.95, 30: 0.88 },
};
const JITTER_MS = 40;
const TONE_HZ = 440;
const TONE = 0.2;
const SPEECH_TURNS = 3;
const REPORT_EVERY_MS = 5_000;
/** Somebody speaks for so long before it counts. */
const WARM_UP_MS = 12_000;

const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });
const files = ['ada-hello', 'grace-hello', 'echo', 'sales', 'goodbye'].map((name) =>
  readWav(readFileSync(new URL(`../test/fixtures/speech/${name}.wav`, import.meta.url))),
);
const speech = joined(Array.from({ length: SPEECH_TURNS }, () => files).flat());
const tone = sine({ hertz: [TONE_HZ], ms: 30_000 }, TONE);
const rows: Row[] = [];
for (const way of ['browser', 'engine', 'to silent listener', 'to reporting listener'] as const) {
  const clean = await heardOf(speech, way, {});
  for (const [loss, jitterMs] of [
    [0, 0],
    [0, JITTER_MS],
    [0.05, JITTER_MS],
    [0.15, JITTER_MS],
    [0.3, JITTER_MS],
  ] as const) {
    const network = { loss, jitterMs };
    const said = await heardOf(speech, way, network);
    const { heard, longestGapMs } = heardFrames(clean.sound, said.sound);
    const hummed = await heardOf(tone, way, network);
    rows.push({
      way,
      lossPercent: loss * 100,
      jitterMs,
      speechHeard: rounded(heard, 3),
      longestGapMs,
      toneHeard: rounded(toneShare(hummed.sound), 3),
      madeUp: said.madeUp && rounded(said.madeUp, 3),
      came: rounded(said.came, 3),
    });
  }
}
console.table(rows);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ bench: 'loss', node: process.version, rows }, null, 2)}\n`);
if (values.check) {
  for (const { way, lossPercent, speechHeard } of rows) {
    const promised = PROMISED[way][lossPercent] ?? 1;
    if (speechHeard < promised)
      fail(`${way}, ${String(lossPercent)} % lost: ${String(speechHeard)} of the speech is heard, and ${String(promised)} was promised`);
  }
}

async function heardOf(samples: Int16Array, way: Way, trouble: MemoryNetwork): Promise<Heard> {
  if (way === 'browser' || way === 'engine') return heardThrough(samples, way, trouble);
  return heardBehind(samples, trouble, way === 'to reporting listener' ? REPORT_EVERY_MS : undefined);
}

/** What somebody behind a bad network hears of somebody whose own is flawless. */
async function heardBehind(samples: Int16Array, trouble: MemoryNetwork, reportEveryMs: number | undefined): Promise<Heard> {
  const clock = virtualClock();
  const network = { ...trouble, random: seededRandom(7) };
  const listener = await LossyListener.meet({ clock, network, ...(reportEveryMs === undefined ? {} : { reportEveryMs }) });
  const peers = new MemoryPeers({ clock });
  await using engine = new LocalEngine({ clock, peers: listener.among(peers, 'listener') });
  engine.send({ kind: 'openRoom', roomId: 'room' });
  const speaker = await peers.person();
  await engine.connect({ roomId: 'room', legId: 'speaker', offer: speaker.offer });
  await engine.connect({ roomId: 'room', legId: 'listener', offer: 'listener' });
  await clock.advance(100);
  void speaker.say(speech.subarray(0, WARM_UP_MS * 16));
  await clock.advance(WARM_UP_MS + 500);
  listener.forget();
  void speaker.say(samples);
  await clock.advance(samples.length / 16 + 500);
  return { sound: listener.heard(), came: listener.came / listener.sent.length };
}

/** What a listener in the same room hears of somebody behind a bad network. */
async function heardThrough(samples: Int16Array, sender: Sender, trouble: MemoryNetwork): Promise<Heard> {
  const clock = virtualClock();
  const peers = new SpeakerAndListener(trouble, clock);
  await using engine = new LocalEngine({ clock, peers });
  const madeUp: number[] = [];
  engine.facts.on('quality', ({ legId, concealed }) => void (legId === 'speaker' && concealed !== undefined && madeUp.push(concealed)));
  engine.send({ kind: 'openRoom', roomId: 'room' });
  await engine.connect({ roomId: 'room', legId: 'speaker', offer: 'speaker' });
  await engine.connect({ roomId: 'room', legId: 'listener', offer: 'listener' });
  await clock.advance(100);
  const encode = await encoding(sender);
  const packet = new Uint8Array(1_400);
  const frames = Math.floor(samples.length / FRAME_SAMPLES);
  for (let number = 0; number < frames; number++) {
    const bytes = encode(samples.subarray(number * FRAME_SAMPLES, (number + 1) * FRAME_SAMPLES), packet);
    writeRtpHeader(packet, { payloadType: 111, marker: number === 0, sequence: number, timestamp: number * 960, ssrc: 5 });
    peers.path.send(packet.subarray(0, RTP_HEADER_BYTES + bytes));
    await clock.advance(FRAME_MS);
  }
  await clock.advance(500);
  return {
    sound: await peers.heard(),
    came: peers.came / frames,
    madeUp: madeUp.reduce((sum, share) => sum + share, 0) / Math.max(1, madeUp.length),
  };
}

async function encoding(sender: Sender): Promise<(frame: Int16Array, into: Uint8Array) => number> {
  if (sender === 'engine') {
    const encoder = await encoderFor('opus');
    return (frame, into) => encoder.encode(frame, into, RTP_HEADER_BYTES);
  }
  const encoder = await createEncoder({
    sampleRate: 16_000,
    channels: 1,
    application: Application.Voip,
    signal: Signal.Voice,
    bitrate: 32_000,
    complexity: 9,
    fec: true,
    // What a browser sets once its listener reports losses.
    packetLossPercent: 15,
  });
  return (frame, into) => {
    const payload = encoder.encode(frame);
    into.set(payload, RTP_HEADER_BYTES);
    return payload.length;
  };
}

function toneShare(sound: Int16Array): number {
  const level = 20 * Math.log10(TONE / Math.SQRT2);
  let [frames, there] = [0, 0];
  for (let at = 0; at + FRAME_SAMPLES <= tone.length - FRAME_SAMPLES * 10; at += FRAME_SAMPLES) {
    frames++;
    if (Math.abs(toneDb(sound.subarray(at, at + FRAME_SAMPLES), TONE_HZ) - level) < 6) there++;
  }
  return there / frames;
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
