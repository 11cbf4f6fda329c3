/** WAV, 16 kHz, 16 bit, mono, of one track: its length is known from the beginning, so its header comes first and is never gone back to. */
import { FRAME_SAMPLES, MAX_PACKET_SAMPLES, SAMPLE_RATE } from '../frame.ts';
import { opusDecoder } from '../opus.ts';
import { wavHeader } from '../wav.ts';
import { ENCODER_DELAY, type FileMaker, type MakerOptions } from './file-maker.ts';
import type { ByteSink } from './recording-file.ts';
import { SILENT_PACKET, SoundLine } from './sound-line.ts';
import { SinkWriter } from './sink-writer.ts';

export async function wavFile(sink: ByteSink, { clock, durationMs, soundTrack }: MakerOptions): Promise<FileMaker> {
  const decoder = await clock.hold(() => opusDecoder());
  const writer = new SinkWriter(sink);
  const frame = new Int16Array(MAX_PACKET_SAMPLES);
  const total = Math.round((durationMs * SAMPLE_RATE) / 1_000);
  let skip = ENCODER_DELAY;
  let samples = 0;
  let hadSound = false;
  writer.put(wavHeader(total));

  const write = (): Promise<void> | undefined => {
    const from = skip;
    skip = 0;
    const count = Math.min(FRAME_SAMPLES - from, total - samples);
    samples += count;
    const bytes = writer.room(2 * count);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0; i < count; i++) view.setInt16(2 * i, frame[from + i] ?? 0, true);
    return writer.isFull ? writer.drain() : undefined;
  };
  const line = new SoundLine({
    put(packet) {
      // The first silence brings the end of what was said before it, by which the encoder was behind.
      if (packet || hadSound) decoder.decode(packet ?? SILENT_PACKET, frame);
      else frame.fill(0, 0, FRAME_SAMPLES);
      hadSound = packet !== undefined;
      return write();
    },
  });
  return {
    take: (record) => (record.kind === 'sound' && record.track === soundTrack ? line.take(record.atMs, record.packet) : undefined),
    async finish() {
      await line.silentUntil(Math.ceil((total + ENCODER_DELAY) / FRAME_SAMPLES));
      await writer.drain();
      return writer.length;
    },
    release: () => Promise.resolve(decoder.free()),
  };
}
