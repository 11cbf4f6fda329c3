/** RTCP reports (RFC 3550 §6): enough to tell a sender how it is received, and ourselves whether it is there. */

/** How one stream was received since the last report. */
export type ReportBlock = {
  readonly ssrc: number;
  /** Share of packets lost since the last report, 0 … 1. */
  readonly fractionLost: number;
  readonly cumulativeLost: number;
  readonly highestSequence: number;
  /** In time stamp units. */
  readonly jitter: number;
  /** Middle 32 bits of the last sender report's NTP time, and how long ago it came in 1/65536 s; 0 if none came. */
  readonly lastSenderReport: number;
  readonly sinceSenderReport: number;
};

/** What a sender says of its own stream. */
export type SenderInfo = {
  readonly wallMs: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly octets: number;
};

/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_OFFSET_S = 2_208_988_800;

/** A compound packet: a sender report if we send, else a receiver report, and our canonical name. */
export function encodeReport(
  ssrc: number,
  cname: string,
  { sender, received }: { readonly sender?: SenderInfo | undefined; readonly received?: ReportBlock | undefined },
): Uint8Array {
  const name = Buffer.from(cname.slice(0, 64));
  const nameBytes = 4 + Math.ceil((2 + name.length + 1) / 4) * 4;
  const reportBytes = 8 + (sender ? 20 : 0) + (received ? 24 : 0);
  const bytes = new Uint8Array(reportBytes + 4 + nameBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80 | (received ? 1 : 0));
  view.setUint8(1, sender ? 200 : 201);
  view.setUint16(2, reportBytes / 4 - 1);
  view.setUint32(4, ssrc);
  if (sender) {
    view.setUint32(8, Math.floor(sender.wallMs / 1000) + NTP_OFFSET_S);
    view.setUint32(12, Math.floor(((sender.wallMs % 1000) / 1000) * 2 ** 32));
    view.setUint32(16, sender.timestamp);
    view.setUint32(20, sender.packets);
    view.setUint32(24, sender.octets);
  }
  if (received) writeBlock(view, sender ? 28 : 8, received);
  view.setUint8(reportBytes, 0x81);
  view.setUint8(reportBytes + 1, 202);
  view.setUint16(reportBytes + 2, nameBytes / 4);
  view.setUint32(reportBytes + 4, ssrc);
  view.setUint8(reportBytes + 8, 1);
  view.setUint8(reportBytes + 9, name.length);
  bytes.set(name, reportBytes + 10);
  return bytes;
}

function writeBlock(view: DataView, at: number, block: ReportBlock): void {
  view.setUint32(at, block.ssrc);
  view.setUint32(at + 4, (Math.min(255, Math.round(block.fractionLost * 256)) << 24) | (clampLost(block.cumulativeLost) & 0xffffff));
  view.setUint32(at + 8, block.highestSequence);
  view.setUint32(at + 12, block.jitter);
  view.setUint32(at + 16, block.lastSenderReport);
  view.setUint32(at + 20, block.sinceSenderReport);
}

function clampLost(lost: number): number {
  return Math.max(-0x800000, Math.min(0x7fffff, lost));
}

/** What we want to know of a compound packet. */
export type RtcpNews = {
  /** Middle 32 bits of the NTP time of a sender report in it. */
  readonly senderReport?: number;
  /** How the stream that was asked for is received there. */
  readonly received?: ReportBlock;
  /** The sender says that it leaves. */
  readonly isBye: boolean;
};

/** Reads a compound packet as far as it is sound; what comes after a broken piece is not read. `ours` is the stream to look for in its reports. */
export function readRtcp(bytes: Uint8Array, ours: number = -1): RtcpNews {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const news: { senderReport?: number; received?: ReportBlock; isBye: boolean } = { isBye: false };
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = (view.getUint16(at + 2) + 1) * 4;
    const first = view.getUint8(at);
    if (first >> 6 !== 2 || at + length > bytes.length) break;
    const type = view.getUint8(at + 1);
    if (type === 200 && length >= 28) news.senderReport = ((view.getUint32(at + 8) << 16) | (view.getUint32(at + 12) >>> 16)) >>> 0;
    if (type === 203) news.isBye = true;
    if (type === 200 || type === 201) {
      const blocksAt = at + (type === 200 ? 28 : 8);
      const received = findBlock(view, blocksAt, Math.min(at + length, blocksAt + (first & 31) * 24), ours);
      if (received) news.received = received;
    }
    at += length;
  }
  return news;
}

function findBlock(view: DataView, from: number, to: number, ssrc: number): ReportBlock | undefined {
  for (let at = from; at + 24 <= to; at += 24) if (view.getUint32(at) === ssrc) return readBlock(view, at);
  return undefined;
}

function readBlock(view: DataView, at: number): ReportBlock {
  const lost = view.getUint32(at + 4);
  return {
    ssrc: view.getUint32(at),
    fractionLost: (lost >>> 24) / 256,
    cumulativeLost: (lost << 8) >> 8,
    highestSequence: view.getUint32(at + 8),
    jitter: view.getUint32(at + 12),
    lastSenderReport: view.getUint32(at + 16),
    sinceSenderReport: view.getUint32(at + 20),
  };
}

/** The middle 32 bits of a moment's NTP time, as a `ReportBlock` tells it back (RFC 3550 §6.4.1). */
export function middleOfNtp(wallMs: number): number {
  const seconds = Math.floor(wallMs / 1000) + NTP_OFFSET_S;
  const fraction = Math.floor(((wallMs % 1000) / 1000) * 65_536);
  return (((seconds & 0xffff) << 16) | fraction) >>> 0;
}
