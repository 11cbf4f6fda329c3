/**
 * The messages of sound for one socket, written over as soon as they have left. A library keeps hold of what it is given until the machine
 * has taken it; what it has left is known by how much it still has. While a socket is behind, messages are made anew.
 */
import { FRAME_SAMPLES } from '../../media/frame.ts';
import { FRAME_HEADER_BYTES } from '../../wire/bridge/frame.ts';

/** More than a room of four apart and a mix sends in six ticks. */
const SLOTS = 32;
const MESSAGE_BYTES = FRAME_HEADER_BYTES + FRAME_SAMPLES * 2;

/** One message of sound: its bytes, and the samples within them. */
export type SoundMessage = {
  readonly bytes: Buffer;
  readonly samples: Int16Array;
  /** How much had been sent in all once it was. */
  end: number;
};

export class MessageRing {
  readonly #slots: SoundMessage[] = [];
  #next = 0;
  #sent = 0;

  /** A message to be written and sent now; `buffered` is what the socket still has. */
  take(buffered: number): SoundMessage {
    const slot = (this.#slots[this.#next] ??= soundMessage());
    if (slot.end > 0 && this.#sent - buffered < slot.end) return soundMessage();
    this.#next = (this.#next + 1) % SLOTS;
    return slot;
  }

  /** The message was sent. */
  note(message: SoundMessage): void {
    message.end = this.count(message.bytes.length);
  }

  /** So many bytes were sent, of whatever kind. What a socket puts around them makes what it still has only look like more. */
  count(bytes: number): number {
    this.#sent += bytes;
    return this.#sent;
  }
}

function soundMessage(): SoundMessage {
  const memory = new ArrayBuffer(MESSAGE_BYTES);
  return { bytes: Buffer.from(memory), samples: new Int16Array(memory, FRAME_HEADER_BYTES), end: 0 };
}
