/**
 * Sources and viewers around the forwarding of pictures, without any network: packets are made once and handed in, and what comes out is
 * counted, or given to `deliver`, which may send it over a socket. Everything between is the engine's own.
 */
import { realClock } from '../../src/base/clock.ts';
import { LocalEngine } from '../../src/engine/local-engine.ts';
import { MemoryPeers } from '../../src/engine/memory-peer.ts';
import type { PeerHandlers } from '../../src/engine/peer-transport.ts';
import { MemoryLayer } from '../../src/engine/pictures/memory-layer.ts';
import type { PictureTransport, PictureTransports } from '../../src/engine/pictures/picture-transport.ts';

export type ForwardingRigOptions = {
  readonly sources: number;
  readonly viewers: number;
  /** How many sources each viewer shows; all by default. */
  readonly slots?: number;
  /** Of one layer: 720 lines at 25 frames a second are some six of 1,100 bytes. */
  readonly packetsPerFrame?: number;
  readonly packetBytes?: number;
  /** Takes every packet that goes out; the bytes are written again once it returns. Without it they are counted alone. */
  readonly deliver?: (viewer: number, slot: number, packet: Uint8Array) => void;
};

export type ForwardingRig = AsyncDisposable & {
  /** Hands in one frame of each source. The first is a key frame, and so is whatever a slot has yet to begin with. */
  frame(): void;
  /** Packets of pictures that were handed in, and that went out. */
  readonly packetsIn: number;
  readonly packetsOut: number;
};

/** Opens a room in which everybody who is to see is connected and shows her slots. */
export async function forwardingRig({
  sources,
  viewers,
  slots = sources,
  packetsPerFrame = 6,
  packetBytes = 1_100,
  deliver,
}: ForwardingRigOptions): Promise<ForwardingRig> {
  const clock = realClock();
  const handlersOf = new Map<string, PeerHandlers>();
  const count = { in: 0, out: 0, frames: 0 };
  const transports: PictureTransports = {
    async accept(offer, what, handlers) {
      handlersOf.set(offer, handlers);
      const number = Number(offer.split(' ')[1]);
      return { answer: '', transport: what === 'view' ? viewer(number) : source() };
    },
    close: () => undefined,
  };
  const source = (): PictureTransport => ({
    sections: [{ payloadType: 96, ssrc: 1 }],
    rids: [],
    send: () => undefined,
    close: () => undefined,
  });
  const viewer = (number: number): PictureTransport => ({
    sections: Array.from({ length: slots }, (_, slot) => ({ payloadType: 100, ssrc: 1_000 + slot, sendTimeId: 3 })),
    rids: [],
    send(slot, packet) {
      if ((packet[1] ?? 0) >= 192 && (packet[1] ?? 0) < 224) return;
      count.out++;
      deliver?.(number, slot, packet);
    },
    close: () => undefined,
  });

  const engine = new LocalEngine({ clock, peers: new MemoryPeers({ clock }), pictures: transports });
  const roomId = 'room';
  engine.send({ kind: 'openRoom', roomId });
  const layers: MemoryLayer[] = [];
  for (let number = 0; number < sources; number++) {
    engine.send({ kind: 'addHosted', roomId, legId: `source ${String(number)}` });
    await engine.connect({ roomId, legId: `source ${String(number)}`, offer: `source ${String(number)}`, what: 'camera' });
    const size = { width: 1280, height: 720, packets: packetsPerFrame, bytes: packetBytes };
    layers.push(new MemoryLayer({ ...size, tag: number, number: 0, rid: '', ssrc: 5_000 + number, payloadType: 96, ridId: 0 }));
  }
  for (let number = 0; number < viewers; number++) {
    const legId = `viewer ${String(number)}`;
    engine.send({ kind: 'addHosted', roomId, legId });
    await engine.connect({ roomId, legId, offer: legId, what: 'view' });
    const shown = Array.from({ length: slots }, (_, slot) => ({
      slot,
      legId: `source ${String((number + slot) % sources)}`,
      of: 'camera' as const,
      height: 720,
    }));
    engine.send({ kind: 'view', legId, slots: shown });
    handlersOf.get(legId)?.connected();
  }
  const handIn = layers.map((_, number) => {
    const handlers = handlersOf.get(`source ${String(number)}`);
    return (packet: Uint8Array): void => {
      count.in++;
      handlers?.packet(packet);
    };
  });
  const rig: ForwardingRig = {
    frame() {
      const timestamp = (count.frames * 3_600) % 2 ** 32;
      for (let number = 0; number < sources; number++) {
        const layer = layers[number];
        // Two frames to begin with: the second begins what the first has made known.
        if (layer && count.frames < 2) layer.isKeyFrameWanted = true;
        layer?.sendFrame(timestamp, handIn[number] ?? (() => undefined));
      }
      count.frames++;
    },
    get packetsIn() {
      return count.in;
    },
    get packetsOut() {
      return count.out;
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
  return rig;
}
