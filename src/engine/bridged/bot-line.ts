/** The line to one bot: whichever socket it has now, guarded against what is not understood and against what is not read. */
import { bridgeOrder, type BridgeEvent, type BridgeOrder, type BridgeProblem } from '../../wire/bridge/control.ts';
import { frameHeader, readFrameHeader, type FrameHeader } from '../../wire/bridge/frame.ts';
import { BRIDGE_CLOSE, type MessageSocket } from '../bridge-connection.ts';
import { MessageRing, type SoundMessage } from './message-ring.ts';

/** A socket with so much unread gets no more media; with so much more it is closed. */
const SLOW_BYTES = 1_000_000;
const TOO_SLOW_BYTES = 8_000_000;
/** Of a socket that sends so much that is not understood nothing more is wanted. */
const MOST_BAD = 100;

export type BotLineOptions = {
  /** A text that was understood. */
  readonly order: (order: BridgeOrder) => void;
  /** A binary frame; header and bytes are good until it returns. What it gives back is what was wrong with it. */
  readonly frame: (header: FrameHeader, message: Uint8Array) => string | undefined;
  /** The socket is gone, and no other took its place. */
  readonly gone: (code: number) => void;
};

export class BotLine {
  readonly #options: BotLineOptions;
  readonly #header = frameHeader();
  #socket: MessageSocket | undefined;
  #ring = new MessageRing();
  #bad = 0;
  #sent = 0;
  #unsent = 0;

  constructor(options: BotLineOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  /** What was sent and has not left yet. */
  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  /** Frames that were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Frames that were left out because the bot did not read. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Serves this socket from now on, in place of the one before it. */
  open(socket: MessageSocket): void {
    this.close(BRIDGE_CLOSE.replaced, 'another socket of the same session took its place');
    this.#socket = socket;
    this.#ring = new MessageRing();
    this.#bad = 0;
    socket.listen({
      message: (message) => {
        if (this.#socket === socket) this.#take(message);
      },
      closed: (code) => {
        if (this.#socket !== socket) return;
        this.#socket = undefined;
        this.#options.gone(code);
      },
    });
  }

  /** Closes the socket without telling anybody of it here. */
  close(code: number, reason: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code, reason);
  }

  event(event: BridgeEvent): void {
    const socket = this.#socket;
    if (!socket) return;
    if (socket.bufferedBytes > TOO_SLOW_BYTES) return this.#hangUp(BRIDGE_CLOSE.tooSlow, 'what is sent is not read');
    const text = JSON.stringify(event);
    this.#ring.count(text.length);
    socket.send(text);
  }

  problem(code: BridgeProblem, message: string): void {
    this.event({ kind: 'problem', code, message });
  }

  /** A message of sound to be written and handed to `sendSound` at once; undefined if it would not be read. */
  soundMessage(): SoundMessage | undefined {
    const buffered = this.#room();
    return buffered === undefined ? undefined : this.#ring.take(buffered);
  }

  sendSound(message: SoundMessage): void {
    this.#socket?.send(message.bytes);
    this.#ring.note(message);
    this.#sent++;
  }

  /** Sends a frame of pictures, whose bytes must not change any more; false if it would not be read, or nobody is there. */
  sendPicture(message: Uint8Array): boolean {
    if (this.#room() === undefined) return false;
    this.#socket?.send(message);
    this.#ring.count(message.length);
    this.#sent++;
    return true;
  }

  /** What the socket still has; undefined if nothing more is to be sent. */
  #room(): number | undefined {
    const buffered = this.#socket?.bufferedBytes;
    if (buffered === undefined || buffered <= SLOW_BYTES) return buffered;
    this.#unsent++;
    if (buffered > TOO_SLOW_BYTES) this.#hangUp(BRIDGE_CLOSE.tooSlow, 'what is sent is not read');
    return undefined;
  }

  #take(message: string | Uint8Array): void {
    if (typeof message === 'string') return this.#takeText(message);
    if (!readFrameHeader(message, this.#header)) return this.#refuse('badFrame', 'it is no frame of this version of the bridge');
    const wrong = this.#options.frame(this.#header, message);
    if (wrong !== undefined) this.#refuse('badFrame', wrong);
  }

  #takeText(text: string): void {
    const message = parsed(text);
    if (message === undefined) return this.#refuse('badMessage', 'it is no JSON');
    const order = bridgeOrder.safeParse(message);
    if (order.success) return this.#options.order(order.data);
    const [issue] = order.error.issues;
    this.#refuse('badMessage', issue ? `${issue.path.map(String).join('.') || 'the message'}: ${issue.message}` : 'it is no order');
  }

  #refuse(code: BridgeProblem, message: string): void {
    if (++this.#bad >= MOST_BAD)
      return this.#hangUp(BRIDGE_CLOSE.badMessage, `${String(MOST_BAD)} messages were not understood: ${message}`);
    this.problem(code, message);
  }

  #hangUp(code: number, reason: string): void {
    if (!this.#socket) return;
    this.close(code, reason);
    this.#options.gone(code);
  }
}

/** JSON knows no undefined: that is text that is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
