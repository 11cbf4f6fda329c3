/** Where the pieces of an RTP packet lie (RFC 3550 §5.1, RFC 8285), as offsets: for whoever forwards packets and makes no views of them. */

/** Offsets into the packet that was read. `extensionAt` is where its elements begin; equal to `extensionEnd` where there are none. */
export type RtpLayout = {
  payloadAt: number;
  payloadEnd: number;
  extensionAt: number;
  extensionEnd: number;
  /** 1 or 2 bytes before each element. */
  elementHeader: 1 | 2;
};

/** An empty layout to read into. */
export function rtpLayout(): RtpLayout {
  return { payloadAt: 0, payloadEnd: 0, extensionAt: 0, extensionEnd: 0, elementHeader: 1 };
}

/** False for bytes that are no RTP packet, and then `into` means nothing. A packet may consist of padding alone. */
export function readRtpLayout(bytes: Uint8Array, into: RtpLayout): boolean {
  const length = bytes.length;
  const first = bytes[0] ?? 0;
  if (length < 12 || first >> 6 !== 2) return false;
  let at = 12 + (first & 0x0f) * 4;
  into.extensionAt = at;
  into.extensionEnd = at;
  into.elementHeader = 1;
  if (first & 0x10) {
    if (length < at + 4) return false;
    const profile = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const end = at + 4 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) * 4;
    if (length < end) return false;
    const isTwo = profile >> 4 === 0x100;
    if (isTwo) into.elementHeader = 2;
    into.extensionAt = isTwo || profile === 0xbede ? at + 4 : end;
    into.extensionEnd = end;
    at = end;
  }
  let end = length;
  if (first & 0x20) {
    const padding = bytes[length - 1] ?? 0;
    if (padding === 0) return false;
    end -= padding;
  }
  into.payloadAt = at;
  into.payloadEnd = end;
  return end >= at;
}

/** The text of the element with that number, at most 16 characters of ASCII (RFC 8852); undefined if the packet has none. */
export function extensionText(bytes: Uint8Array, layout: RtpLayout, wanted: number): string | undefined {
  const { extensionEnd, elementHeader } = layout;
  let at = layout.extensionAt;
  while (at < extensionEnd) {
    const head = bytes[at] ?? 0;
    if (head === 0) {
      at++;
      continue;
    }
    const id = elementHeader === 1 ? head >> 4 : head;
    if (elementHeader === 1 && id === 15) return undefined;
    const length = elementHeader === 1 ? (head & 0x0f) + 1 : (bytes[at + 1] ?? 0);
    at += elementHeader;
    if (at + length > extensionEnd) return undefined;
    if (id === wanted) return asText(bytes, at, Math.min(16, length));
    at += length;
  }
  return undefined;
}

function asText(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode((bytes[at + i] ?? 0) & 0x7f);
  return text;
}
