/** The bot's end of a socket while it is checked: keeps whatever comes, just as it came and when, and sends what it is told to. */
import type { Clock } from '../../base/clock.ts';
import { FRAME_SAMPLES } from '../../media/frame.ts';
import type { BridgeSocket } from '../../platforms/graph/media/bridge-socket.ts';
import { bridgeEvent, type BridgeEvent, type BridgeOrder } from '../../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, frameHeader, readFrameHeader, writeFrameHeader, type FrameHeader } from '../../wire/bridge/frame.ts';
import { holds } from './check-outcome.ts';

export type CheckedFrame = {
  readonly header: FrameHeader;
  readonly media: Uint8Array;
  readonly samples: Int16Array;
  /** When it came, by the clock of whoever checks. */
  readonly atMs: number;
};
export type ToldEvent<Kind extends BridgeEvent['kind'] = BridgeEvent['kind']> = Extract<BridgeEvent, { kind: Kind }> & {
  readonly atMs: number;
};

/** How long a bridge may take to answer what takes no time. */
export const SOON_MS = 3_000;

export class CheckedSocket {
  readonly events: ToldEvent[] = [];
  readonly frames: CheckedFrame[] = [];
  /** What came first, be it text or binary. */
  first: 'text' | 'binary' | undefined;
  closed: number | undefined;
  /** What came that is neither an event nor a frame of this version. */
  readonly odd: string[] = [];
  readonly #socket: BridgeSocket;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #sequence = 0;
  #fences = 0;

  constructor(socket: BridgeSocket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket.listen({
      message: (message) => {
        this.first ??= typeof message === 'string' ? 'text' : 'binary';
        if (typeof message === 'string') this.#told(message);
        else this.#came(message);
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

  raw(message: string | Uint8Array): void {
    this.#socket.send(message);
  }

  /** Sends a sound all at once, in frames of 20 ms. */
  say(sound: Int16Array): void {
    for (let at = 0; at < sound.length; at += FRAME_SAMPLES) this.raw(this.#frameOf(sound.subarray(at, at + FRAME_SAMPLES)));
  }

  /** Sends a sound frame by frame, as it would be made. */
  async stream(sound: Int16Array): Promise<void> {
    const beganMs = this.#clock.now();
    for (let at = 0, tick = 1; at < sound.length; at += FRAME_SAMPLES, tick++) {
      this.raw(this.#frameOf(sound.subarray(at, at + FRAME_SAMPLES)));
      await this.#clock.sleep(Math.max(0, beganMs + tick * 20 - this.#clock.now()));
    }
  }

  picture(kind: 'camera' | 'screen', media: Uint8Array): void {
    const message = new Uint8Array(FRAME_HEADER_BYTES + media.length);
    const isKeyFrame = ((media[0] ?? 1) & 1) === 0;
    writeFrameHeader(message, { ...frameHeader(), kind, codec: 'vp8', isKeyFrame, sequence: ++this.#sequence });
    message.set(media, FRAME_HEADER_BYTES);
    this.raw(message);
  }

  told<Kind extends BridgeEvent['kind']>(kind: Kind): ToldEvent<Kind>[] {
    return this.events.filter((event): event is ToldEvent<Kind> => event.kind === kind);
  }

  /** Frames of one stream: the mix, or a source. */
  of(kind: FrameHeader['kind'], sourceId: number = 0): CheckedFrame[] {
    return this.frames.filter(({ header }) => header.kind === kind && header.sourceId === sourceId);
  }

  /** Whether it came to that within so long; asked again whenever something comes. */
  within(ms: number, isSo: () => boolean): Promise<boolean> {
    if (isSo()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (answer: boolean): void => {
        this.#waiting.delete(ask);
        timer[Symbol.dispose]();
        resolve(answer);
      };
      const ask = (): void => {
        if (isSo()) done(true);
      };
      const timer = this.#clock.after(ms, () => done(isSo()));
      this.#waiting.add(ask);
    });
  }

  /** All that was sent so far has been looked at, and the socket is still there. Only while no sound waits to be said. */
  async isStillServed(after: string): Promise<void> {
    const name = `fence ${String(++this.#fences)}`;
    this.order({ kind: 'mark', name });
    const isMarked = await this.within(SOON_MS, () => this.closed !== undefined || this.told('marked').some((each) => each.name === name));
    holds(this.closed === undefined, `after ${after} the socket was closed with ${String(this.closed)}`);
    holds(isMarked, `after ${after} a mark with no sound before it was not answered with marked within ${String(SOON_MS / 1000)} s`);
  }

  forget(): void {
    this.events.length = 0;
    this.frames.length = 0;
  }

  close(): void {
    this.#socket.close(1000, 'the check is over');
  }

  #told(text: string): void {
    const event = bridgeEvent.safeParse(parsed(text));
    if (event.success) this.events.push({ ...event.data, atMs: this.#clock.now() });
    else this.odd.push(`the text ${text.slice(0, 200)}`);
  }

  #came(message: Uint8Array): void {
    const header = frameHeader();
    if (!readFrameHeader(message, header)) return void this.odd.push(`a binary message of ${String(message.length)} bytes`);
    // A copy: what a library hands over can lie within memory that it shares.
    const media = new Uint8Array(message.subarray(FRAME_HEADER_BYTES));
    const view = new DataView(media.buffer);
    const samples = Int16Array.from({ length: media.length >> 1 }, (_, i) => view.getInt16(i * 2, true));
    this.frames.push({ header, media, samples, atMs: this.#clock.now() });
  }

  #frameOf(sound: Int16Array): Uint8Array {
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

/** Undefined for what is no JSON: no event is that. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
