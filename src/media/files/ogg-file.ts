/** Ogg Opus (RFC 7845) from the packets as they came: nothing is encoded anew, and every time in the file is a time of the recording, to the sample. */
import { FRAME_MS } from '../frame.ts';
import { ENCODER_DELAY, type FileMaker, type MakerOptions } from './file-maker.ts';
import { OggPages } from './ogg-pages.ts';
import type { ByteSink } from './recording-file.ts';
import { SILENT_PACKET, SoundLine } from './sound-line.ts';
import { SinkWriter } from './sink-writer.ts';

/** Positions in an Ogg Opus file count samples at 48 kHz. */
const PER_MS = 48;
const PER_PACKET = FRAME_MS * PER_MS;
/** What a decoder leaves out at the beginning. */
const PRE_SKIP: number = ENCODER_DELAY * 3;
/** RFC 7845 §4 wants pages of a second at most. */
const PACKETS_A_PAGE = 50;
const SERIAL = 0x52_6f_6c_6c;

export function oggFile(sink: ByteSink, { durationMs, soundTrack }: Omit<MakerOptions, 'clock'>): FileMaker {
  const writer = new SinkWriter(sink);
  const pages = new OggPages(writer, SERIAL);
  let packets = 0;
  for (const head of [opusHead(), opusTags()]) {
    pages.put(head, 0);
    pages.page();
  }
  const line = new SoundLine({
    put(packet) {
      if (packets % PACKETS_A_PAGE === 0 && packets > 0) pages.page();
      packets++;
      pages.put(packet ?? SILENT_PACKET, packets * PER_PACKET);
      return writer.isFull ? writer.drain() : undefined;
    },
  });
  return {
    take: (record) => (record.kind === 'sound' && record.track === soundTrack ? line.take(record.atMs, record.packet) : undefined),
    async finish() {
      const end = PRE_SKIP + durationMs * PER_MS;
      await line.silentUntil(Math.ceil(end / PER_PACKET));
      pages.end(end);
      await writer.drain();
      return writer.length;
    },
    release: () => Promise.resolve(),
  };
}

/** RFC 7845 §5.1. */
export function opusHead(): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode('OpusHead'));
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, PRE_SKIP, true);
  view.setUint32(12, 16_000, true);
  return head;
}

/** RFC 7845 §5.2: who made it, and no comments. */
function opusTags(): Uint8Array {
  const maker = new TextEncoder().encode('Rollcall');
  const tags = new Uint8Array(16 + maker.length);
  tags.set(new TextEncoder().encode('OpusTags'));
  new DataView(tags.buffer).setUint32(8, maker.length, true);
  tags.set(maker, 12);
  return tags;
}
