/** Where packets begin in what encoders write: IVF, H.264 as a stream of bytes, and AAC with headers of its own. */
import { IvfReader } from '../ivf.ts';
import type { PacketCutter } from './encoding-child.ts';

export function ivfCutter(): PacketCutter {
  const reader = new IvfReader();
  return { push: (chunk) => reader.push(chunk).map(({ data }) => data), end: () => [] };
}

/** An access unit delimiter (ITU-T H.264 §7.3.2.4, Annex B): such bytes are nowhere else in the stream. */
const DELIMITER = Uint8Array.of(0, 0, 0, 1, 9);
const SEQUENCE_PARAMETERS = 7;
const UNIT_TYPE = 0x1f;

/** One packet a picture, each of which must begin with a delimiter; a key picture has the parameters of its sequence before it. */
export function h264Cutter(): PacketCutter {
  let held: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const from = Math.max(1, held.length - DELIMITER.length + 1);
      held = Buffer.concat([held, chunk]);
      const packets: Uint8Array[] = [];
      let start = 0;
      for (let at = held.indexOf(DELIMITER, from); at > 0; at = held.indexOf(DELIMITER, at + 1)) {
        packets.push(new Uint8Array(held.subarray(start, at)));
        start = at;
      }
      held = held.subarray(start);
      return packets;
    },
    end: () => (held.length > 0 ? [new Uint8Array(held)] : []),
  };
}

export function isH264Key(packet: Uint8Array): boolean {
  for (let at = DELIMITER.length; at + 3 < packet.length; at++) {
    if (packet[at] === 0 && packet[at + 1] === 0 && packet[at + 2] === 1)
      return ((packet[at + 3] ?? 0) & UNIT_TYPE) === SEQUENCE_PARAMETERS;
  }
  return false;
}

const ADTS_HEADER_BYTES = 7;

/** ISO/IEC 13818-7 §6.2: headers without a check sum, which is how ffmpeg writes them. They are left out of the packets. */
export function adtsCutter(): PacketCutter {
  let held: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      held = Buffer.concat([held, chunk]);
      const packets: Uint8Array[] = [];
      let at = 0;
      for (; at + ADTS_HEADER_BYTES <= held.length;) {
        const length = (((held[at + 3] ?? 0) & 3) << 11) | ((held[at + 4] ?? 0) << 3) | ((held[at + 5] ?? 0) >> 5);
        if (length < ADTS_HEADER_BYTES || at + length > held.length) break;
        packets.push(new Uint8Array(held.subarray(at + ADTS_HEADER_BYTES, at + length)));
        at += length;
      }
      held = held.subarray(at);
      return packets;
    },
    end: () => [],
  };
}
