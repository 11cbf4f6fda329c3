/** RTP packets (RFC 3550 §5.1): read into an object that is used again, written into a buffer that is used again. */

/** One packet as read. `payload` is a view into the bytes that were read: copy it to keep it. */
export type RtpPacket = {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payload: Uint8Array;
  /** The speaker's own measure (RFC 6464) in −dBov, 0 loud … 127 silent; −1 where the packet has none. */
  audioLevel: number;
};

export const RTP_HEADER_BYTES = 12;

const NOTHING: Uint8Array = new Uint8Array(0);

/** An empty packet to read into. */
export function rtpPacket(): RtpPacket {
  return { payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0, payload: NOTHING, audioLevel: -1 };
}

/**
 * Reads `bytes` into `into`; false if they are not an RTP packet, and then `into` means nothing.
 * `audioLevelId` is the number that the audio level extension was given in the SDP.
 */
export function readRtp(bytes: Uint8Array, into: RtpPacket, audioLevelId: number = -1): boolean {
  if (bytes.length < RTP_HEADER_BYTES) return false;
  const first = at(bytes, 0);
  if (first >> 6 !== 2) return false;
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  into.audioLevel = -1;
  if (first & 0x10) {
    if (bytes.length < start + 4) return false;
    const end = start + 4 + uint16(bytes, start + 2) * 4;
    if (bytes.length < end) return false;
    if (audioLevelId > 0 && uint16(bytes, start) === 0xbede) into.audioLevel = audioLevelIn(bytes, start + 4, end, audioLevelId);
    start = end;
  }
  let end = bytes.length;
  if (first & 0x20) {
    const padding = at(bytes, end - 1);
    if (padding === 0) return false;
    end -= padding;
  }
  if (end < start) return false;
  const second = at(bytes, 1);
  into.marker = (second & 0x80) !== 0;
  into.payloadType = second & 0x7f;
  into.sequence = uint16(bytes, 2);
  into.timestamp = uint32(bytes, 4);
  into.ssrc = uint32(bytes, 8);
  into.payload = bytes.subarray(start, end);
  return true;
}

/** Writes a header with no extension to the front of `into`; the payload belongs at `RTP_HEADER_BYTES`. */
export function writeRtpHeader(into: Uint8Array, header: Omit<RtpPacket, 'payload' | 'audioLevel'>): void {
  into[0] = 0x80;
  into[1] = (header.marker ? 0x80 : 0) | (header.payloadType & 0x7f);
  into[2] = header.sequence >>> 8;
  into[3] = header.sequence;
  putUint32(into, 4, header.timestamp);
  putUint32(into, 8, header.ssrc);
}

/** Whether these bytes, from a socket where both are spoken, are RTCP (RFC 5761 §4). */
export function isRtcp(bytes: Uint8Array): boolean {
  const type = bytes[1] ?? 0;
  return bytes.length >= 4 && type >= 192 && type <= 223;
}

/** How far `later` is ahead of `earlier` on a circle of 2^16: −32768 … 32767. */
export function sequenceAhead(later: number, earlier: number): number {
  return ((later - earlier) << 16) >> 16;
}

/** How far `later` is ahead of `earlier` on a circle of 2^32. */
export function timestampAhead(later: number, earlier: number): number {
  return (later - earlier) | 0;
}

/** RFC 8285 §4.2: elements of one byte header; 0 is padding, 15 ends the reading. */
function audioLevelIn(bytes: Uint8Array, from: number, end: number, wanted: number): number {
  for (let position = from; position < end;) {
    const head = at(bytes, position);
    if (head === 0) {
      position++;
      continue;
    }
    const id = head >> 4;
    if (id === 15) return -1;
    if (id === wanted) return position + 1 < end ? at(bytes, position + 1) & 0x7f : -1;
    position += (head & 0x0f) + 2;
  }
  return -1;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function uint16(bytes: Uint8Array, index: number): number {
  return (at(bytes, index) << 8) | at(bytes, index + 1);
}

function uint32(bytes: Uint8Array, index: number): number {
  return ((uint16(bytes, index) << 16) | uint16(bytes, index + 2)) >>> 0;
}

function putUint32(into: Uint8Array, index: number, value: number): void {
  into[index] = value >>> 24;
  into[index + 1] = value >>> 16;
  into[index + 2] = value >>> 8;
  into[index + 3] = value;
}
