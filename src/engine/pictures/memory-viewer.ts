/** A viewer in memory: slots that take what comes, ask for what is missing, and report every second what was lost. */
import type { Clock, Timer } from '../../base/clock.ts';
import { encodeNack, encodePli, encodeRemb } from '../../wire/rtp/feedback.ts';
import { encodeReport } from '../../wire/rtp/rtcp.ts';
import { isRtcp } from '../../wire/rtp/rtp-packet.ts';
import { NetworkPath, type MemoryNetwork } from '../memory-network.ts';
import type { PeerHandlers } from '../peer-transport.ts';
import type { MemoryBeat } from './memory-beat.ts';
import { MemorySlot } from './memory-slot.ts';
import type { PictureTransport } from './picture-transport.ts';

const PULSE_MS = 100;
const PULSES_PER_REPORT = 10;

export type MemoryViewerOptions = {
  readonly clock: Clock;
  readonly beat: MemoryBeat;
  readonly offer: string;
  readonly ssrc: number;
  readonly slots: number;
  readonly network: MemoryNetwork;
};

export class MemoryViewer {
  /** What `engine.connect` wants. */
  readonly offer: string;
  readonly slots: readonly MemorySlot[];
  readonly transport: PictureTransport;
  /** Sender reports that came. */
  reports = 0;
  readonly #options: MemoryViewerOptions;
  readonly #up: NetworkPath;
  #handlers: PeerHandlers | undefined;
  #timer: Timer | undefined;
  #pulses = 0;

  constructor(options: MemoryViewerOptions) {
    this.#options = options;
    const { clock, network, offer, ssrc, slots } = options;
    this.offer = offer;
    this.#up = new NetworkPath({ clock, network, direction: 'up', deliver: (packet) => this.#handlers?.packet(packet) });
    const sections = Array.from({ length: slots }, (_, number) => ({ payloadType: 100, ssrc: ssrc + 1 + number }));
    this.slots = sections.map(
      (section) =>
        new MemorySlot({
          lost: (sequence) => this.#up.send(encodeNack(ssrc, section.ssrc, [sequence], 1)),
          keyFrameWanted: () => this.#up.send(encodePli(ssrc, section.ssrc)),
        }),
    );
    const paths = this.slots.map(
      (slot) => new NetworkPath({ clock, network, direction: 'down', deliver: (packet) => this.#take(slot, packet) }),
    );
    this.transport = { sections, rids: [], send: (section, packet) => paths[section]?.send(packet), close: () => this.#leave() };
  }

  /** For `MemoryPictures`: joins the engine's side. */
  meet(handlers: PeerHandlers): PictureTransport {
    this.#handlers = handlers;
    const { clock, beat } = this.#options;
    this.#timer = clock.after(0, () => {
      this.#timer = beat.every(PULSE_MS, this.#pulse);
      handlers.connected();
    });
    return this.transport;
  }

  /** Says how much it can take (REMB). */
  canTake(bitsPerSecond: number): void {
    const streams = this.transport.sections.map(({ ssrc }) => ssrc);
    this.#up.send(encodeRemb(this.#options.ssrc, bitsPerSecond, streams));
  }

  /** Asks for a key frame in that slot, wanted or not. */
  askKeyFrame(slot: number): void {
    const section = this.transport.sections[slot];
    if (section) this.#up.send(encodePli(this.#options.ssrc, section.ssrc));
  }

  /** Goes without a word, as a browser does whose page is closed. */
  vanish(reason: string = 'the viewer vanished'): void {
    const handlers = this.#handlers;
    this.#leave();
    handlers?.lost(reason);
  }

  #take(slot: MemorySlot, packet: Uint8Array): void {
    if (!this.#handlers) return;
    if (isRtcp(packet)) this.reports++;
    else slot.packet(packet, this.#options.clock.now());
  }

  #leave(): void {
    this.#handlers = undefined;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  readonly #pulse = (): void => {
    const { clock, ssrc } = this.#options;
    const nowMs = clock.now();
    const isReportDue = ++this.#pulses % PULSES_PER_REPORT === 0;
    for (const [number, slot] of this.slots.entries()) {
      slot.pulse(nowMs);
      const received = isReportDue ? slot.reception.report(nowMs) : undefined;
      const section = this.transport.sections[number];
      if (received && section) this.#up.send(encodeReport(ssrc, 'memory', { received: { ...received, ssrc: section.ssrc } }));
    }
  };
}
