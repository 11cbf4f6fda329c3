/** A page without a browser: speaks `/live` as the console does, with somebody in memory in place of a microphone. */
import { WebSocket } from 'ws';
import { realClock, type Clock } from '../src/base/clock.ts';
import { Facts, type FactSource } from '../src/base/facts.ts';
import { realRandom } from '../src/base/random.ts';
import { LocalEngine } from '../src/engine/local-engine.ts';
import { MemoryPeers } from '../src/engine/memory-peer.ts';
import type { MemoryPerson } from '../src/engine/memory-person.ts';
import type { PeerTransports } from '../src/engine/peer-transport.ts';
import type { MediaEngine } from '../src/engine/port.ts';
import type { Connected, PageCommand } from '../src/wire/live/page-command.ts';
import type { PageEvent, PhoneLine } from '../src/wire/live/page-event.ts';

type Kind = PageEvent['kind'];
type EventOf<K extends Kind> = PageEvent & { readonly kind: K };
export type Reply = EventOf<'reply'>;
export type Heard = (person: MemoryPerson, packet: Uint8Array) => void;

const clock = realClock();
const random = realRandom();

/** Where people in memory get their sound: an engine in this process, whose peers are told by a line of their offer. */
export class MemoryExchange {
  readonly engine: MediaEngine;
  readonly #people: MemoryPeers;
  readonly #keepMs: number;
  readonly #byOffer = new Map<string, { readonly person: MemoryPerson; readonly hears: Heard | undefined }>();

  /** `keepMs`: how much each person keeps at most of what she hears. */
  constructor({ keepMs = 60_000, ...options }: { readonly keepMs?: number; readonly clock?: Clock } = {}) {
    this.#people = new MemoryPeers({ clock, ...options });
    this.#keepMs = keepMs;
    const peers: PeerTransports = {
      accept: (offer, handlers) => this.#accept(offer, handlers),
      close: () => this.#people.close(),
    };
    this.engine = new LocalEngine({ clock, peers, ...options });
  }

  /** Somebody, and an offer as a browser would write it. `hears` sees each packet before it is decoded. */
  async person(hears?: Heard): Promise<{ readonly person: MemoryPerson; readonly offer: string }> {
    const person = await this.#people.person({ keepMs: this.#keepMs });
    this.#byOffer.set(person.offer, { person, hears });
    return { person, offer: offerOf(person.offer) };
  }

  async #accept(offer: string, handlers: Parameters<PeerTransports['accept']>[1]): ReturnType<PeerTransports['accept']> {
    const name = /^s=(.*)$/m.exec(offer)?.[1] ?? '';
    const known = this.#byOffer.get(name);
    this.#byOffer.delete(name);
    const { answer, transport } = await this.#people.accept(name, handlers);
    const { person, hears } = known ?? {};
    if (!person || !hears) return { answer, transport };
    const send = (packet: Uint8Array): void => {
      hears(person, packet);
      transport.send(packet);
    };
    return { answer, transport: { ...transport, send } };
  }
}

/** Of what a browser offers, the lines that the door asks for. */
function offerOf(name: string): string {
  const media = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2'];
  const ice = ['a=ice-ufrag:memo', 'a=ice-pwd:memory-memory-memory-memory', 'a=fingerprint:sha-256 00'];
  return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', `s=${name}`, 't=0 0', ...media, ...ice, ''].join('\r\n');
}

/** One page of one person, signed in. */
export class Caller implements Disposable {
  readonly #socket: WebSocket;
  readonly #exchange: MemoryExchange;
  readonly #facts = new Facts<{ event: PageEvent }>();
  readonly #latest = new Map<Kind, PageEvent>();
  #id = 0;

  private constructor(socket: WebSocket, exchange: MemoryExchange) {
    this.#socket = socket;
    this.#exchange = exchange;
    socket.on('message', (data) => {
      const event = JSON.parse((data as Buffer).toString('utf8')) as PageEvent;
      this.#latest.set(event.kind, event);
      this.#facts.tell('event', event);
    });
  }

  /** All that the page is told from now on. */
  get facts(): FactSource<{ event: PageEvent }> {
    return this.#facts;
  }

  /** Opens a page of the house at `url` and signs in. */
  static async open(url: string, userId: string, exchange: MemoryExchange): Promise<Caller> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/live`);
    const caller = new Caller(socket, exchange);
    await new Promise((resolve, reject) => void socket.once('open', resolve).once('error', reject));
    const reply = await caller.ask({ kind: 'signIn', userId, pageId: random.uuid() });
    if (!reply.ok) throw new Error(reply.error.message);
    return caller;
  }

  /** Sends a command and waits for its reply. */
  async ask(command: PageCommand): Promise<Reply> {
    const id = ++this.#id;
    const { signal } = this.#patience();
    const reply = this.#facts.next('event', { signal, matches: (event) => event.kind === 'reply' && event.id === id });
    this.#socket.send(JSON.stringify({ id, command }));
    return (await reply) as Reply;
  }

  /** Dials with a microphone of its own; throws what the page would show when that cannot be. */
  async dial(number: string, hears?: Heard): Promise<Connected & { readonly person: MemoryPerson }> {
    const { person, offer } = await this.#exchange.person(hears);
    const reply = await this.ask({ kind: 'dial', number, offer });
    if (!reply.ok) throw new Error(reply.error.message);
    return { ...(reply.result as Connected), person };
  }

  /** Takes the call that rings here, or the next one. */
  async answer(hears?: Heard): Promise<Connected & { readonly person: MemoryPerson }> {
    const rings = ({ phone }: EventOf<'phone'>): PhoneLine | undefined => phone.lines.find(({ state }) => state === 'ringing');
    const line = rings(await this.event('phone', (event) => rings(event) !== undefined));
    const { person, offer } = await this.#exchange.person(hears);
    const reply = await this.ask({ kind: 'answer', legId: line?.legId ?? '', offer });
    if (!reply.ok) throw new Error(reply.error.message);
    return { ...(reply.result as Connected), person };
  }

  async hangUp(legId: string): Promise<void> {
    const reply = await this.ask({ kind: 'hangUp', legId });
    if (!reply.ok) throw new Error(reply.error.message);
  }

  /** The latest event of a kind that matches, or the next one that does. */
  async event<K extends Kind>(kind: K, matches: (event: EventOf<K>) => boolean = () => true): Promise<EventOf<K>> {
    const latest = this.#latest.get(kind) as EventOf<K> | undefined;
    if (latest && matches(latest)) return latest;
    const { signal } = this.#patience();
    return (await this.#facts.next('event', {
      signal,
      matches: (event) => event.kind === kind && matches(event as EventOf<K>),
    })) as EventOf<K>;
  }

  /** The line of a leg, once it is as wanted. */
  async line(legId: string, state: PhoneLine['state']): Promise<PhoneLine | undefined> {
    const find = ({ phone }: EventOf<'phone'>): PhoneLine | undefined =>
      phone.lines.find((line) => line.legId === legId && line.state === state);
    return find(await this.event('phone', (event) => find(event) !== undefined));
  }

  /** Resolves when the house has closed the connection. */
  get closed(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => void this.#socket.once('close', () => resolve()));
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #patience(): { readonly signal: AbortSignal } {
    return { signal: clock.deadline(15_000) };
  }
}
