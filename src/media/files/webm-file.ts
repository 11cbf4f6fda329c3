/** WebM of one camera or screen with what its owner said: VP8 and Opus as they came, with an index, so that hours of it can be sought at once. */
import { FRAME_MS } from '../frame.ts';
import { BLACK } from './black-picture.ts';
import type { FileMaker, MakerOptions } from './file-maker.ts';
import { loadMuxing } from './muxing.ts';
import { opusHead } from './ogg-file.ts';
import { PictureLine } from './picture-line.ts';
import type { ByteSink } from './recording-file.ts';
import { SILENT_PACKET, SoundLine } from './sound-line.ts';

export type WebmOptions = MakerOptions & {
  readonly pictureTrack: number;
  readonly width: number;
  readonly height: number;
  /** Never goes back: for a pipe. It has no index then. */
  readonly isPipe?: boolean | undefined;
};

/** Blocks in which the sink is written to, but for what is put right afterwards. */
const BLOCK_BYTES = 512 * 1024;
/** The log is in order but for so much. */
const DISORDER_MS = 2_000;

export async function webmFile(
  sink: ByteSink,
  { clock, durationMs, soundTrack, pictureTrack, width, height, isPipe = false }: WebmOptions,
): Promise<FileMaker> {
  const { EncodedAudioPacketSource, EncodedPacket, EncodedVideoPacketSource, Output, StreamTarget, WebMOutputFormat } = await clock.hold(
    () => loadMuxing(),
  );
  let length = 0;
  const stream = new WritableStream<{ readonly data: Uint8Array; readonly position: number }>({
    async write({ data, position }) {
      await sink.write(data, position);
      length = Math.max(length, position + data.length);
    },
  });
  const target = new StreamTarget(stream, isPipe ? {} : { chunked: true, chunkSize: BLOCK_BYTES });
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: isPipe }), target });
  const shown = new EncodedVideoPacketSource('vp8');
  const heard = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(shown);
  output.addAudioTrack(heard);
  await output.start();

  let isFinished = false;
  let soundMs = 0;
  let newestMs = 0;
  const size = { codedWidth: width || BLACK.width, codedHeight: height || BLACK.height };
  const pictures = new PictureLine(({ data, atMs, isKeyFrame }) =>
    shown.add(new EncodedPacket(data, isKeyFrame ? 'key' : 'delta', atMs / 1_000, 0), { decoderConfig: { codec: 'vp8', ...size } }),
  );
  const described = { decoderConfig: { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, description: opusHead() } };
  const sound = new SoundLine({
    put(packet = SILENT_PACKET) {
      const added = heard.add(new EncodedPacket(packet, 'key', soundMs / 1_000, FRAME_MS / 1_000), described);
      soundMs += FRAME_MS;
      return added;
    },
  });
  /** Neither waits for the other for long, however long nobody speaks or shows anything: what waits is held in memory. */
  const goOn = async (untilMs: number): Promise<void> => {
    for (let atMs = soundMs + 1_000; atMs <= untilMs; atMs += 1_000) {
      await pictures.blackUntil(atMs);
      await sound.silentUntil(Math.floor(atMs / FRAME_MS));
    }
  };
  const take: FileMaker['take'] = (record) => {
    if (record.kind === 'sound' && record.track === soundTrack) return sound.take(record.atMs, record.packet);
    if (record.kind === 'picture' && record.track === pictureTrack) return pictures.take(record);
    if (record.kind === 'note' && record.note.kind === 'pictureOver' && record.note.track === pictureTrack)
      return pictures.over(record.atMs);
    return undefined;
  };
  return {
    take(record) {
      newestMs = Math.max(newestMs, record.atMs);
      if (newestMs - soundMs < DISORDER_MS + 1_000) return take(record);
      return goOn(newestMs - DISORDER_MS).then(() => take(record));
    },
    async finish() {
      await goOn(durationMs);
      await pictures.blackUntil(durationMs);
      await sound.silentUntil(Math.ceil(durationMs / FRAME_MS));
      isFinished = true;
      await output.finalize();
      return length;
    },
    async release() {
      // What a sink has refused is refused here as well.
      if (!isFinished) await output.cancel().catch(() => undefined);
    },
  };
}
