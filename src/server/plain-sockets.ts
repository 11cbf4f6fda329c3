/**
 * Makes a socket of TCP of whatever a request for a web socket came by, so that another process can take it: the connection itself where it
 * is plain; where it is not (TLS, a tunnel), one over loopback through which its bytes are relayed.
 */
import { createConnection, createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';

export class PlainSockets implements Disposable {
  /** Connections that are relayed. */
  readonly #relayed = new Set<Duplex>();

  async of(stream: Duplex): Promise<Socket> {
    // A TLSSocket is a Socket, too.
    if (stream instanceof Socket && !('encrypted' in stream)) return stream;
    const { inner, outer } = await loopbackPair();
    outer.setNoDelay(true);
    inner.setNoDelay(true);
    this.#relayed.add(stream);
    const over = (): void => {
      this.#relayed.delete(stream);
      stream.destroy();
      inner.destroy();
    };
    // Each waits for the other when it is full; when one direction has ended or broken, so has the other.
    pipeline(stream, inner, over);
    pipeline(inner, stream, over);
    return outer;
  }

  [Symbol.dispose](): void {
    for (const stream of this.#relayed) stream.destroy();
  }
}

/** Two ends of one connection within this machine. Nobody else gets between: the other end is known by its port. */
async function loopbackPair(): Promise<{ readonly inner: Socket; readonly outer: Socket }> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve());
    });
    const inner = createConnection({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    const [outer] = await Promise.all([accepted(server, inner), connected(inner)]);
    return { inner, outer };
  } finally {
    server.close();
  }
}

function accepted(server: Server, inner: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    inner.once('error', reject);
    server.on('connection', (socket) => {
      // The stranger's own end is closed; ours may not know its port before it is connected.
      const decide = (): void => {
        if (socket.remotePort === inner.localPort) resolve(socket);
        else socket.destroy();
      };
      if (inner.connecting) inner.once('connect', decide);
      else decide();
    });
  });
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => resolve());
  });
}
