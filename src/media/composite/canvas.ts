/** One picture that others are put into: YUV 4:2:0, of which boxes are filled, copied and scaled. Boxes lie on even pixels. */
import type { Yuv } from '../ffmpeg/picture-decoder.ts';
import { fitted, type Box, type Size } from './layout.ts';

/** Brightness 16 … 235; colours 16 … 240, 128 is grey. */
export type Colour = readonly [y: number, u: number, v: number];

/** Brightness alone: white words on black. */
export type WordPicture = { readonly width: number; readonly height: number; readonly data: Uint8Array };

type Plane = { readonly data: Uint8Array; readonly from: number; readonly width: number; readonly height: number };

const GREY = 128;

export class Canvas implements Yuv {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly #planes: readonly Plane[];

  constructor({ width, height }: Size) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array((width * height * 3) / 2);
    this.#planes = planesOf(this);
  }

  paint(box: Box, colour: Colour): void {
    for (let p = 0; p < 3; p++) {
      const plane = this.#planes[p] as Plane;
      const half = p === 0 ? 1 : 2;
      for (let y = box.y / half; y < (box.y + box.height) / half; y++) {
        const from = plane.from + y * plane.width + box.x / half;
        this.data.fill(colour[p] ?? GREY, from, from + box.width / half);
      }
    }
  }

  /** The whole picture within the box; what it leaves of the box is filled with `around`. */
  show(picture: Yuv, box: Box, around: Colour): void {
    const inner = fitted(picture, box);
    if (inner.width < box.width || inner.height < box.height) this.paint(box, around);
    const planes = planesOf(picture);
    for (let p = 0; p < 3; p++) {
      const half = p === 0 ? 1 : 2;
      const target = { x: inner.x / half, y: inner.y / half, width: inner.width / half, height: inner.height / half };
      copy(planes[p] as Plane, this.#planes[p] as Plane, target);
    }
  }

  /** Words over what is there, in grey and white; beyond the box they are cut off. */
  write(words: WordPicture, { x, y, width, height }: Box): void {
    const columns = Math.min(words.width, width);
    const rows = Math.min(words.height, height);
    this.paint({ x, y, width: columns, height: rows }, [16, GREY, GREY]);
    for (let row = 0; row < rows; row++) {
      this.data.set(words.data.subarray(row * words.width, row * words.width + columns), (y + row) * this.width + x);
    }
  }

  /** Words in the middle of a box, scaled down to a part of its height, white on its colour. */
  letter(words: WordPicture, box: Box, { part, colour }: { readonly part: number; readonly colour: Colour }): void {
    const factor = Math.min((box.height * part) / words.height, (box.width * 0.9) / words.width, 1);
    const width = Math.floor(words.width * factor);
    const height = Math.floor(words.height * factor);
    const small = new Uint8Array(width * height);
    const whole = { data: words.data, from: 0, width: words.width, height: words.height };
    copy(whole, { data: small, from: 0, width, height }, { x: 0, y: 0, width, height });
    const left = box.x + Math.floor((box.width - width) / 2);
    const top = box.y + Math.floor((box.height - height) / 2);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const at = (top + row) * this.width + left + column;
        this.data[at] = Math.max(colour[0], small[row * width + column] ?? 0);
      }
    }
  }

  /** A border within the box. */
  frame({ x, y, width, height }: Box, thick: number, colour: Colour): void {
    this.paint({ x, y, width, height: thick }, colour);
    this.paint({ x, y: y + height - thick, width, height: thick }, colour);
    this.paint({ x, y, width: thick, height }, colour);
    this.paint({ x: x + width - thick, y, width: thick, height }, colour);
  }
}

function planesOf({ width, height, data }: Yuv): readonly Plane[] {
  const luma = width * height;
  const colours = { width: width / 2, height: height / 2 };
  return [
    { data, from: 0, width, height },
    { data, from: luma, ...colours },
    { data, from: luma + luma / 4, ...colours },
  ];
}

/** Row by row where the sizes are equal; else each point is the mean of those that fall into it. */
function copy(source: Plane, target: Plane, box: Box): void {
  if (source.width === box.width && source.height === box.height) {
    for (let y = 0; y < box.height; y++) {
      const from = source.from + y * source.width;
      target.data.set(source.data.subarray(from, from + source.width), target.from + (box.y + y) * target.width + box.x);
    }
    return;
  }
  const { data, from, width: sourceWidth, height: sourceHeight } = source;
  const into = target.data;
  const stepX = sourceWidth / box.width;
  const stepY = sourceHeight / box.height;
  for (let y = 0; y < box.height; y++) {
    const top = Math.floor(y * stepY);
    const bottom = Math.max(top + 1, Math.floor((y + 1) * stepY));
    let at = target.from + (box.y + y) * target.width + box.x;
    for (let x = 0; x < box.width; x++) {
      const left = Math.floor(x * stepX);
      const right = Math.max(left + 1, Math.floor((x + 1) * stepX));
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        const line = from + row * sourceWidth;
        for (let i = left; i < right; i++) sum += data[line + i] ?? 0;
      }
      into[at++] = sum / ((bottom - top) * (right - left));
    }
  }
}
