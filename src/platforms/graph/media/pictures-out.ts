/** What a bot shows over the media bridge: whole frames, left out from one to the next key frame where the network is behind. */
import type { PictureFrame, PictureKind } from '../../../call/media.ts';
import { FRAME_HEADER_BYTES, frameHeader, writeFrameHeader } from '../../../wire/bridge/frame.ts';
import type { BridgeLine } from './bridge-line.ts';

/** More than this has not left yet: the network is behind. */
const MOST_BUFFERED = 512 * 1024;

type Showing = { sequence: number; needsKey: boolean; isFirst: boolean };

export class PicturesOut {
  readonly #line: BridgeLine;
  readonly #keyWanted: (of: PictureKind) => void;
  readonly #showing = new Map<PictureKind, Showing>();
  readonly #header = frameHeader();

  constructor({ line, keyWanted }: { readonly line: BridgeLine; readonly keyWanted: (of: PictureKind) => void }) {
    this.#line = line;
    this.#keyWanted = keyWanted;
    this.#header.codec = 'vp8';
  }

  /** False: left out, and so will be all until the next key frame, which is asked for. */
  show(of: PictureKind, frame: PictureFrame): boolean {
    const showing = this.#showing.get(of) ?? { sequence: 0, needsKey: true, isFirst: true };
    this.#showing.set(of, showing);
    if (!this.#line.isReady || this.#line.bufferedBytes > MOST_BUFFERED) {
      showing.needsKey = true;
      return false;
    }
    if (showing.needsKey && !frame.isKeyFrame) {
      this.#keyWanted(of);
      return false;
    }
    const header = this.#header;
    header.kind = of;
    header.isKeyFrame = frame.isKeyFrame;
    header.isFirst = showing.isFirst;
    header.sequence = showing.sequence;
    header.width = frame.width;
    header.height = frame.height;
    header.timestampUs = Math.max(0, Math.round(frame.atMs * 1000));
    const bytes = new Uint8Array(FRAME_HEADER_BYTES + frame.data.length);
    writeFrameHeader(bytes, header);
    bytes.set(frame.data, FRAME_HEADER_BYTES);
    this.#line.send(bytes);
    showing.sequence = (showing.sequence + 1) >>> 0;
    showing.needsKey = false;
    showing.isFirst = false;
    return true;
  }

  hide(of: PictureKind): void {
    if (this.#showing.delete(of)) this.#line.order({ kind: 'stopPictures', of });
  }

  /** The bridge is there (again), and has seen nothing. */
  ready(): void {
    for (const [of, showing] of this.#showing) {
      showing.needsKey = true;
      showing.isFirst = true;
      this.#keyWanted(of);
    }
  }
}
