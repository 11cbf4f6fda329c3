/** The pictures of one camera or screen on their way into a film: fed to a decoder ahead of time, in the size in which they are shown. */
import type { FfmpegOptions } from '../ffmpeg/ffmpeg-child.ts';
import { PictureDecoder } from '../ffmpeg/picture-decoder.ts';
import type { SegmentRecord } from '../segments/record.ts';
import { fitted, type Size } from './layout.ts';

type Picture = Extract<SegmentRecord, { kind: 'picture' }>;

/** A picture that was asked for: of which decoder, and its number there. */
export type Wanted = { readonly decoder: PictureDecoder; readonly number: number };

/** What came since the last key frame is kept so long, for a decoder of another size that must begin there. */
const MOST_KEPT = 150;
const MOST_KEPT_BYTES = 8 * 1024 * 1024;
/** A picture may be blown up by so much before it is worth a new decoder. */
const MOST_BLOWN_UP = 1.2;
/** With a key frame, a decoder whose pictures are wider than needed by that makes way. */
const MUCH_TOO_WIDE = 2;

export class TrackPictures {
  readonly #options: FfmpegOptions;
  /** Since the last key frame; undefined where that is too long ago. */
  #sinceKey: Picture[] | undefined;
  #keptBytes = 0;
  /** Not fed yet. */
  #pending: Picture[] = [];
  /** Something is missing: what follows makes no sense before the next key frame. */
  #needsKey = true;
  #decoder: PictureDecoder | undefined;
  /** Replaced; what was asked of them may not have been looked at yet. */
  #old: PictureDecoder[] = [];
  #wanted: Wanted | undefined;

  constructor(options: FfmpegOptions) {
    this.#options = options;
  }

  take(picture: Picture): void {
    if (picture.isKeyFrame) {
      this.#sinceKey = [];
      this.#keptBytes = 0;
      this.#pending = [];
      this.#needsKey = false;
    }
    if (this.#needsKey) return;
    this.#pending.push(picture);
    this.#sinceKey?.push(picture);
    this.#keptBytes += picture.data.length;
    if (this.#keptBytes > MOST_KEPT_BYTES || (this.#sinceKey?.length ?? 0) > MOST_KEPT) this.#sinceKey = undefined;
    // Nobody looks.
    if (this.#pending.length > MOST_KEPT || (this.#sinceKey === undefined && !this.#decoder)) this.#miss();
  }

  /** Nothing is shown any more, whatever comes next begins with a key frame. */
  over(): void {
    this.#miss();
    this.#sinceKey = undefined;
    this.#wanted = undefined;
    this.#retire();
  }

  /** The newest picture, to be shown in a box of that size; undefined where nothing could be decoded so far. */
  async want(box: Size): Promise<Wanted | undefined> {
    const shape = this.#sinceKey?.at(-1);
    if (this.#decoder?.hasEnded) this.#retire();
    if (this.#decoder && shape && !this.#fits(this.#decoder, fitted(shape, { x: 0, y: 0, ...box }))) this.#retire();
    if (!this.#decoder) {
      if (!this.#sinceKey || !shape) {
        this.#miss();
        return this.#wanted;
      }
      const { width, height } = fitted(shape, { x: 0, y: 0, ...box });
      this.#decoder = await PictureDecoder.start({ ...this.#options, width, height });
      this.#pending = [...this.#sinceKey];
    }
    for (const [i, { data }] of this.#pending.entries()) {
      const isKept = i === this.#pending.length - 1;
      const number = this.#decoder.feed(data, { isKept });
      if (isKept) this.#wanted = { decoder: this.#decoder, number };
    }
    this.#pending = [];
    return this.#wanted;
  }

  /** Ends those decoders that were replaced and are not in use. */
  async tidy(inUse: (decoder: PictureDecoder) => boolean): Promise<void> {
    if (this.#old.length === 0) return;
    const over = this.#old.filter((old) => old !== this.#wanted?.decoder && !inUse(old));
    this.#old = this.#old.filter((old) => !over.includes(old));
    for (const old of over) await old.kill();
  }

  async kill(): Promise<void> {
    this.over();
    await this.tidy(() => false);
  }

  #retire(): void {
    if (this.#decoder) this.#old.push(this.#decoder);
    this.#decoder = undefined;
  }

  #miss(): void {
    this.#needsKey = true;
    this.#pending = [];
  }

  #fits(decoder: PictureDecoder, { width, height }: Size): boolean {
    const isOfShape = Math.abs(decoder.width * height - width * decoder.height) <= 0.02 * decoder.width * height;
    const isTooWide = this.#pending[0]?.isKeyFrame === true && decoder.width > width * MUCH_TOO_WIDE;
    return isOfShape && !isTooWide && width <= decoder.width * MOST_BLOWN_UP;
  }
}
