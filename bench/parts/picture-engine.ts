/** Our forwarding of pictures in a process of its own, for benches: one room, cameras and views over WebRTC, and nobody says a word. */
import { realClock } from '../../src/base/clock.ts';
import { realRandom } from '../../src/base/random.ts';
import { LocalEngine } from '../../src/engine/local-engine.ts';
import type { PeerTransports } from '../../src/engine/peer-transport.ts';
import { webrtcPictures } from '../../src/engine/pictures/webrtc-pictures.ts';

export type ToPictures = {
  readonly id: number;
  readonly legId: string;
  readonly what: 'camera' | 'view';
  readonly offer: string;
  readonly watches?: string;
};
export type FromPictures = { readonly id: number; readonly answer: string };

/** The sound of each leg: there, and silent. */
const silent: PeerTransports = {
  async accept(_offer, handlers) {
    setImmediate(() => handlers.connected());
    const sound = { codec: 'opus' as const, payloadType: 111, keyPayloadTypes: [] };
    return { answer: '', transport: { sound, ssrc: 1, tellsLoss: true, send: () => undefined, close: () => undefined } };
  },
  close: () => undefined,
};

const clock = realClock();
const engine = new LocalEngine({ clock, peers: silent, pictures: webrtcPictures({ clock, random: realRandom() }) });
engine.send({ kind: 'openRoom', roomId: 'room' });

process.on('message', (message: ToPictures | { readonly end: true }) => {
  if ('end' in message) process.exit(0);
  void obey(message);
});
process.on('disconnect', () => process.exit(0));

async function obey({ id, legId, what, offer, watches }: ToPictures): Promise<void> {
  await engine.connect({ roomId: 'room', legId, offer: '' });
  const { answer } = await engine.connect({ roomId: 'room', legId, offer, what });
  if (watches !== undefined) engine.send({ kind: 'view', legId, slots: [{ slot: 0, legId: watches, of: 'camera', height: 720 }] });
  process.send?.({ id, answer } satisfies FromPictures);
}
