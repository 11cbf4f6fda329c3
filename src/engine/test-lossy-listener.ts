/** Somebody who listens in Opus over a network that loses packets, as a browser does, and reports how she receives: for tests and benches. */
import type { Clock } from '../base/clock.ts';
import { clockRateOf } from '../media/codec.ts';
import { decoderFor } from '../media/codecs.ts';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import { Receiver } from '../media/receiver.ts';
import { Reception } from '../wire/rtp/reception.ts';
import { encodeReport } from '../wire/rtp/rtcp.ts';
import { isRtcp, readRtp, rtpPacket } from '../wire/rtp/rtp-packet.ts';
import { NetworkPath, type MemoryNetwork } from './memory-network.ts';
import type { PeerHandlers, PeerTransport, PeerTransports } from './peer-transport.ts';

const SSRC = 70_001;
const PAYLOAD_TYPE = 111;
const LONGEST_S = 300;

export type LossyListenerOptions = {
  readonly clock: Clock;
  readonly network: MemoryNetwork;
  /** Every so often she reports how she receives; never by default. */
  readonly reportEveryMs?: number;
};

export class LossyListener {
  /** What she was sent, whether it came or not. */
  readonly sent: { readonly timestamp: number; readonly payload: Uint8Array }[] = [];
  /** Packets that came. */
  came = 0;
  readonly #options: LossyListenerOptions;
  readonly #receiver: Receiver;
  readonly #reception = new Reception(clockRateOf('opus'));
  readonly #up: NetworkPath;
  readonly #down: NetworkPath;
  readonly #read = rtpPacket();
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  #heard = new Int16Array(LONGEST_S * SAMPLE_RATE);
  #length = 0;
  #handlers: PeerHandlers | undefined;

  private constructor(options: LossyListenerOptions, receiver: Receiver) {
    const { clock, network } = options;
    this.#options = options;
    this.#receiver = receiver;
    this.#up = new NetworkPath({ clock, network, direction: 'up', deliver: (packet) => this.#handlers?.packet(packet) });
    this.#down = new NetworkPath({ clock, network, direction: 'down', deliver: (packet) => this.#receive(packet) });
  }

  static async meet(options: LossyListenerOptions): Promise<LossyListener> {
    const decoder = await options.clock.hold(() => decoderFor('opus'));
    return new LossyListener(options, new Receiver('opus', decoder));
  }

  /** Peers among whom she is the one with that offer. */
  among(others: PeerTransports, offer: string): PeerTransports {
    return {
      accept: async (asked, handlers, options) =>
        asked === offer ? { answer: '', transport: this.#begin(handlers) } : others.accept(asked, handlers, options),
      close: () => others.close(),
    };
  }

  /** Since the beginning, or since it was last forgotten; pauses in their place. */
  heard(): Int16Array {
    return this.#heard.slice(0, this.#length);
  }

  forget(): void {
    this.#length = 0;
    this.#heard.fill(0);
    this.sent.length = 0;
    this.came = 0;
  }

  #begin(handlers: PeerHandlers): PeerTransport {
    const { clock, reportEveryMs } = this.#options;
    this.#handlers = handlers;
    clock.after(0, () => handlers.connected());
    clock.after(FRAME_MS, () => this.#listen());
    if (reportEveryMs !== undefined) clock.after(reportEveryMs, () => this.#report(reportEveryMs));
    return {
      sound: { codec: 'opus', payloadType: PAYLOAD_TYPE, keyPayloadTypes: [] },
      ssrc: SSRC + 1,
      tellsLoss: true,
      send: (packet) => {
        if (isRtcp(packet) || !readRtp(packet, this.#read)) return;
        this.sent.push({ timestamp: this.#read.timestamp, payload: this.#read.payload.slice() });
        this.#down.send(packet);
      },
      close: () => this.#leave(),
    };
  }

  #receive(bytes: Uint8Array): void {
    const packet = this.#read;
    if (!this.#handlers || !readRtp(bytes, packet)) return;
    this.came++;
    const nowMs = this.#options.clock.now();
    this.#reception.packet(packet.ssrc, packet.sequence, packet.timestamp, nowMs);
    this.#receiver.packet(packet, nowMs);
  }

  #listen(): void {
    if (!this.#handlers) return;
    this.#options.clock.after(FRAME_MS, () => this.#listen());
    if (this.#receiver.isActive && this.#receiver.frame(this.#frame)) this.#heard.set(this.#frame, this.#length);
    this.#length += FRAME_SAMPLES;
  }

  #report(everyMs: number): void {
    if (!this.#handlers) return;
    const { clock } = this.#options;
    clock.after(everyMs, () => this.#report(everyMs));
    this.#up.send(encodeReport(SSRC, 'listener', { received: this.#reception.report(clock.now()) }));
  }

  #leave(): void {
    this.#handlers = undefined;
    this.#receiver.free();
  }
}
