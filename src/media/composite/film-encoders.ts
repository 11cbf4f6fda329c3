/** What encodes a film: its pictures as VP8 or H.264, its sound as AAC; Opus goes in as it came. */
import type { SoundDecoder } from '../codec.ts';
import { EncodingChild } from '../ffmpeg/encoding-child.ts';
import type { FfmpegOptions } from '../ffmpeg/ffmpeg-child.ts';
import { adtsCutter, h264Cutter, ivfCutter } from '../ffmpeg/packet-cutters.ts';
import { ENCODER_DELAY } from '../files/file-maker.ts';
import { MAX_PACKET_SAMPLES } from '../frame.ts';
import { opusDecoder } from '../opus.ts';
import type { Size } from './layout.ts';

export type FilmFormat = 'webm' | 'mp4';

export type PictureEncoderOptions = FfmpegOptions & { readonly format: FilmFormat; readonly size: Size; readonly fps: number };

/** Raw pictures that may wait for the encoder. */
const PICTURES_AHEAD = 3;
const SOUND_AHEAD = 50;
const KEY_EVERY_S = 4;

/** Takes raw YUV 4:2:0; gives one packet for every picture, in their order. */
export function pictureEncoder({ format, size, fps, clock, path, signal }: PictureEncoderOptions): Promise<EncodingChild> {
  const raw = `-f rawvideo -pix_fmt yuv420p -s ${String(size.width)}x${String(size.height)} -framerate ${String(fps)} -i pipe:0`;
  const keys = `-fps_mode passthrough -g ${String(Math.round(fps * KEY_EVERY_S))}`;
  // 2 Mbit/s for 720 lines at 15 a second; a meeting in which little moves takes much less.
  const most = Math.ceil((size.width * size.height * fps) / 7_000);
  const rate = `-maxrate ${String(most)}k -bufsize ${String(most * 2)}k`;
  const vp8 = `-c:v libvpx -threads 1 -deadline realtime -cpu-used 8 -lag-in-frames 0 -auto-alt-ref 0 -crf 20 -b:v ${String(most)}k -f ivf`;
  const colours = '-color_range tv -colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m';
  const h264 = `-c:v libx264 -preset veryfast -crf 25 ${rate} -bf 0 -profile:v main -aud 1 ${colours} -f h264`;
  const cutter = format === 'webm' ? ivfCutter() : h264Cutter();
  const args = `${raw} ${keys} ${format === 'webm' ? vp8 : h264}`.split(' ');
  return EncodingChild.start(args, { clock, path, signal, cutter, ahead: PICTURES_AHEAD });
}

/** Each packet of it lasts so long. */
export const AAC_SECONDS: number = 1_024 / 48_000;
export const AAC_RATE = 48_000;
/** ISO/IEC 14496-3 §1.6.2.1: AAC LC, 48 kHz, one channel. */
export const AAC_CONFIG: Uint8Array = Uint8Array.of(0x11, 0x88);

/** Opus in, AAC out. */
export class AacEncoder {
  readonly #child: EncodingChild;
  readonly #decoder: SoundDecoder;
  readonly #samples = new Int16Array(MAX_PACKET_SAMPLES);
  /** Whoever encoded the Opus was behind by so much. */
  #skip = ENCODER_DELAY;
  /** The encoder's first packet holds what is before the beginning. */
  #isFirst = true;

  static async start({ clock, path, signal }: FfmpegOptions): Promise<AacEncoder> {
    const args = '-f s16le -ar 16000 -ac 1 -i pipe:0 -c:a aac -ar 48000 -ac 1 -b:a 64k -f adts'.split(' ');
    const child = await EncodingChild.start(args, { clock, path, signal, cutter: adtsCutter(), ahead: SOUND_AHEAD });
    try {
      return new AacEncoder(child, await clock.hold(() => opusDecoder()));
    } catch (error) {
      await child.kill();
      throw error;
    }
  }

  private constructor(child: EncodingChild, decoder: SoundDecoder) {
    this.#child = child;
    this.#decoder = decoder;
  }

  /** Returns what is ready by now. */
  async encode(packet: Uint8Array): Promise<readonly Uint8Array[]> {
    const count = this.#decoder.decode(packet, this.#samples) - this.#skip;
    await this.#child.write(new Uint8Array(this.#samples.buffer, this.#skip * 2, count * 2));
    this.#skip = 0;
    return this.#withoutFirst(this.#child.take());
  }

  async end(): Promise<readonly Uint8Array[]> {
    return this.#withoutFirst(await this.#child.end());
  }

  async release(): Promise<void> {
    this.#decoder.free();
    await this.#child.kill();
  }

  #withoutFirst(packets: readonly Uint8Array[]): readonly Uint8Array[] {
    if (!this.#isFirst || packets.length === 0) return packets;
    this.#isFirst = false;
    return packets.slice(1);
  }
}
