/** Puts encoded pictures and sound that stream in as Matroska into an MP4 file with its index: nothing is decoded, and only a little is held in memory. */
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { EncodedPacket } from 'mediabunny';
import type { Clock } from '../../base/clock.ts';
import { ffmpegFailed } from '../ffmpeg/ffmpeg-child.ts';
import { loadMuxing } from './muxing.ts';
import type { ByteSink } from './recording-file.ts';

const BLOCK_BYTES = 512 * 1024;

/**
 * H.264 and AAC, both of which must be there; the first picture is at 0. (An AAC encoder is ahead of its sound, for which ffmpeg puts everything off;
 * here that is taken back, and the file says that what lies before 0 is not to be heard.) Resolves with the length of the file.
 */
export async function intoMp4(matroska: Readable, sink: ByteSink, clock: Clock): Promise<number> {
  const muxing = await clock.hold(() => loadMuxing());
  const { EncodedAudioPacketSource, EncodedPacketSink, EncodedVideoPacketSource, Input, MATROSKA, Mp4OutputFormat, Output } = muxing;
  const stream = Readable.toWeb(matroska) as NodeStream<Uint8Array> as unknown as ReadableStream<Uint8Array>;
  using input = new Input({ formats: [MATROSKA], source: new muxing.ReadableStreamSource(stream) });
  const shownTrack = await input.getPrimaryVideoTrack();
  const heardTrack = await input.getPrimaryAudioTrack();
  if (!shownTrack || !heardTrack) throw ffmpegFailed('it made no pictures, or no sound');

  let length = 0;
  const written = new WritableStream<{ readonly data: Uint8Array; readonly position: number }>({
    async write({ data, position }) {
      await sink.write(data, position);
      length = Math.max(length, position + data.length);
    },
  });
  const target = new muxing.StreamTarget(written, { chunked: true, chunkSize: BLOCK_BYTES });
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target });
  const shown = new EncodedVideoPacketSource('avc');
  const heard = new EncodedAudioPacketSource('aac');
  output.addVideoTrack(shown);
  output.addAudioTrack(heard);
  await output.start();
  const picture = { decoderConfig: (await shownTrack.getDecoderConfig()) ?? undefined };
  const sound = { decoderConfig: (await heardTrack.getDecoderConfig()) ?? undefined };
  const pictures = new EncodedPacketSink(shownTrack).packets();
  const sounds = new EncodedPacketSink(heardTrack).packets();
  let nextPicture = await pictures.next();
  let nextSound = await sounds.next();
  const offS = nextPicture.done ? 0 : nextPicture.value.timestamp;
  const moved = (packet: EncodedPacket): EncodedPacket => packet.clone({ timestamp: packet.timestamp - offS });
  while (!nextPicture.done || !nextSound.done) {
    if (!nextPicture.done && (nextSound.done || nextPicture.value.timestamp <= nextSound.value.timestamp)) {
      await shown.add(moved(nextPicture.value), picture as EncodedVideoChunkMetadata);
      nextPicture = await pictures.next();
    } else if (!nextSound.done) {
      await heard.add(moved(nextSound.value), sound as EncodedAudioChunkMetadata);
      nextSound = await sounds.next();
    }
  }
  await output.finalize();
  return length;
}
