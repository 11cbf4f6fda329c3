/**
 * Browsers as peers, by node-datachannel: loaded when the first one connects, and only here.
 *
 * Three things of that library shape this file: an exception in one of its callbacks ends the process, so each is
 * guarded; it bears one JavaScript environment a process, so media processes are processes and not threads; and its
 * tracks must be held, or they are collected.
 */
import type { PeerConnection, RtcConfig, Track } from 'node-datachannel';
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { silentLog, type Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { EngineError } from './errors.ts';
import type { PeerHandlers, PeerTransport, PeerTransports } from './peer-transport.ts';
import { completeAnswer, readOffer, type OfferedSound } from './sdp.ts';

export type WebrtcSettings = {
  /** Listen on this address alone; all addresses of the machine by default. */
  readonly bindAddress?: string | undefined;
  /** Told to browsers in place of the machine's own addresses: for a machine behind a NAT that maps ports one to one. */
  readonly announcedAddress?: string | undefined;
  /** UDP ports to use. One port (`begin` = `end`) serves all browsers of a media process. */
  readonly ports?: { readonly begin: number; readonly end: number } | undefined;
  /** `stun:host:port`, `turn:user:password@host:port`. None are needed within a network. */
  readonly iceServers?: readonly string[] | undefined;
};

export type WebrtcPeersOptions = WebrtcSettings & {
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Log;
};

type Library = typeof import('node-datachannel');

/** The answer goes out with the candidates found by then. */
const GATHER_WITHIN_MS = 3_000;
/** Opus as we want it: one channel, recovery of lost packets, and nothing sent in silence. */
const OPUS = 'minptime=10;useinbandfec=1;usedtx=1;stereo=0;sprop-stereo=0';

/** Peers over WebRTC. The browser makes the offer, always. */
export function webrtcPeers({ clock, random, log = silentLog, ...settings }: WebrtcPeersOptions): PeerTransports {
  const open = new Set<PeerTransport>();
  return {
    async accept(offer, handlers, { signal } = {}) {
      const offered = readOffer(offer);
      const library = await clock.hold(() => load(log));
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
function begin(library: Library, { offer, offered, ssrc, settings }: Beginning): { connection: PeerConnection; track: Track } {
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

function configOf({ bindAddress, ports, iceServers = [] }: WebrtcSettings): RtcConfig {
  return {
    iceServers: [...iceServers],
    disableAutoNegotiation: true,
    ...(bindAddress === undefined ? {} : { bindAddress }),
    ...(ports ? { portRangeBegin: ports.begin, portRangeEnd: ports.end, enableIceUdpMux: ports.begin === ports.end } : {}),
  };
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
  const guarded = <Args extends readonly unknown[]>(work: (...args: Args) => void): ((...args: Args) => void) => {
    return (...args) => {
      if (isClosed) return;
      try {
        work(...args);
      } catch (error) {
        log.error('a callback of the WebRTC library failed', { error });
      }
    };
  };
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

/** Writes the answer and waits until its candidates are gathered. */
async function answered(connection: PeerConnection, clock: Clock, { signal }: Cancel): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const late = clock.after(GATHER_WITHIN_MS, resolve);
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    connection.onGatheringStateChange((state) => {
      if (state !== 'complete') return;
      late[Symbol.dispose]();
      resolve();
    });
    connection.setLocalDescription('answer');
  });
}

let loading: Promise<Library> | undefined;

function load(log: Log): Promise<Library> {
  loading ??= import('node-datachannel').then(
    (library) => {
      library.initLogger('Error', (level, message) => log.warn('the WebRTC library says', { level, message }));
      return library;
    },
    (cause: unknown) => {
      loading = undefined;
      const message = `browsers cannot be connected: node-datachannel has no build for ${process.platform}-${process.arch} or was not installed; run npm install without --omit=optional`;
      throw new EngineError('engine/no-webrtc', message, { cause });
    },
  );
  return loading;
}
