/** The file of a film: pictures as they come from the encoder and the mixed sound, each at its time, with an index. */
import { MediaError } from '../errors.ts';
import type { EncodingChild } from '../ffmpeg/encoding-child.ts';
import { isH264Key } from '../ffmpeg/packet-cutters.ts';
import { loadMuxing } from '../files/muxing.ts';
import { opusHead } from '../files/ogg-file.ts';
import type { ByteSink } from '../files/recording-file.ts';
import { SILENT_PACKET, SoundLine } from '../files/sound-line.ts';
import { FRAME_MS } from '../frame.ts';
import { AAC_CONFIG, AAC_RATE, AAC_SECONDS, AacEncoder, pictureEncoder, type PictureEncoderOptions } from './film-encoders.ts';

export type FilmWriterOptions = PictureEncoderOptions & { readonly sink: ByteSink };

const BLOCK_BYTES = 512 * 1024;

type Muxing = Awaited<ReturnType<typeof loadMuxing>>;
type Encoders = { readonly pictures: EncodingChild; readonly aac: AacEncoder | undefined };

export class FilmWriter {
  readonly #options: FilmWriterOptions;
  readonly #encoders: Encoders;
  readonly #sound: SoundLine;
  readonly #muxing: Muxing;
  readonly #output: InstanceType<Muxing['Output']>;
  readonly #shown: InstanceType<Muxing['EncodedVideoPacketSource']>;
  readonly #heard: InstanceType<Muxing['EncodedAudioPacketSource']>;
  /** Of pictures that the encoder has and has not given back. */
  readonly #times: number[] = [];
  #bytes = 0;
  #soundPackets = 0;
  #isOver = false;

  /** Rejects with `media/no-ffmpeg`, `media/no-opus` or `media/no-muxer` where something is missing. */
  static async begin(options: FilmWriterOptions): Promise<FilmWriter> {
    const muxing = await options.clock.hold(() => loadMuxing());
    const pictures = await pictureEncoder(options);
    let writer: FilmWriter | undefined;
    try {
      const aac = options.format === 'mp4' ? await AacEncoder.start(options) : undefined;
      writer = new FilmWriter(options, muxing, { pictures, aac });
      await writer.#output.start();
      return writer;
    } catch (error) {
      await writer?.release();
      await pictures.kill();
      throw error;
    }
  }

  private constructor(options: FilmWriterOptions, muxing: Muxing, encoders: Encoders) {
    this.#options = options;
    this.#muxing = muxing;
    this.#encoders = encoders;
    const { sink, format } = options;
    const stream = new WritableStream<{ readonly data: Uint8Array; readonly position: number }>({
      write: async ({ data, position }) => {
        await sink.write(data, position);
        this.#bytes = Math.max(this.#bytes, position + data.length);
      },
    });
    this.#output = new muxing.Output({
      format: format === 'webm' ? new muxing.WebMOutputFormat() : new muxing.Mp4OutputFormat({ fastStart: false }),
      target: new muxing.StreamTarget(stream, { chunked: true, chunkSize: BLOCK_BYTES }),
    });
    this.#shown = new muxing.EncodedVideoPacketSource(format === 'webm' ? 'vp8' : 'avc');
    this.#heard = new muxing.EncodedAudioPacketSource(format === 'webm' ? 'opus' : 'aac');
    this.#output.addVideoTrack(this.#shown);
    this.#output.addAudioTrack(this.#heard);
    this.#sound = new SoundLine({ put: (packet) => this.#put(packet) });
  }

  /** Raw YUV 4:2:0, which is copied. Resolves when there is space for another one. */
  async picture(data: Uint8Array, atMs: number): Promise<void> {
    this.#times.push(atMs);
    await this.#encoders.pictures.write(data);
    await this.#addPictures(this.#encoders.pictures.take());
  }

  /** A packet of the mix. */
  sound(atMs: number, packet: Uint8Array): Promise<void> {
    return this.#sound.take(atMs, packet);
  }

  /** Up to that time nothing is said but what has been given. */
  async silentUntil(atMs: number): Promise<void> {
    await this.#sound.silentUntil(Math.floor(atMs / FRAME_MS));
  }

  /** Resolves with the length of the file in bytes. */
  async finish(durationMs: number): Promise<number> {
    await this.#sound.silentUntil(Math.ceil(durationMs / FRAME_MS));
    await this.#addPictures(await this.#encoders.pictures.end());
    if (this.#encoders.aac) await this.#addAac(await this.#encoders.aac.end());
    this.#isOver = true;
    await this.#output.finalize();
    return this.#bytes;
  }

  /** At the very end, whether it was finished or not. Leaves no child. */
  async release(): Promise<void> {
    await this.#encoders.pictures.kill();
    await this.#encoders.aac?.release();
    // What a sink has refused is refused here as well.
    if (!this.#isOver) await this.#output.cancel().catch(() => undefined);
    this.#isOver = true;
  }

  async #addPictures(packets: readonly Uint8Array[]): Promise<void> {
    const { format, size } = this.#options;
    const isWebm = format === 'webm';
    const decoderConfig = { codec: isWebm ? 'vp8' : 'avc1.4d401f', codedWidth: size.width, codedHeight: size.height };
    for (const packet of packets) {
      const atMs = this.#times.shift();
      if (atMs === undefined) throw new MediaError('media/composite-failed', 'ffmpeg gave back more pictures than it was given');
      // RFC 6386 §9.1: the first bit of a key frame is 0.
      const isKey = isWebm ? ((packet[0] ?? 1) & 1) === 0 : isH264Key(packet);
      await this.#shown.add(new this.#muxing.EncodedPacket(packet, isKey ? 'key' : 'delta', atMs / 1_000, 0), { decoderConfig });
    }
  }

  async #put(packet: Uint8Array = SILENT_PACKET): Promise<void> {
    const { aac } = this.#encoders;
    if (aac) return this.#addAac(await aac.encode(packet));
    const at = (this.#soundPackets++ * FRAME_MS) / 1_000;
    const decoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, description: opusHead() };
    await this.#heard.add(new this.#muxing.EncodedPacket(packet, 'key', at, FRAME_MS / 1_000), { decoderConfig });
  }

  async #addAac(packets: readonly Uint8Array[]): Promise<void> {
    const decoderConfig = { codec: 'mp4a.40.2', sampleRate: AAC_RATE, numberOfChannels: 1, description: AAC_CONFIG };
    for (const packet of packets) {
      const at = this.#soundPackets++ * AAC_SECONDS;
      await this.#heard.add(new this.#muxing.EncodedPacket(packet, 'key', at, AAC_SECONDS), { decoderConfig });
    }
  }
}
