/** Sound as it goes out over the media bridge. */
import { FRAME_SAMPLES } from '../../../media/frame.ts';
import { FRAME_HEADER_BYTES, frameHeader, writeFrameHeader } from '../../../wire/bridge/frame.ts';

const header = frameHeader();
header.kind = 'sound';

/** A binary frame of these samples; what is missing at its end is silent. The bytes are new, because they are given away. */
export function soundFrame(samples: Int16Array, sequence: number): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + FRAME_SAMPLES * 2);
  header.sequence = sequence >>> 0;
  header.isFirst = sequence === 0;
  writeFrameHeader(bytes, header);
  for (let i = 0, at = FRAME_HEADER_BYTES; i < samples.length && i < FRAME_SAMPLES; i++) {
    const sample = samples[i] ?? 0;
    bytes[at++] = sample & 0xff;
    bytes[at++] = (sample >> 8) & 0xff;
  }
  return bytes;
}
