/** Browsers as peers with sound, by node-datachannel: one connection with one section each. */
import type { PeerConnection, Track } from 'node-datachannel';
import type { Clock } from '../base/clock.ts';
import { silentLog, type Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { EngineError } from './errors.ts';
import type { PeerHandlers, PeerTransport, PeerTransports } from './peer-transport.ts';
import { completeAnswer, readOffer, type OfferedSound } from './sdp.ts';
import { answered, configOf, guard, loadWebrtc, type WebrtcLibrary, type WebrtcSettings } from './webrtc-library.ts';

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
        await clock.hold(() => answered(connection, clock, { signal }));
        const sdp = connection.localDescription()?.sdp;
        if (sdp === undefined) throw new EngineError('engine/bad-offer', 'the WebRTC library wrote no answer to the offer');
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
  const connection = new library.PeerConnection('rollcall', configOf(settings));
  try {
    connection.setRemoteDescription(offer, 'offer');
    const audio = new library.Audio(offered.mid, 'SendRecv');
    audio.addOpusCodec(offered.opusPayloadType, OPUS);
    audio.addSSRC(ssrc, 'rollcall', 'rollcall', 'sound');
    return { connection, track: connection.addTrack(audio) };
  } catch (cause) {
    connection.close();
    throw new EngineError('engine/bad-offer', `the offer cannot be used: the WebRTC library said “${String(cause)}”`, { cause });
  }
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
      try {
        connection.close();
      } catch (error) {
        log.debug('a peer connection could not be closed', { error });
      }
    },
  };
  track.onOpen(guarded(() => handlers.connected()));
  track.onMessage(guarded((packet: Uint8Array) => handlers.packet(packet)));
  track.onError(guarded((error: string) => log.warn('a track failed', { error })));
  connection.onStateChange(
    guarded((state: string) => {
      if (state === 'failed') handlers.lost('the network connection to the browser failed');
      if (state === 'closed') handlers.lost('the browser closed the connection');
    }),
  );
  return transport;
}
