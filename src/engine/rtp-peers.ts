/**
 * Peers over plain RTP on UDP: telephones behind a gateway, other mixers, load generators.
 *
 * Each peer has a socket and a port of its own, which its packets also leave from (RFC 4961). The socket is connected to
 * the peer as soon as its address is known: the kernel then keeps strangers out, and sending is measured 10 % cheaper than
 * from one socket for all. There is no encryption: for networks that are trusted.
 */
import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { silentLog, type Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { EngineError } from './errors.ts';
import { PACKET_BYTES } from './outgoing.ts';
import type { PeerHandlers, PeerTransport, PeerTransports } from './peer-transport.ts';
import { readRtpOffer, writeRtpDescription, type RtpOffer } from './rtp-offer.ts';

export type RtpSettings = {
  /** Listen on this address; the loopback address by default. */
  readonly bindAddress?: string | undefined;
  /** Told to peers in place of `bindAddress`. */
  readonly announcedAddress?: string | undefined;
  /** UDP ports to choose from; any by default. */
  readonly ports?: { readonly begin: number; readonly end: number } | undefined;
  /**
   * Takes whoever sends the first packet for the peer, whatever address it told: for telephones behind a NAT. Without it, what does
   * not come from the address that was told is dropped.
   */
  readonly latches?: boolean | undefined;
};

export type RtpPeersOptions = RtpSettings & {
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Log;
};

export function rtpPeers({ clock, random, log = silentLog, ...settings }: RtpPeersOptions): PeerTransports {
  const open = new Set<RtpTransport>();
  return {
    async accept(offer: string, handlers: PeerHandlers, { signal }: Cancel = {}) {
      const peer = readRtpOffer(offer);
      const { bindAddress = isIP(peer.address) === 6 ? '::1' : '127.0.0.1', announcedAddress = bindAddress } = settings;
      const socket = await clock.hold(() => bound(bindAddress, settings.ports, random));
      const ssrc = new DataView(random.bytes(4).buffer).getUint32(0) || 1;
      const transport = new RtpTransport({ socket, ssrc, peer, handlers, log, forget: (gone) => open.delete(gone) });
      open.add(transport);
      if (signal?.aborted) transport.close();
      signal?.throwIfAborted();
      transport.begin(settings.latches === true);
      const answer = writeRtpDescription({ address: announcedAddress, port: socket.address().port, sound: peer.sound });
      return { answer, transport };
    },
    close() {
      for (const transport of open) transport.close();
    },
  };
}

/** After so many packets the kernel is asked whether it is behind. */
const ASK_EVERY = 16;

type TransportOptions = {
  readonly socket: Socket;
  readonly ssrc: number;
  readonly peer: RtpOffer;
  readonly handlers: PeerHandlers;
  readonly log: Log;
  readonly forget: (transport: RtpTransport) => void;
};

class RtpTransport implements PeerTransport {
  readonly sound: PeerTransport['sound'];
  readonly ssrc: number;
  /** UDP does not tell that nobody listens any more: the engine notices the silence. */
  readonly tellsLoss = false;
  readonly #options: TransportOptions;
  readonly #socket: Socket;
  /** What the kernel could not take at once waits in here: the caller's bytes are written again meanwhile, for other peers. */
  readonly #packet = new Uint8Array(PACKET_BYTES);
  #isConnected = false;
  #isClosed = false;
  #isStuck = false;
  #sent = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.sound = options.peer.sound;
    this.ssrc = options.ssrc;
    // An answer of the network that nobody listens there: the next packet may find somebody.
    this.#socket.on('error', (error) => options.log.debug('a packet of plain RTP was sent back', { error }));
  }

  begin(latches: boolean): void {
    const { peer, handlers, log } = this.#options;
    this.#socket.on('message', (bytes, from) => {
      try {
        if (latches && !this.#isConnected) this.#connect(from.address, from.port);
        handlers.packet(bytes);
      } catch (error) {
        log.error('a packet of plain RTP could not be taken', { error });
      }
    });
    if (!latches) this.#connect(peer.address, peer.port);
    setImmediate(() => this.#isClosed || handlers.connected());
  }

  send(packet: Uint8Array): void {
    if (this.#isClosed || packet.length > PACKET_BYTES) return;
    // Few packets wait for the kernel, if any: what comes meanwhile would be late. Asking costs a twentieth of sending.
    if (this.#sent++ % ASK_EVERY === 0) this.#isStuck = this.#socket.getSendQueueCount() > 0;
    if (this.#isStuck) return;
    this.#packet.set(packet);
    const own = this.#packet.subarray(0, packet.length);
    if (this.#isConnected) this.#socket.send(own);
    else this.#socket.send(own, this.#options.peer.port, this.#options.peer.address);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#options.forget(this);
    this.#socket.close();
  }

  #connect(address: string, port: number): void {
    this.#isConnected = true;
    this.#socket.connect(port, address);
  }
}

/** Tries the ports of the range from a random one on. */
async function bound(address: string, ports: RtpSettings['ports'], random: Random): Promise<Socket> {
  const count = ports ? ports.end - ports.begin + 1 : 1;
  const first = Math.floor(random.unit() * count);
  for (let tried = 0; tried < count; tried++) {
    const socket = await boundAt(address, ports ? ports.begin + ((first + tried) % count) : 0);
    if (socket) return socket;
  }
  throw new EngineError(
    'engine/no-port',
    `no UDP port from ${String(ports?.begin)} to ${String(ports?.end)} is free: give the engine more`,
  );
}

/** Undefined where the port is taken. */
function boundAt(address: string, port: number): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    // Addresses are never names: nothing is looked up, and so nothing waits.
    const socket = createSocket({ type: isIP(address) === 6 ? 'udp6' : 'udp4', lookup: asItIs });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new EngineError('engine/no-port', `plain RTP cannot listen on ${address}: ${error.message}`, { cause: error }));
    });
    socket.bind(port, address, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

function asItIs(
  address: string,
  _options: unknown,
  found: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  found(null, address, isIP(address));
}
