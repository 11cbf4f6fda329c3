/**
 * node-datachannel, loaded when the first browser connects, and what every connection made with it needs.
 *
 * Three things of that library shape whoever uses it: an exception in one of its callbacks ends the process, so each is guarded; it bears one
 * JavaScript environment a process, so media processes are processes and not threads; and its tracks must be held, or they are collected.
 */
import type { PeerConnection, RtcConfig } from 'node-datachannel';
import { orAborted, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { EngineError } from './errors.ts';

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

export type WebrtcLibrary = typeof import('node-datachannel');

/** The answer goes out with the candidates found by then. */
const GATHER_WITHIN_MS = 3_000;

function configOf({ bindAddress, ports, iceServers = [] }: WebrtcSettings): RtcConfig {
  return {
    iceServers: [...iceServers],
    disableAutoNegotiation: true,
    ...(bindAddress === undefined ? {} : { bindAddress }),
    ...(ports ? { portRangeBegin: ports.begin, portRangeEnd: ports.end, enableIceUdpMux: ports.begin === ports.end } : {}),
  };
}

/** Wraps what the library is to call: nothing is thrown into it, and nothing is heard of a connection that is closed. */
export function guard(
  log: Log,
  isClosed: () => boolean,
): <Args extends readonly unknown[]>(work: (...args: Args) => void) => (...args: Args) => void {
  return (work) =>
    (...args) => {
      if (isClosed()) return;
      try {
        work(...args);
      } catch (error) {
        log.error('a callback of the WebRTC library failed', { error });
      }
    };
}

/** Writes the answer, waits until its candidates are gathered, and gives it. */
export async function answered(connection: PeerConnection, clock: Clock, { signal }: Cancel): Promise<string> {
  const gathered = new Promise<void>((resolve) => {
    const late = clock.after(GATHER_WITHIN_MS, resolve);
    connection.onGatheringStateChange((state) => {
      if (state !== 'complete') return;
      late[Symbol.dispose]();
      resolve();
    });
    connection.setLocalDescription('answer');
  });
  await orAborted(gathered, signal);
  const sdp = connection.localDescription()?.sdp;
  if (sdp === undefined) throw new EngineError('engine/bad-offer', 'the WebRTC library wrote no answer to the offer');
  return sdp;
}

/** A connection with that offer and whatever `add` adds to it, between the two descriptions. Throws an `EngineError` where the offer cannot be used. */
export function begun<Tracks>(
  library: WebrtcLibrary,
  { offer, settings }: { readonly offer: string; readonly settings: WebrtcSettings },
  add: (connection: PeerConnection) => Tracks,
): { readonly connection: PeerConnection; readonly added: Tracks } {
  const connection = new library.PeerConnection('rollcall', configOf(settings));
  try {
    connection.setRemoteDescription(offer, 'offer');
    return { connection, added: add(connection) };
  } catch (cause) {
    connection.close();
    throw new EngineError('engine/bad-offer', `the offer cannot be used: the WebRTC library said “${String(cause)}”`, { cause });
  }
}

/** Tells why the peer is gone. */
export function tellLoss(connection: PeerConnection, guarded: ReturnType<typeof guard>, lost: (reason: string) => void): void {
  connection.onStateChange(
    guarded((state: string) => {
      if (state === 'failed') lost('the network connection to the browser failed');
      if (state === 'closed') lost('the browser closed the connection');
    }),
  );
}

export function closeQuietly(connection: PeerConnection, log: Log): void {
  try {
    connection.close();
  } catch (error) {
    log.debug('a peer connection could not be closed', { error });
  }
}

let loading: Promise<WebrtcLibrary> | undefined;

/** Rejects with an `EngineError` where the library has no build. */
export function loadWebrtc(log: Log): Promise<WebrtcLibrary> {
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
