/** One mix encoded once, for all who hear the same in the same codec. */
import type { SoundEncoder } from '../media/codec.ts';
import { RTP_HEADER_BYTES } from '../wire/rtp/rtp-packet.ts';
import { PACKET_BYTES } from './outgoing.ts';
import type { PeerLeg } from './peer-leg.ts';

export class SharedVoice {
  readonly #encoder: SoundEncoder;
  readonly #packet = new Uint8Array(PACKET_BYTES);
  #tick = -1;
  #bytes = 0;

  constructor(encoder: SoundEncoder) {
    this.#encoder = encoder;
  }

  /** Sends the mix to one more listener; the first of a tick pays for the encoding. */
  send(leg: PeerLeg, mix: Int16Array, tick: number): void {
    // Who joins now has not heard what came before: the frames must stand by themselves. It may come a frame late, for
    // one that was encoded already; a glitch of that size is not heard.
    if (!leg.outgoing.follows(this)) this.#encoder.restart();
    if (tick !== this.#tick) {
      this.#tick = tick;
      this.#bytes = this.#encoder.encode(mix, this.#packet, RTP_HEADER_BYTES);
    }
    leg.outgoing.shared(this, this.#packet, this.#bytes, tick);
  }

  free(): void {
    this.#encoder.free();
  }
}
