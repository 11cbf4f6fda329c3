/** One person in memory: speaks packets at the pace of the clock, decodes what comes, and keeps it in its place in time. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { FRAME_MS, FRAME_SAMPLES, MAX_PACKET_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import type { SoundDecoder, SoundEncoder } from '../media/codec.ts';
import { encodeTelephoneEvent } from '../wire/rtp/telephone-event.ts';
import { isRtcp, readRtp, RTP_HEADER_BYTES, rtpPacket, timestampAhead, writeRtpHeader } from '../wire/rtp/rtp-packet.ts';
import { PACKET_BYTES } from './outgoing.ts';
import type { PeerHandlers, PeerSound, PeerTransport } from './peer-transport.ts';
import { Playback } from './playback.ts';
import type { Key } from './port.ts';

/** Trouble on the way from the person to the engine. Needs a `random` to be anything. */
export type MemoryNetwork = {
  readonly random?: Random;
  /** Share of packets lost, 0 … 1. */
  readonly loss?: number;
  /** Each packet comes up to so much later. */
  readonly jitterMs?: number;
};

export type MemoryPersonOptions = {
  readonly clock: Clock;
  readonly offer: string;
  readonly ssrc: number;
  readonly sound: PeerSound;
  readonly clockRate: number;
  readonly encoder: SoundEncoder;
  readonly decoder: SoundDecoder;
  readonly network: MemoryNetwork;
  readonly keepMs: number;
};

type Speech = { readonly playback: Playback; readonly done: () => void };

export class MemoryPerson {
  /** What `engine.connect` wants. */
  readonly offer: string;
  readonly transport: PeerTransport;
  readonly #options: MemoryPersonOptions;
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #packet = new Uint8Array(PACKET_BYTES);
  readonly #read = rtpPacket();
  readonly #decoded = new Int16Array(MAX_PACKET_SAMPLES);
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  readonly #speech: Speech[] = [];
  #handlers: PeerHandlers | undefined;
  #timer: Timer | undefined;
  #nextFrame = 0;
  #lastFrame = -2;
  #sequence = 0;
  #heard = new Int16Array(SAMPLE_RATE);
  #heardLength = 0;
  #heardFrom = 0;
  #hasHeard = false;
  #packets = 0;
  #isGone = false;

  constructor(options: MemoryPersonOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#startMs = options.clock.now();
    this.offer = options.offer;
    this.transport = {
      sound: options.sound,
      ssrc: options.ssrc + 1,
      tellsLoss: true,
      send: (packet) => this.#receive(packet),
      close: () => this.#leave(),
    };
  }

  /** For `MemoryPeers`: joins the engine's side. */
  meet(handlers: PeerHandlers): PeerTransport {
    this.#handlers = handlers;
    this.#clock.after(0, () => handlers.connected());
    return this.transport;
  }

  /** Says these samples (16 kHz), after what is being said already. Resolves when all has been said, or the person is gone. */
  say(samples: Int16Array, { signal }: Cancel = {}): Promise<void> {
    if (this.#isGone) return Promise.resolve();
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const speech: Speech = { playback: new Playback([samples]), done: resolve };
      const stop = (): void => {
        this.#drop(speech);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#speech.push(speech);
      this.#timer ??= this.#clock.after(0, this.#beginFrames);
    });
  }

  /** Presses a key for `ms`: packets each 20 ms, and the end told three times. */
  async press(key: Key, { ms = 100 }: { readonly ms?: number } = {}): Promise<void> {
    const timestamp = this.#timestamp(this.#frameNow());
    const step = (this.#options.clockRate * FRAME_MS) / 1000;
    const count = Math.max(1, Math.round(ms / FRAME_MS));
    for (let i = 1; i <= count; i++) {
      if (i > 1) await this.#clock.sleep(FRAME_MS);
      const isEnd = i === count;
      for (let copy = 0; copy < (isEnd ? 3 : 1); copy++)
        this.#sendKey(encodeTelephoneEvent({ key, isEnd, volume: 10, duration: i * step }), timestamp, i === 1 && copy === 0);
    }
  }

  /** All that was heard since the first sound, silences in their place. */
  heard(): Int16Array {
    return this.#heard.slice(0, this.#heardLength);
  }

  /** Forgets what was heard. */
  forget(): void {
    this.#hasHeard = false;
    this.#heardLength = 0;
  }

  /** Packets of sound that came. */
  get packets(): number {
    return this.#packets;
  }

  /** Goes without a word, as a browser does whose page is closed. */
  vanish(reason: string = 'the person vanished'): void {
    const handlers = this.#handlers;
    this.#leave();
    handlers?.lost(reason);
  }

  #drop(speech: Speech): void {
    const place = this.#speech.indexOf(speech);
    if (place >= 0) this.#speech.splice(place, 1);
  }

  readonly #beginFrames = (): void => {
    this.#nextFrame = Math.max(this.#nextFrame, this.#frameNow());
    this.#sendFrames();
  };

  readonly #sendFrames = (): void => {
    this.#timer = undefined;
    // Late timers (a busy machine) are made up for, so that what is said keeps its length.
    while (this.#speech.length > 0 && this.#nextFrame <= this.#frameNow()) this.#sendFrame(this.#nextFrame++);
    if (this.#speech.length === 0 || this.#isGone) return;
    this.#timer = this.#clock.after(Math.max(0, this.#startMs + this.#nextFrame * FRAME_MS - this.#clock.now()), this.#sendFrames);
  };

  #sendFrame(number: number): void {
    const speech = this.#speech[0];
    if (!speech) return;
    speech.playback.frame(this.#frame);
    const bytes = this.#options.encoder.encode(this.#frame, this.#packet, RTP_HEADER_BYTES);
    this.#sendPacket(this.#options.sound.payloadType, this.#timestamp(number), number !== this.#lastFrame + 1, bytes);
    this.#lastFrame = number;
    if (!speech.playback.hasEnded) return;
    this.#speech.shift();
    speech.done();
  }

  #sendKey(payload: Uint8Array, timestamp: number, marker: boolean): void {
    this.#packet.set(payload, RTP_HEADER_BYTES);
    this.#sendPacket(this.#options.sound.keyPayloadTypes[0] ?? 101, timestamp, marker, payload.length);
  }

  #sendPacket(payloadType: number, timestamp: number, marker: boolean, bytes: number): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    writeRtpHeader(this.#packet, { payloadType, marker, sequence: this.#sequence, timestamp, ssrc: this.#options.ssrc });
    const { random, loss = 0, jitterMs = 0 } = this.#options.network;
    if (random && random.unit() < loss) return;
    const packet = this.#packet.slice(0, RTP_HEADER_BYTES + bytes);
    if (random && jitterMs > 0) this.#clock.after(random.unit() * jitterMs, () => this.#handlers?.packet(packet));
    else this.#handlers?.packet(packet);
  }

  #receive(packet: Uint8Array): void {
    if (this.#isGone || isRtcp(packet) || !readRtp(packet, this.#read)) return;
    this.#packets++;
    const count = this.#options.decoder.decode(this.#read.payload, this.#decoded);
    if (!this.#hasHeard) this.#heardFrom = this.#read.timestamp;
    this.#hasHeard = true;
    const at = Math.round((timestampAhead(this.#read.timestamp, this.#heardFrom) * SAMPLE_RATE) / this.#options.clockRate);
    if (at < 0 || at + count > (this.#options.keepMs * SAMPLE_RATE) / 1000) return;
    this.#keep(at, count);
  }

  #keep(at: number, count: number): void {
    if (at + count > this.#heard.length) {
      const longer = new Int16Array(Math.max(at + count, this.#heard.length * 2));
      longer.set(this.#heard.subarray(0, this.#heardLength));
      this.#heard = longer;
    }
    if (at > this.#heardLength) this.#heard.fill(0, this.#heardLength, at);
    this.#heard.set(this.#decoded.subarray(0, count), at);
    this.#heardLength = Math.max(this.#heardLength, at + count);
  }

  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#handlers = undefined;
    this.#timer?.[Symbol.dispose]();
    for (const speech of this.#speech.splice(0)) speech.done();
    this.#options.encoder.free();
    this.#options.decoder.free();
  }

  #frameNow(): number {
    return Math.floor((this.#clock.now() - this.#startMs) / FRAME_MS);
  }

  #timestamp(frame: number): number {
    return (frame * FRAME_MS * this.#options.clockRate) / 1000;
  }
}
