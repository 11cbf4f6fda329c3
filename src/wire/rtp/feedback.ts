/**
 * RTCP of pictures: what was lost (NACK, RFC 4585 §6.2.1), that a key frame is needed (PLI §6.3.1; FIR, RFC 5104 §4.3.1), how much a receiver
 * can take (REMB, draft-alvestrand-rmcat-remb-03), and reports (RFC 3550 §6.4). Broken bytes are read no further than they are sound.
 */

/** Called once for each thing that a compound packet says. `ssrc` is the stream that is spoken of. */
export type FeedbackListener = {
  lost(ssrc: number, sequence: number): void;
  keyFrameWanted(ssrc: number): void;
  /** The sum of all streams from us. */
  canTake(bitsPerSecond: number): void;
  /** `fractionLost` 0 … 1 since the last report; `jitter` in time stamp units; round trip: see RFC 3550 §6.4.1. */
  received(ssrc: number, fractionLost: number, jitter: number, lastSenderReport: number, sinceSenderReport: number): void;
  /** The middle of the NTP time of a sender's report. */
  sent(ssrc: number, middle: number): void;
};

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const TRANSPORT_FEEDBACK = 205;
const PAYLOAD_FEEDBACK = 206;
/** “REMB”. */
const REMB = 0x52454d42;

export function readFeedback(bytes: Uint8Array, listener: FeedbackListener): void {
  for (let at = 0; at + 8 <= bytes.length;) {
    const head = bytes[at] ?? 0;
    const end = at + ((((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) + 1) * 4;
    if (head >> 6 !== 2 || end > bytes.length) return;
    const count = head & 0x1f;
    const type = bytes[at + 1];
    if (type === SENDER_REPORT && at + 28 <= end) {
      listener.sent(u32(bytes, at + 4), ((u32(bytes, at + 8) << 16) | (u32(bytes, at + 12) >>> 16)) >>> 0);
      readBlocks(bytes, at + 28, end, count, listener);
    } else if (type === RECEIVER_REPORT) readBlocks(bytes, at + 8, end, count, listener);
    else if (type === TRANSPORT_FEEDBACK && count === 1) readNacks(bytes, at, end, listener);
    else if (type === PAYLOAD_FEEDBACK) readPayloadFeedback(bytes, at, end, count, listener);
    at = end;
  }
}

function readBlocks(bytes: Uint8Array, from: number, end: number, count: number, listener: FeedbackListener): void {
  for (let i = 0, at = from; i < count && at + 24 <= end; i++, at += 24)
    listener.received(u32(bytes, at), (bytes[at + 4] ?? 0) / 256, u32(bytes, at + 12), u32(bytes, at + 16), u32(bytes, at + 20));
}

/** Each entry names a packet and, by a mask, some of the 16 that follow it. */
function readNacks(bytes: Uint8Array, from: number, end: number, listener: FeedbackListener): void {
  if (from + 12 > end) return;
  const ssrc = u32(bytes, from + 8);
  for (let at = from + 12; at + 4 <= end; at += 4) {
    const first = u16(bytes, at);
    const mask = u16(bytes, at + 2);
    listener.lost(ssrc, first);
    for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) listener.lost(ssrc, (first + 1 + bit) & 0xffff);
  }
}

function readPayloadFeedback(bytes: Uint8Array, at: number, end: number, format: number, listener: FeedbackListener): void {
  if (at + 12 > end) return;
  if (format === 1) listener.keyFrameWanted(u32(bytes, at + 8));
  // The stream that a FIR means stands in its entries.
  else if (format === 4) for (let entry = at + 12; entry + 8 <= end; entry += 8) listener.keyFrameWanted(u32(bytes, entry));
  else if (format === 15 && at + 20 <= end && u32(bytes, at + 12) === REMB) {
    const exponent = (bytes[at + 17] ?? 0) >> 2;
    const mantissa = (((bytes[at + 17] ?? 0) & 3) << 16) | u16(bytes, at + 18);
    listener.canTake(mantissa * 2 ** exponent);
  }
}

/** Asks for lost packets again: `count` numbers of `sequences`, in rising order. */
export function encodeNack(ssrc: number, mediaSsrc: number, sequences: ArrayLike<number>, count: number): Uint8Array {
  const pairs: number[] = [];
  for (let i = 0; i < count;) {
    const first = sequences[i++] ?? 0;
    let mask = 0;
    for (; i < count; i++) {
      const ahead = ((sequences[i] ?? 0) - first) & 0xffff;
      if (ahead < 1 || ahead > 16) break;
      mask |= 1 << (ahead - 1);
    }
    pairs.push(first, mask);
  }
  const bytes = feedbackOf(TRANSPORT_FEEDBACK, 1, ssrc, mediaSsrc, pairs.length * 2);
  for (const [i, value] of pairs.entries()) {
    bytes[12 + i * 2] = value >>> 8;
    bytes[13 + i * 2] = value & 0xff;
  }
  return bytes;
}

/** Asks for a key frame. */
export function encodePli(ssrc: number, mediaSsrc: number): Uint8Array {
  return feedbackOf(PAYLOAD_FEEDBACK, 1, ssrc, mediaSsrc, 0);
}

/** Tells a sender how much all these streams of it may take together. */
export function encodeRemb(ssrc: number, bitsPerSecond: number, streams: readonly number[]): Uint8Array {
  const bytes = feedbackOf(PAYLOAD_FEEDBACK, 15, ssrc, 0, 8 + streams.length * 4);
  let exponent = 0;
  let mantissa = Math.max(0, Math.round(bitsPerSecond));
  while (mantissa > 0x3ffff) {
    mantissa = Math.floor(mantissa / 2);
    exponent++;
  }
  put32(bytes, 12, REMB);
  bytes[16] = streams.length;
  bytes[17] = (exponent << 2) | (mantissa >>> 16);
  bytes[18] = (mantissa >>> 8) & 0xff;
  bytes[19] = mantissa & 0xff;
  for (const [i, stream] of streams.entries()) put32(bytes, 20 + i * 4, stream);
  return bytes;
}

function feedbackOf(type: number, format: number, ssrc: number, mediaSsrc: number, length: number): Uint8Array {
  const bytes = new Uint8Array(12 + length);
  bytes[0] = 0x80 | format;
  bytes[1] = type;
  bytes[2] = (bytes.length / 4 - 1) >>> 8;
  bytes[3] = (bytes.length / 4 - 1) & 0xff;
  put32(bytes, 4, ssrc);
  put32(bytes, 8, mediaSsrc);
  return bytes;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}

function put32(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 24;
  into[at + 1] = (value >>> 16) & 0xff;
  into[at + 2] = (value >>> 8) & 0xff;
  into[at + 3] = value & 0xff;
}
