/** Two peers in memory for benches: a speaker behind a bad network, and a listener who keeps every packet with its place in time. */
import type { Clock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { NetworkPath, type MemoryNetwork } from '../../src/engine/memory-network.ts';
import type { PeerHandlers, PeerTransports } from '../../src/engine/peer-transport.ts';
import { decoderFor } from '../../src/media/codecs.ts';
import { FRAME_SAMPLES } from '../../src/media/frame.ts';
import { isRtcp, readRtp, rtpPacket } from '../../src/wire/rtp/rtp-packet.ts';

export class SpeakerAndListener implements PeerTransports {
  readonly path: NetworkPath;
  /** Packets that came. */
  came = 0;
  readonly #kept: { readonly at: number; readonly payload: Uint8Array }[] = [];
  readonly #read = rtpPacket();
  #speaker: PeerHandlers | undefined;

  constructor(trouble: MemoryNetwork, clock: Clock) {
    const deliver = (packet: Uint8Array): void => {
      this.came++;
      this.#speaker?.packet(packet);
    };
    this.path = new NetworkPath({ clock, network: { ...trouble, random: seededRandom(7) }, direction: 'up', deliver });
  }

  async accept(offer: string, handlers: PeerHandlers): ReturnType<PeerTransports['accept']> {
    const isSpeaker = offer === 'speaker';
    if (isSpeaker) this.#speaker = handlers;
    setImmediate(() => handlers.connected());
    const sound = { codec: isSpeaker ? ('opus' as const) : ('l16' as const), payloadType: 111, keyPayloadTypes: [] };
    const send = (packet: Uint8Array): void => {
      if (isSpeaker || isRtcp(packet) || !readRtp(packet, this.#read)) return;
      this.#kept.push({ at: this.#read.timestamp, payload: this.#read.payload.slice() });
    };
    return { answer: '', transport: { sound, ssrc: isSpeaker ? 1 : 2, tellsLoss: true, send, close: () => undefined } };
  }

  close(): void {
    this.#speaker = undefined;
  }

  /** Pauses in their place. */
  async heard(): Promise<Int16Array> {
    const decoder = await decoderFor('l16');
    const from = this.#kept[0]?.at ?? 0;
    const sound = new Int16Array((this.#kept.at(-1)?.at ?? 0) - from + FRAME_SAMPLES * 4);
    const frame = new Int16Array(FRAME_SAMPLES * 6);
    for (const { at, payload } of this.#kept) sound.set(frame.subarray(0, decoder.decode(payload, frame)), at - from);
    return sound;
  }
}
