/** Browsers as peers with sound, by node-datachannel: one connection with one section each. */
import type { PeerConnection, Track } from 'node-datachannel';
import type { Clock } from '../base/clock.ts';
import { silentLog, type Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { PeerHandlers, PeerTransport, PeerTransports } from './peer-transport.ts';
import { completeAnswer, readOffer, type OfferedSound } from './sdp.ts';
import { answered, begun, closeQuietly, guard, loadWebrtc, tellLoss, type WebrtcLibrary, type WebrtcSettings } from './webrtc-library.ts';

export type { WebrtcSettings } from './webrtc-library.ts';

export type WebrtcPeersOptions = WebrtcSettings & {
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Log;
};

/** Opus as we want it: one channel, recovery of lost packets, and nothing sent in silence. */
const OPUS = 'minptime=10;useinbandfec=1;usedtx=1;stereo=0;sprop-stereo=0';

/** Peers over WebRTC. The browser makes the offer, always. */
export function webrtcPeers({ clock, random, log = silentLog, ...settings }: WebrtcPeersOptions): PeerTransports {
  const open = new Set<PeerTransport>();
  return {
    async accept(offer, handlers, { signal } = {}) {
      const offered = readOffer(offer);
      const library = await clock.hold(() => loadWebrtc(log));
      signal?.throwIfAborted();
      const ssrc = new DataView(random.bytes(4).buffer).getUint32(0) || 1;
      const { connection, track } = begin(library, { offer, offered, ssrc, settings });
      const transport = transportOver({ connection, track, ssrc, offered, handlers, log, forget: (gone) => open.delete(gone) });
      open.add(transport);
      try {
        const sdp = await clock.hold(() => answered(connection, clock, { signal }));
        return { answer: completeAnswer(sdp, offered, settings.announcedAddress), transport };
      } catch (error) {
        transport.close();
        throw error;
      }
    },
    close() {
      for (const transport of open) transport.close();
    },
  };
}

type Beginning = { readonly offer: string; readonly offered: OfferedSound; readonly ssrc: number; readonly settings: WebrtcSettings };

/** With a mid, a payload type and an SSRC of ours on the track, between the two descriptions: nothing else is heard by Chromium. */
function begin(library: WebrtcLibrary, { offer, offered, ssrc, settings }: Beginning): { connection: PeerConnection; track: Track } {
  const { connection, added: track } = begun(library, { offer, settings }, (begins) => {
    const audio = new library.Audio(offered.mid, 'SendRecv');
    audio.addOpusCodec(offered.opusPayloadType, OPUS);
    audio.addSSRC(ssrc, 'rollcall', 'rollcall', 'sound');
    return begins.addTrack(audio);
  });
  return { connection, track };
}

type TransportOptions = {
  readonly connection: PeerConnection;
  readonly track: Track;
  readonly ssrc: number;
  readonly offered: OfferedSound;
  readonly handlers: PeerHandlers;
  readonly log: Log;
  readonly forget: (transport: PeerTransport) => void;
};

function transportOver({ connection, track, ssrc, offered, handlers, log, forget }: TransportOptions): PeerTransport {
  let isClosed = false;
  const guarded = guard(log, () => isClosed);
  const transport: PeerTransport = {
    sound: {
      codec: 'opus',
      payloadType: offered.opusPayloadType,
      keyPayloadTypes: offered.keys.map((key) => key.payloadType),
      audioLevelId: offered.audioLevelId,
    },
    ssrc,
    tellsLoss: false,
    send(packet) {
      if (isClosed || !track.isOpen()) return;
      try {
        track.sendMessageBinary(Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
      } catch (error) {
        // It may have closed between the question and the sending; its state change says so.
        log.debug('a packet could not be sent', { error });
      }
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      forget(transport);
      closeQuietly(connection, log);
    },
  };
  track.onOpen(guarded(() => handlers.connected()));
  track.onMessage(guarded((packet: Uint8Array) => handlers.packet(packet)));
  track.onError(guarded((error: string) => log.warn('a track failed', { error })));
  tellLoss(connection, guarded, (reason) => handlers.lost(reason));
  return transport;
}
