/** The bot's end of a media bridge, for tests: says sounds, keeps what it hears, mixed and apart, and what it is told. */
import { FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import type { BridgeEvent, BridgeOrder } from '../wire/bridge/control.ts';
import { bridgeEvent } from '../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, frameHeader, readFrameHeader, writeFrameHeader, type FrameHeader } from '../wire/bridge/frame.ts';
import type { MessageSocket } from './bridge-connection.ts';
import { MemorySocket } from './memory-socket.ts';
import type { MediaEngine } from './port.ts';

export type HeardFrame = { readonly header: FrameHeader; readonly sound: Int16Array; readonly bytes: Uint8Array };

/** Connects a bot in memory to its bridged leg. */
export function attachBot(engine: MediaEngine, legId: string): BridgeEnd & { readonly socket: MemorySocket } {
  const [far, near] = MemorySocket.pair();
  engine.attach(legId, { kind: 'messages', socket: far });
  return Object.assign(new BridgeEnd(near), { socket: near });
}

export class BridgeEnd {
  readonly events: BridgeEvent[] = [];
  readonly frames: HeardFrame[] = [];
  /** The code with which the socket was closed, once it is. */
  closed: number | undefined;
  readonly #socket: MessageSocket;
  readonly #waiting = new Set<() => void>();
  #sequence = 0;

  constructor(socket: MessageSocket) {
    this.#socket = socket;
    socket.listen({
      message: (message) => {
        if (typeof message === 'string') this.events.push(bridgeEvent.parse(JSON.parse(message)));
        else this.#hear(message);
        this.#woke();
      },
      closed: (code) => {
        this.closed = code;
        this.#woke();
      },
    });
  }

  order(order: BridgeOrder): void {
    this.#socket.send(JSON.stringify(order));
  }

  /** Sends whatever this is. */
  raw(message: string | Uint8Array): void {
    this.#socket.send(message);
  }

  /** Sends a sound at once, in frames of 20 ms; the last is filled up with silence. */
  say(sound: Int16Array): void {
    for (let at = 0; at < sound.length; at += FRAME_SAMPLES) this.#socket.send(this.#frame(sound.subarray(at, at + FRAME_SAMPLES)));
  }

  picture(kind: 'camera' | 'screen', media: Uint8Array, more: Partial<FrameHeader> = {}): void {
    const message = new Uint8Array(FRAME_HEADER_BYTES + media.length);
    writeFrameHeader(message, { ...frameHeader(), kind, codec: 'vp8', sequence: ++this.#sequence, ...more });
    message.set(media, FRAME_HEADER_BYTES);
    this.#socket.send(message);
  }

  /** What was heard of a source, or of the mix (0), in its place in time, from its first frame on. */
  heard(sourceId: number = 0): Int16Array {
    const frames = this.frames.filter(({ header }) =>
      sourceId === 0 ? header.kind === 'mixed' : header.kind === 'sound' && header.sourceId === sourceId,
    );
    const placeOf = ({ header }: HeardFrame): number =>
      ((header.timestampUs - (frames[0]?.header.timestampUs ?? 0)) * SAMPLE_RATE) / 1_000_000;
    const last = frames.at(-1);
    const sound = new Int16Array(last ? placeOf(last) + FRAME_SAMPLES : 0);
    for (const frame of frames) sound.set(frame.sound, placeOf(frame));
    return sound;
  }

  told<Kind extends BridgeEvent['kind']>(kind: Kind): Extract<BridgeEvent, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<BridgeEvent, { kind: Kind }> => event.kind === kind);
  }

  /** Resolves once this holds; asked again whenever something came. */
  until(holds: (end: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const ask = (): void => {
        if (!holds(this)) return;
        this.#waiting.delete(ask);
        resolve();
      };
      this.#waiting.add(ask);
      ask();
    });
  }

  forget(): void {
    this.events.length = 0;
    this.frames.length = 0;
  }

  close(): void {
    this.#socket.close(1000, 'bye');
  }

  #hear(message: Uint8Array): void {
    const header = frameHeader();
    if (!readFrameHeader(message, header)) throw new TypeError('the engine sent what is no frame');
    const bytes = message.slice(FRAME_HEADER_BYTES);
    const sound = new Int16Array(bytes.length >> 1);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < sound.length; i++) sound[i] = view.getInt16(i * 2, true);
    this.frames.push({ header, sound, bytes });
  }

  #frame(sound: Int16Array): Uint8Array {
    const message = new Uint8Array(FRAME_HEADER_BYTES + FRAME_SAMPLES * 2);
    writeFrameHeader(message, { ...frameHeader(), kind: 'sound', sequence: ++this.#sequence });
    const view = new DataView(message.buffer);
    for (let i = 0; i < sound.length; i++) view.setInt16(FRAME_HEADER_BYTES + i * 2, sound[i] ?? 0, true);
    return message;
  }

  #woke(): void {
    for (const ask of this.#waiting) ask();
  }
}
