/** Keys pressed during a call, as named events in RTP (RFC 4733). */
import { timestampAhead, type RtpPacket } from './rtp-packet.ts';

/** The keys of a telephone, in the order of their event codes (RFC 4733 §3.2). */
const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D'] as const;

export type TelephoneKey = (typeof KEYS)[number];

export type TelephoneEvent = {
  readonly key: TelephoneKey;
  readonly isEnd: boolean;
  /** In −dBm0, 0 … 63. */
  readonly volume: number;
  /** How long the key has been down, in time stamp units. */
  readonly duration: number;
};

/** Reads a payload; undefined if it is too short or no key (a flash, a modem's tone). */
export function readTelephoneEvent(payload: Uint8Array): TelephoneEvent | undefined {
  const [event = 0, flags = 0, high = 0, low = 0] = payload;
  const key = KEYS[event];
  if (payload.length < 4 || key === undefined) return undefined;
  return { key, isEnd: (flags & 0x80) !== 0, volume: flags & 0x3f, duration: (high << 8) | low };
}

export function encodeTelephoneEvent({ key, isEnd, volume, duration }: TelephoneEvent): Uint8Array {
  return Uint8Array.of(KEYS.indexOf(key), (isEnd ? 0x80 : 0) | (volume & 0x3f), duration >>> 8, duration);
}

/**
 * Tells presses from packets. A press is many packets with one time stamp; its end is sent three times, and any of
 * them may be lost, doubled or late. A press too long for one event goes on under a new time stamp that continues
 * the old one without a marker (RFC 4733 §2.5.1.3).
 */
export class KeyPresses {
  #isBegun = false;
  #timestamp = 0;
  #key: TelephoneKey | undefined;
  #duration = 0;
  #hasEnded = false;

  /** The key if this packet is the first that is seen of a press, else undefined. */
  packet(packet: Pick<RtpPacket, 'timestamp' | 'marker' | 'payload'>): TelephoneKey | undefined {
    const event = readTelephoneEvent(packet.payload);
    if (!event) return undefined;
    const ahead = timestampAhead(packet.timestamp, this.#timestamp);
    if (this.#isBegun && ahead <= 0 && ahead > -OLD) {
      if (ahead === 0) this.#note(event);
      return undefined;
    }
    const goesOn =
      this.#isBegun && !packet.marker && !this.#hasEnded && event.key === this.#key && ahead <= LONGEST && ahead >= this.#duration;
    const isContinuation = goesOn && this.#duration >= LONG;
    this.#isBegun = true;
    this.#timestamp = packet.timestamp;
    this.#key = event.key;
    this.#duration = 0;
    this.#hasEnded = false;
    this.#note(event);
    return isContinuation ? undefined : event.key;
  }

  #note(event: TelephoneEvent): void {
    this.#duration = Math.max(this.#duration, event.duration);
    this.#hasEnded ||= event.isEnd;
  }
}

/** A time stamp this far back is not a late packet but a sender that began anew. */
const OLD = 2 ** 24;
/** The longest duration that one event can tell, and what is near enough to have been cut there. */
const LONGEST = 0xffff;
const LONG = 0xe000;
