/** A media bridge in memory, for tests: it says what is said to it at the pace of time, answers as the protocol says, and sends what the test tells it. */
import type { VirtualClock } from '../../../base/virtual-clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../../media/frame.ts';
import { joined } from '../../../media/tones.ts';
import type { BridgeEvent, BridgeOrder } from '../../../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, frameHeader, readFrameHeader, writeFrameHeader, type FrameHeader } from '../../../wire/bridge/frame.ts';
import type { BridgeSession } from '../../../wire/bridge/session.ts';
import { PlatformError } from '../errors.ts';
import type { BridgeSocket, OpenBridgeSocket } from './bridge-socket.ts';

type Listener = Parameters<BridgeSocket['listen']>[0];
export type Shown = { readonly header: FrameHeader; readonly data: Uint8Array; readonly atMs: number };

export class TestBridge {
  readonly orders: BridgeOrder[] = [];
  readonly tokens: string[] = [];
  readonly shown: Shown[] = [];
  readonly #clock: VirtualClock;
  readonly #waiting: (Int16Array | { readonly mark: string })[] = [];
  readonly #heard: { readonly atMs: number; readonly frame: Int16Array }[] = [];
  readonly #sequences = new Map<number, number>();
  /** How many sockets it refuses first, and with what status; 0 for no answer. */
  refuses: number[] = [];
  bufferedBytes = 0;
  closedWith: number | undefined;
  #listener: Listener | undefined;
  #isSaying = false;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  static session(limits: Partial<BridgeSession['limits']> = {}): BridgeSession {
    const all = { soundsApart: 'all', pictures: 4, codecs: ['vp8'], ...limits } as const;
    return { version: 1, sessionId: 's', blob: 'the blob', socketUrl: 'wss://bridge.test/sessions/s', expiresInMs: 120_000, limits: all };
  }

  readonly openSocket: OpenBridgeSocket = (_url, { headers }) => {
    this.tokens.push(headers['authorization'] ?? '');
    const status = this.refuses.shift();
    if (status !== undefined) return Promise.reject(new PlatformError('platform/refused', `refused with ${String(status)}`, { status }));
    const socket: BridgeSocket = {
      send: (message) => this.#listener && this.#take(message),
      close: (code) => this.#close(code),
      listen: (listener) => {
        this.#listener = listener;
        this.tell({ kind: 'ready', sourceId: 100, nowUs: this.#nowMs * 1000 });
      },
      bufferedBytes: 0,
    };
    Object.defineProperty(socket, 'bufferedBytes', { get: () => this.bufferedBytes });
    return Promise.resolve(socket);
  };

  tell(event: BridgeEvent): void {
    this.#listener?.message(JSON.stringify(event));
  }

  /** Anything, as it is. */
  send(message: string | Uint8Array): void {
    this.#listener?.message(message);
  }

  /** The connection goes. What waits to be said goes with it. */
  drop(code: number): void {
    const listener = this.#listener;
    this.#listener = undefined;
    this.#waiting.length = 0;
    listener?.closed(code);
  }

  get isConnected(): boolean {
    return this.#listener !== undefined;
  }

  /** Somebody says this at the pace of time: in the mix, or as that source. */
  async says(samples: Int16Array, sourceId = 0): Promise<void> {
    for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
      this.#sound(samples.subarray(at, at + FRAME_SAMPLES), sourceId);
      await this.#clock.advance(FRAME_MS);
    }
  }

  picture(
    sourceId: number,
    of: 'camera' | 'screen',
    { isKeyFrame, data }: { readonly isKeyFrame: boolean; readonly data: Uint8Array },
  ): void {
    this.#frame({ kind: of, codec: 'vp8', sourceId, isKeyFrame, width: 320, height: 180 }, data);
  }

  /** All that was heard of the bot, end to end; silence between is left out. */
  get heard(): Int16Array {
    return joined(this.#heard.map(({ frame }) => frame));
  }

  get heardMs(): number {
    return this.#heard.length * FRAME_MS;
  }

  /** How much waits to be said. */
  get waitingMs(): number {
    return this.#waiting.filter((each) => each instanceof Int16Array).length * FRAME_MS;
  }

  asked<Kind extends BridgeOrder['kind']>(kind: Kind): readonly Extract<BridgeOrder, { kind: Kind }>[] {
    return this.orders.filter((order): order is Extract<BridgeOrder, { kind: Kind }> => order.kind === kind);
  }

  get #nowMs(): number {
    return this.#clock.now() + 5_000;
  }

  #sound(samples: Int16Array, sourceId: number): void {
    const media = new Uint8Array(FRAME_SAMPLES * 2);
    samples.forEach((sample, i) => new DataView(media.buffer).setInt16(i * 2, sample, true));
    this.#frame({ kind: sourceId === 0 ? 'mixed' : 'sound', sourceId, isSpeech: true }, media);
  }

  #frame(header: Partial<FrameHeader> & Pick<FrameHeader, 'sourceId'>, media: Uint8Array): void {
    const sequence = (this.#sequences.get(header.sourceId) ?? 0) + 1;
    this.#sequences.set(header.sourceId, sequence);
    const bytes = new Uint8Array(FRAME_HEADER_BYTES + media.length);
    writeFrameHeader(bytes, { ...frameHeader(), timestampUs: this.#nowMs * 1000, sequence, ...header });
    bytes.set(media, FRAME_HEADER_BYTES);
    this.#listener?.message(bytes);
  }

  #close(code: number): void {
    this.closedWith = code;
    this.drop(code);
  }

  #take(message: string | Uint8Array): void {
    if (typeof message === 'string') return this.#obey(JSON.parse(message) as BridgeOrder);
    const header = frameHeader();
    if (!readFrameHeader(message, header)) throw new Error('the bot sent something that is no frame');
    const data = message.subarray(FRAME_HEADER_BYTES);
    if (header.codec === 'vp8') return void this.shown.push({ header, data, atMs: this.#clock.now() });
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#waiting.push(Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => view.getInt16(i * 2, true)));
    this.#say();
  }

  #obey(order: BridgeOrder): void {
    this.orders.push(order);
    if (order.kind === 'mark') this.#waiting.push({ mark: order.name });
    if (order.kind === 'mark') this.#marks();
    if (order.kind === 'press') this.#clock.after(order.keys.length * 200, () => this.tell({ kind: 'pressed', pressId: order.pressId }));
    if (order.kind !== 'clear') return;
    const droppedMs = this.waitingMs;
    const marks = this.#waiting.filter((each) => !(each instanceof Int16Array));
    this.#waiting.splice(0, this.#waiting.length, ...marks);
    this.tell({ kind: 'cleared', droppedMs });
    this.#marks();
  }

  #say(): void {
    if (this.#isSaying) return;
    this.#isSaying = true;
    const tick = (): void => {
      const frame = this.#waiting.shift();
      if (frame instanceof Int16Array) this.#heard.push({ atMs: this.#clock.now(), frame });
      this.#marks();
      this.#isSaying = this.#waiting.length > 0;
      if (this.#isSaying) this.#clock.after(FRAME_MS, tick);
    };
    this.#clock.after(FRAME_MS, tick);
  }

  #marks(): void {
    for (let first = this.#waiting[0]; first && !(first instanceof Int16Array); first = this.#waiting[0]) {
      this.#waiting.shift();
      this.tell({ kind: 'marked', name: first.mark });
    }
  }
}
