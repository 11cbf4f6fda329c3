/**
 * Cameras, screens and viewers in browsers, by node-datachannel. A connection has sections of video only: with one section all simulcast layers
 * come through the library, and a view has one for each slot.
 */
import type { PeerConnection, Track } from 'node-datachannel';
import type { Clock } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { PeerHandlers } from '../peer-transport.ts';
import { answered, begun, closeQuietly, guard, loadWebrtc, tellLoss, type WebrtcLibrary, type WebrtcSettings } from '../webrtc-library.ts';
import type { PictureConnection, PictureTransport, PictureTransports } from './picture-transport.ts';
import { completePictureAnswer, readPictureOffer, type OfferedPictures } from './sdp-pictures.ts';

export type WebrtcPicturesOptions = WebrtcSettings & {
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Log;
};

/** Pictures over WebRTC. The browser makes the offer, always. */
export function webrtcPictures({ clock, random, log = silentLog, ...settings }: WebrtcPicturesOptions): PictureTransports {
  const open = new Set<PictureTransport>();
  return {
    async accept(offer, what, handlers, { signal } = {}) {
      const offered = readPictureOffer(offer, what);
      const library = await clock.hold(() => loadWebrtc(log));
      signal?.throwIfAborted();
      // Numbers that follow each other, and none of them 0.
      const firstSsrc = (new DataView(random.bytes(4).buffer).getUint32(0) & 0x7fff_ff00) + 1;
      const beginning = begin(library, { offer, offered, what, firstSsrc, settings });
      const transport = transportOver({ ...beginning, offered, firstSsrc, handlers, log, forget: (gone) => open.delete(gone) });
      open.add(transport);
      try {
        const sdp = await clock.hold(() => answered(beginning.connection, clock, { signal }));
        return { answer: completePictureAnswer(sdp, offered, settings.announcedAddress), transport };
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

type Beginning = {
  readonly offer: string;
  readonly offered: OfferedPictures;
  readonly what: PictureConnection;
  readonly firstSsrc: number;
  readonly settings: WebrtcSettings;
};

type Begun = { readonly connection: PeerConnection; readonly tracks: readonly Track[] };

function begin(library: WebrtcLibrary, { offer, offered, what, firstSsrc, settings }: Beginning): Begun {
  const { connection, added: tracks } = begun(library, { offer, settings }, (begins) =>
    offered.sections.map(({ mid, payloadType }, number) => {
      const video = new library.Video(mid, what === 'view' ? 'SendOnly' : 'RecvOnly');
      video.addVP8Codec(payloadType);
      if (what === 'view') video.addSSRC(firstSsrc + number, 'rollcall', `slot${String(number)}`, `slot${String(number)}`);
      return begins.addTrack(video);
    }),
  );
  return { connection, tracks };
}

type TransportOptions = Begun & {
  readonly offered: OfferedPictures;
  readonly firstSsrc: number;
  readonly handlers: PeerHandlers;
  readonly log: Log;
  readonly forget: (transport: PictureTransport) => void;
};

function transportOver({ connection, tracks, offered, firstSsrc, handlers, log, forget }: TransportOptions): PictureTransport {
  let isClosed = false;
  let isConnected = false;
  const guarded = guard(log, () => isClosed);
  const isCopy = copies();
  /** By section: asking the library for each packet costs as much as all else that we do with it. */
  const isOpen = tracks.map(() => false);
  const transport: PictureTransport = {
    sections: offered.sections.map(({ payloadType, sendTimeId }, number) => ({ payloadType, sendTimeId, ssrc: firstSsrc + number })),
    rids: offered.rids,
    ridId: offered.sections[0]?.ridId,
    send(section, packet) {
      const track = tracks[section];
      if (isClosed || isOpen[section] !== true || !track) return;
      try {
        track.sendMessageBinary(packet instanceof Buffer ? packet : Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
      } catch (error) {
        // It has just closed; its state change says so.
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
  const connected = guarded(() => {
    if (isConnected) return;
    isConnected = true;
    handlers.connected();
  });
  for (const [number, track] of tracks.entries()) {
    track.onOpen(() => {
      isOpen[number] = true;
      connected();
    });
    track.onClosed(() => {
      isOpen[number] = false;
    });
    track.onMessage(guarded((packet: Uint8Array) => !isCopy(number, packet) && handlers.packet(packet)));
    track.onError(guarded((error: string) => log.warn('a track failed', { error })));
  }
  tellLoss(connection, guarded, (reason) => handlers.lost(reason));
  return transport;
}

/** The library hands a report that speaks of several of our streams to the track of each: it counts once. */
function copies(): (section: number, packet: Uint8Array) => boolean {
  let last: Uint8Array = new Uint8Array(0);
  let from = -1;
  return (section, packet) => {
    const isCopy = section !== from && packet.length === last.length && Buffer.compare(packet, last) === 0;
    if (!isCopy) {
      last = packet;
      from = section;
    }
    return isCopy;
  };
}
