/** Every text frame that goes over a web socket of one house, whoever sends it: pages, bots, the doors, the library. */
import { WebSocket } from 'ws';

type Ports = { readonly localPort?: number | undefined; readonly remotePort?: number | undefined };

/** Listens from now on until it is disposed of; several may listen at the same time, each to a port of its own. */
export class WebSocketTap implements Disposable {
  readonly texts: string[] = [];
  /** The house's; frames before it is known are all kept. */
  port: number | undefined;
  readonly #undo: () => void;

  constructor() {
    const { prototype } = WebSocket;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- It is called with its own `this`.
    const { send } = prototype;
    const take = (socket: WebSocket, data: unknown): void => {
      if (typeof data !== 'string') return;
      const { localPort, remotePort } = (Reflect.get(socket, '_socket') as Ports | undefined) ?? {};
      if (this.port === undefined || localPort === this.port || remotePort === this.port) this.texts.push(data);
    };
    const tapped = function (this: WebSocket, ...given: unknown[]): void {
      take(this, given[0]);
      Reflect.apply(send, this, given);
    };
    prototype.send = tapped as WebSocket['send'];
    this.#undo = () => void (prototype.send = send);
  }

  [Symbol.dispose](): void {
    this.#undo();
  }
}
