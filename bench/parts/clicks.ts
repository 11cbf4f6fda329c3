/** Clicks that somebody speaks over plain RTP, and the moments at which they are heard: by another one, or through a bot that says back what it hears. */
import { createSocket, type Socket } from 'node:dgram';
import { WebSocket } from 'ws';
import type { Clock } from '../../src/base/clock.ts';
import { writeRtpDescription } from '../../src/engine/rtp-offer.ts';
import { decoderFor, encoderFor } from '../../src/media/codecs.ts';
import { FRAME_MS, FRAME_SAMPLES, MAX_PACKET_SAMPLES } from '../../src/media/frame.ts';
import { FRAME_HEADER_BYTES, frameHeader, readFrameHeader, writeFrameHeader } from '../../src/wire/bridge/frame.ts';
import { BRIDGE_PROTOCOL } from '../../src/wire/bridge/session.ts';
import { isRtcp, readRtp, RTP_HEADER_BYTES, rtpPacket, writeRtpHeader } from '../../src/wire/rtp/rtp-packet.ts';
import type { RoomServer } from './room-servers.ts';

export const CLICKS = 12;
/** Frames from click to click; the first ones let buffers come to rest. */
const EVERY = 17;
const FRAMES: number = (CLICKS + 3) * EVERY;
const LOUD = 4_000;

/** Milliseconds for each click that was heard. */
export type ClickTimes = { readonly whole: readonly number[]; readonly toBot: readonly number[]; readonly fromBot: readonly number[] };

/** The moments of the clicks in sound that comes. */
class ClickEar {
  readonly heard: number[] = [];
  /** Where the click begins in a frame that came at `nowMs`. */
  hear(sound: Int16Array, nowMs: number): void {
    const at = sound.findIndex((sample) => Math.abs(sample) > LOUD);
    // One click is longer than a frame: its end is not another one.
    if (at >= 0 && nowMs - (this.heard.at(-1) ?? -Infinity) > 4 * FRAME_MS) this.heard.push(nowMs + (at * FRAME_MS) / FRAME_SAMPLES);
  }

  /** How long after each of these moments it was; a click that was not heard does not shift the others. */
  after(moments: readonly number[]): number[] {
    return moments.flatMap((from) => {
      const heardMs = this.heard.find((ms) => ms > from && ms < from + EVERY * FRAME_MS);
      return heardMs === undefined ? [] : [heardMs - from];
    });
  }
}

/** Speaks so many clicks, beginning on that phase of the clock's 20 ms. */
export async function clicks(clock: Clock, server: RoomServer, phaseMs: number): Promise<ClickTimes> {
  const bot = server.bridgePort ? await echo(clock, server.bridgePort) : undefined;
  const mouth = await socketIn(server);
  // Whoever speaks does not hear herself, but the bot that says it back.
  const listener = bot ? mouth : await socketIn(server);
  const [encoder, decoder] = await Promise.all([encoderFor('opus'), decoderFor('opus')]);
  const spoken: number[] = [];
  const ear = new ClickEar();
  const read = rtpPacket();
  const decoded = new Int16Array(MAX_PACKET_SAMPLES);
  listener.on('message', (bytes) => {
    const nowMs = clock.now();
    if (isRtcp(bytes) || !readRtp(bytes, read)) return;
    ear.hear(decoded.subarray(0, decoder.decode(read.payload, decoded)), nowMs);
  });
  const packet = new Uint8Array(1_400);
  const frame = new Int16Array(FRAME_SAMPLES);
  const beginMs = Math.ceil(clock.now() / FRAME_MS) * FRAME_MS + FRAME_MS + phaseMs;
  for (let number = 0; number < FRAMES; number++) {
    await clock.sleep(Math.max(0, beginMs + number * FRAME_MS - clock.now()));
    const isClick = number % EVERY === 0 && number >= 2 * EVERY && spoken.length < CLICKS;
    // Never silent: a pause would let the buffers run empty.
    for (let i = 0; i < FRAME_SAMPLES; i++)
      frame[i] = isClick ? ((i >> 3) % 2 === 0 ? 12_000 : -12_000) : ((i * 7_919 + number * 104_729) % 401) - 200;
    const bytes = encoder.encode(frame, packet, RTP_HEADER_BYTES);
    writeRtpHeader(packet, { payloadType: 111, marker: number === 0, sequence: number, timestamp: number * 960, ssrc: 9 });
    if (isClick) spoken.push(clock.now() - FRAME_MS);
    mouth.send(packet.subarray(0, RTP_HEADER_BYTES + bytes));
    if (!bot && number % 10 === 0) listener.send(silence(number));
  }
  await clock.sleep(500);
  mouth.close();
  if (!bot) listener.close();
  bot?.socket.close();
  encoder.free();
  decoder.free();
  return { whole: ear.after(spoken), toBot: bot?.ear.after(spoken) ?? [], fromBot: ear.after(bot?.ear.heard ?? []) };
}

async function socketIn(server: RoomServer): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  socket.on('error', () => undefined);
  const { port } = socket.address();
  const sound = { codec: 'opus' as const, payloadType: 111, keyPayloadTypes: [] };
  const to = await server.join({ port, offer: writeRtpDescription({ address: '127.0.0.1', port, sound }) });
  socket.connect(to, '127.0.0.1');
  return socket;
}

/** What a listener sends: a byte of Opus that says nothing, now and then. */
function silence(number: number): Uint8Array {
  const packet = new Uint8Array(RTP_HEADER_BYTES + 1);
  writeRtpHeader(packet, { payloadType: 111, marker: false, sequence: number / 10, timestamp: number * 960, ssrc: 10 });
  packet[RTP_HEADER_BYTES] = 8;
  return packet;
}

/** A bot on the media bridge: says each frame of the mix back as it comes. */
async function echo(clock: Clock, port: number): Promise<{ readonly socket: WebSocket; readonly ear: ClickEar }> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/bot`, [BRIDGE_PROTOCOL]);
  const ear = new ClickEar();
  const header = frameHeader();
  const sound = new Int16Array(FRAME_SAMPLES);
  let sequence = 0;
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (!isBinary || !readFrameHeader(bytes, header) || header.kind !== 'mixed') return;
    const nowMs = clock.now();
    for (let i = 0; i < FRAME_SAMPLES; i++) sound[i] = bytes.readInt16LE(FRAME_HEADER_BYTES + i * 2);
    ear.hear(sound, nowMs);
    const back = Buffer.from(bytes);
    writeFrameHeader(back, { ...frameHeader(), kind: 'sound', sequence: ++sequence });
    socket.send(back);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ kind: 'hear', mixed: true, apart: 'none' }));
  return { socket, ear };
}
