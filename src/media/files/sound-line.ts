/** One track of sound without a gap: a packet for every 20 ms from the beginning of the recording to its end, silent where nobody spoke. */
import { FRAME_MS } from '../frame.ts';

/** Takes the packets of a line, one after the other. */
export interface PacketSink {
  /** `undefined`: nothing is said in these 20 ms. A promise: wait for it before the next one. */
  put(packet: Uint8Array | undefined): Promise<void> | undefined;
}

/** Opus' own silence of 20 ms (RFC 6716: wideband, CELT alone; the range coder's first symbol says that the frame is silent). */
export const SILENT_PACKET: Uint8Array = Uint8Array.of(0xb8, 0xff, 0xfe);
/** What says that nothing is sent: a decoder would make something up for it. */
const DISCONTINUED_BYTES = 2;

export class SoundLine {
  readonly #sink: PacketSink;
  #next = 0;

  constructor(sink: PacketSink) {
    this.#sink = sink;
  }

  /** What comes twice, or after what is later, is left out. */
  async take(atMs: number, packet: Uint8Array): Promise<void> {
    const tick = Math.round(atMs / FRAME_MS);
    if (tick < this.#next) return;
    await this.silentUntil(tick);
    this.#next = tick + 1;
    await this.#sink.put(packet.length > DISCONTINUED_BYTES ? packet : undefined);
  }

  /** Until there are so many packets. */
  async silentUntil(ticks: number): Promise<void> {
    while (this.#next < ticks) {
      this.#next++;
      const full = this.#sink.put(undefined);
      if (full) await full;
    }
  }
}
