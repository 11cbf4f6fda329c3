/** One person in memory: speaks packets at the pace of the clock, and hears what comes. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES, MAX_PACKET_SAMPLES } from '../media/frame.ts';
import type { SoundDecoder, SoundEncoder } from '../media/codec.ts';
import { Reception } from '../wire/rtp/reception.ts';
import { encodeReport, readRtcp } from '../wire/rtp/rtcp.ts';
import { encodeTelephoneEvent } from '../wire/rtp/telephone-event.ts';
import { isRtcp, readRtp, RTP_HEADER_BYTES, rtpPacket, writeRtpHeader } from '../wire/rtp/rtp-packet.ts';
import { isTooLate, KeptSound, PlayoutTime, type HearSound } from './memory-hearing.ts';
import { NetworkPath, type MemoryNetwork } from './memory-network.ts';
import { PACKET_BYTES } from './outgoing.ts';
import type { PeerHandlers, PeerSound, PeerTransport } from './peer-transport.ts';
import { Playback } from '../media/playback.ts';
import type { Key } from './port.ts';

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
  readonly hear: HearSound | undefined;
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
  readonly #up: NetworkPath;
  readonly #down: NetworkPath;
  readonly #playout: PlayoutTime;
  readonly #kept: KeptSound;
  readonly #reception: Reception;
  #handlers: PeerHandlers | undefined;
  #timer: Timer | undefined;
  #nextFrame = 0;
  #lastFrame = -2;
  #sequence = 0;
  #packets = 0;
  #isGone = false;

  constructor(options: MemoryPersonOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#startMs = options.clock.now();
    this.offer = options.offer;
    const { clock, network } = options;
    this.#up = new NetworkPath({ clock, network, direction: 'up', deliver: (packet) => this.#handlers?.packet(packet) });
    this.#down = new NetworkPath({ clock, network, direction: 'down', deliver: (packet) => this.#receive(packet) });
    this.#playout = new PlayoutTime(options.clockRate);
    this.#kept = new KeptSound(options.keepMs);
    this.#reception = new Reception(options.clockRate);
    this.transport = {
      sound: options.sound,
      ssrc: options.ssrc + 1,
      // A network that is down is told to nobody: the engine is to notice it by the silence.
      tellsLoss: false,
      send: (packet) => (isRtcp(packet) ? this.#answer(packet) : this.#down.send(packet)),
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
      const done = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const speech: Speech = { playback: new Playback([samples]), done };
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

  /** All that was heard since the first sound, silences in their place; nothing if it is handed over (`hear`). */
  heard(): Int16Array {
    return this.#kept.heard();
  }

  /** Forgets what was heard. */
  forget(): void {
    this.#kept.forget();
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
    this.#up.send(this.#packet.subarray(0, RTP_HEADER_BYTES + bytes));
  }

  /** The engine's reports are answered, as a browser sends its own every few seconds: of those some always come through. */
  #answer(report: Uint8Array): void {
    if (!this.#up.isOpen) return;
    const nowMs = this.#clock.now();
    const { senderReport } = readRtcp(report);
    if (senderReport !== undefined) this.#reception.senderReport(senderReport, nowMs);
    this.#handlers?.packet(encodeReport(this.#options.ssrc, 'memory', { received: this.#reception.report(nowMs) }));
  }

  #receive(packet: Uint8Array): void {
    if (this.#isGone || !readRtp(packet, this.#read)) return;
    this.#packets++;
    const nowMs = this.#clock.now();
    this.#reception.packet(this.#read.ssrc, this.#read.sequence, this.#read.timestamp, nowMs);
    const atMs = this.#playout.of(this.#read, nowMs);
    if (this.#options.hear && isTooLate(atMs, nowMs)) return;
    const count = this.#options.decoder.decode(this.#read.payload, this.#decoded);
    const sound = this.#decoded.subarray(0, count);
    if (this.#options.hear) this.#options.hear(sound, atMs);
    else this.#kept.hear(sound, atMs);
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
