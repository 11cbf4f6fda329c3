/** An HTTP proxy for bots with hosts written into them: tunnels to those that are served here, and refuses all others in words. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import type { Clock } from '../base/clock.ts';

type ConnectProxyOptions = {
  readonly clock: Clock;
  /** Hosts that are served; each at port 443. */
  readonly hosts: readonly string[];
  /** Serves TLS at the other end of a tunnel; undefined as long as there is nobody to do it, or for good. */
  readonly accept: () => ((socket: Socket) => void) | undefined;
  readonly limits?: Partial<ConnectProxyLimits>;
};

type ConnectProxyLimits = {
  /** Tunnels at the same time. */
  readonly tunnels: number;
  /** A tunnel through which nothing went for this long is closed, within twice the time. */
  readonly idleMs: number;
};

const defaults: ConnectProxyLimits = { tunnels: 256, idleMs: 2 * 60_000 };

/** What is said to a client that gets no tunnel. */
type Refusal = { readonly status: number; readonly why: string };

const reasons: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden', 503: 'Service Unavailable' };

export class ConnectProxy {
  readonly #options: ConnectProxyOptions;
  readonly #limits: ConnectProxyLimits;
  readonly #tunnels = new Set<Socket>();

  constructor(options: ConnectProxyOptions) {
    this.#options = options;
    this.#limits = { ...defaults, ...options.limits };
  }

  /** How many tunnels are open. */
  get tunnels(): number {
    return this.#tunnels.size;
  }

  /** Answers `CONNECT` at a server (RFC 9110 §9.3.6). */
  serve(server: Server): void {
    server.on('connect', (request: IncomingMessage, stream: Duplex, head: Buffer) => this.#connect(request, stream, head));
  }

  /** Closes every tunnel. */
  close(): void {
    for (const socket of this.#tunnels) socket.destroy();
  }

  #connect(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // A client that leaves in the middle is no concern of ours.
    stream.on('error', () => undefined);
    const refusal = stream instanceof Socket ? this.#refusal(request.url ?? '', stream) : { status: 400, why: 'A socket is needed.' };
    const accept = this.#options.accept();
    if (refusal) return refuse(stream, refusal);
    if (!accept || !(stream instanceof Socket)) {
      return refuse(stream, {
        status: 503,
        why: 'HTTPS is not open here: Rollcall is opening, or "https" is switched off in its configuration.',
      });
    }
    // A tunnel is of use only as long as both ends speak.
    stream.allowHalfOpen = false;
    this.#tunnels.add(stream);
    stream.once('close', () => this.#tunnels.delete(stream));
    this.#watch(stream, stream.bytesRead + stream.bytesWritten);
    stream.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) stream.unshift(head);
    accept(stream);
  }

  #refusal(target: string, { remoteAddress }: Socket): Refusal | undefined {
    if (!isLoopback(remoteAddress)) return { status: 403, why: 'This proxy is for programs on this machine alone.' };
    const [, host, port] = /^([^\s:/@?#[\]]+|\[[^\s/@?#[\]]+\]):(\d{1,5})$/.exec(target) ?? [];
    if (host === undefined) return { status: 400, why: `CONNECT takes a host and a port, such as graph.microsoft.com:443.` };
    const isServed = this.#options.hosts.includes(host.toLowerCase().replace(/\.$/, ''));
    if (!isServed || port !== '443') return { status: 403, why: `${shown(target)} is not served here. ${this.#served()}` };
    if (this.#tunnels.size >= this.#limits.tunnels) {
      return { status: 503, why: `There are ${String(this.#limits.tunnels)} tunnels already. Close some, or use connections again.` };
    }
    return undefined;
  }

  #served(): string {
    return `This proxy reaches no network: it serves port 443 of ${this.#options.hosts.join(', ')}. Reach everything else without it (NO_PROXY).`;
  }

  /** TLS takes the bytes from below the stream, so that they are counted and not listened for. */
  #watch(socket: Socket, before: number): void {
    this.#options.clock.after(this.#limits.idleMs, () => {
      if (socket.destroyed) return;
      const now = socket.bytesRead + socket.bytesWritten;
      if (now === before) socket.destroy();
      else this.#watch(socket, now);
    });
  }
}

/** Undefined for a request to us; else why a request in absolute form, as proxies get it (RFC 9112 §3.2.2), is not carried on. */
export function refusalOfForwarding(target: string, ownPort: number): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  if (URL.canParse(target)) {
    const { protocol, hostname, port } = new URL(target);
    if (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) && Number(port || 80) === ownPort) return undefined;
  }
  return `${shown(target)} is not fetched: this proxy carries HTTPS alone, by CONNECT, to the hosts that Rollcall serves.`;
}

/** Printable, and no longer than one can read. */
function shown(target: string): string {
  return target.replace(/[^\x21-\x7e]/g, '?').slice(0, 100);
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

function refuse(stream: Duplex, { status, why }: Refusal): void {
  const body = `${why}\n`;
  stream.end(
    `HTTP/1.1 ${String(status)} ${reasons[status] ?? 'Refused'}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close\r\n\r\n${body}`,
  );
}
