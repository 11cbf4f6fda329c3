/** The one WebSocket of a page: commands out, events in, connected again by itself when it is lost. */
import type { PageCommand, PageRequest } from '../../../src/wire/live/page-command.ts';
import type { PageEvent } from '../../../src/wire/live/page-event.ts';
import { unit } from '../app/chance.ts';
import { after, wallMs } from '../app/time.ts';
import { backoffMs } from './backoff.ts';
import { eventOf } from './bidi.ts';
import { LiveError, noAnswer, notConnected } from './live-error.ts';
import { Store } from './store.ts';

/** `connecting ⇄ open`, and `waiting` between attempts. */
export type Link =
  | { readonly status: 'connecting'; readonly attempt: number }
  | { readonly status: 'open' }
  | { readonly status: 'waiting'; readonly attempt: number; readonly untilMs: number };

type Waiting = { readonly settle: (outcome: { result: unknown } | { error: LiveError }) => void };

/** WebSocket.OPEN, which is not there to be read where a test runs. */
const isOpen = 1;
const answerWithinMs = 20_000;

type LiveSocketOptions = {
  readonly url: string;
  readonly onEvent: (event: PageEvent) => void;
  readonly open?: (url: string) => WebSocket;
};

export class LiveSocket {
  readonly link: Store<Link> = new Store<Link>({ status: 'connecting', attempt: 0 });
  readonly #url: string;
  readonly #onEvent: (event: PageEvent) => void;
  readonly #open: (url: string) => WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | undefined;
  #attempt = 0;
  #lastId = 0;
  #stopWaiting: (() => void) | undefined;

  constructor({ url, onEvent, open = (address) => new WebSocket(address) }: LiveSocketOptions) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.#open = open;
  }

  /** Connects, at once; also cuts a wait between attempts short. */
  readonly connect = (): void => {
    if (this.#socket !== undefined) return;
    this.#stopWaiting?.();
    this.link.set({ status: 'connecting', attempt: this.#attempt });
    const socket = this.#open(this.#url);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(data));
    socket.addEventListener('close', () => this.#lost());
  };

  /** Sends a command; resolves with the reply's result, rejects with a `LiveError`. */
  request(command: PageCommand): Promise<unknown> {
    const socket = this.#socket;
    if (socket?.readyState !== isOpen) return Promise.reject(notConnected());
    const request: PageRequest = { id: ++this.#lastId, command };
    return new Promise((resolve, reject) => {
      const giveUp = after(answerWithinMs, () => this.#settle(request.id, { error: noAnswer() }));
      this.#waiting.set(request.id, {
        settle(outcome) {
          giveUp();
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.result);
        },
      });
      socket.send(JSON.stringify(request));
    });
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return;
    const event = eventOf(data);
    if (event.kind === 'reply') {
      this.#settle(event.id, event.ok ? { result: event.result } : { error: new LiveError(event.error) });
      return;
    }
    if (event.kind === 'hello') {
      this.#attempt = 0;
      this.link.set({ status: 'open' });
    }
    this.#onEvent(event);
  }

  #settle(id: number, outcome: { result: unknown } | { error: LiveError }): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.settle(outcome);
  }

  #lost(): void {
    this.#socket = undefined;
    for (const id of this.#waiting.keys()) this.#settle(id, { error: notConnected() });
    this.#attempt += 1;
    const ms = backoffMs(this.#attempt, unit());
    this.link.set({ status: 'waiting', attempt: this.#attempt, untilMs: wallMs() + ms });
    this.#stopWaiting = after(ms, this.connect);
  }
}
