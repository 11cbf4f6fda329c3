/**
 * A media engine over plain RTP in a process of its own, for benches; with `bridge` there is a bridged leg in the room as well, whose door is
 * the port that is told first. `loop` in place of it only sends packets to all who connect.
 */
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { realClock } from '../../src/base/clock.ts';
import { realRandom } from '../../src/base/random.ts';
import { LocalEngine } from '../../src/engine/local-engine.ts';
import type { PeerTransport } from '../../src/engine/peer-transport.ts';
import { rtpPeers } from '../../src/engine/rtp-peers.ts';
import { FRAME_MS } from '../../src/media/frame.ts';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../../src/wire/rtp/rtp-packet.ts';

export type ToRoom = { readonly id: number; readonly offer: string } | { readonly end: true };
export type FromRoom = { readonly id: number; readonly answer: string };
export type BridgeDoor = { readonly bridgePort: number };

/** As large as the engine's own packets of speech. */
const PAYLOAD_BYTES = 80;

const clock = realClock();
const peers = rtpPeers({ clock, random: realRandom() });
const accept = process.argv[2] === 'loop' ? loop() : room();

process.on('message', (message: ToRoom) => {
  if ('end' in message) process.exit(0);
  void accept(message.offer).then((answer) => process.send?.({ id: message.id, answer } satisfies FromRoom));
});
process.on('disconnect', () => process.exit(0));

function room(): (offer: string) => Promise<string> {
  const engine = new LocalEngine({ clock, peers });
  engine.send({ kind: 'openRoom', roomId: 'room' });
  if (process.argv[2] === 'bridge') openBridge(engine);
  let legs = 0;
  return async (offer) => (await engine.connect({ roomId: 'room', legId: String(legs++), offer })).answer;
}

function openBridge(engine: LocalEngine): void {
  engine.send({ kind: 'addBridged', roomId: 'room', legId: 'bot', limits: { soundsApart: 'all', pictures: 1 } });
  const door = createServer();
  door.on('upgrade', (request, socket, head) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    engine.attach('bot', { kind: 'upgrade', socket: socket as Socket, head, headers });
  });
  door.listen(0, '127.0.0.1', () => process.send?.({ bridgePort: (door.address() as AddressInfo).port } satisfies BridgeDoor));
}

/** What the packets alone cost: the same transport, a header for each, and nothing else. */
function loop(): (offer: string) => Promise<string> {
  const all: PeerTransport[] = [];
  let talkerIsIn = false;
  const packet = new Uint8Array(RTP_HEADER_BYTES + PAYLOAD_BYTES);
  const beginMs = clock.now();
  let tick = 0;
  const go = (): void => {
    for (const due = Math.floor((clock.now() - beginMs) / FRAME_MS); tick <= due; tick++) {
      for (const transport of all) {
        writeRtpHeader(packet, { payloadType: 111, marker: false, sequence: tick & 0xffff, timestamp: tick * 960, ssrc: transport.ssrc });
        transport.send(packet);
      }
    }
    clock.after(Math.max(0, beginMs + tick * FRAME_MS - clock.now()), go);
  };
  go();
  const handlers = { connected: () => undefined, packet: () => undefined, lost: () => undefined };
  return async (offer) => {
    const { answer, transport } = await peers.accept(offer, handlers);
    // The one who talks in the other scene is sent nothing.
    if (talkerIsIn) all.push(transport);
    talkerIsIn = true;
    return answer;
  };
}
