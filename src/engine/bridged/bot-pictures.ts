/** The pictures of one bot: between source numbers, by which the bridge names them, and legs, by which they are forwarded. */
import type { BridgeEvent } from '../../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, frameHeader, writeFrameHeader, type FrameHeader } from '../../wire/bridge/frame.ts';
import type { BridgedPictures, BridgedSink, PictureFrame, WatchedPicture } from '../pictures/bridged-pictures.ts';
import type { PictureKind } from '../port.ts';

/** A source of pictures is the number of the sound, and this more. */
const STEPS = { camera: 1, screen: 2 } as const;

export type BotPicturesOptions = {
  readonly event: (event: BridgeEvent) => void;
  /** False if it would not be read. The bytes are not written to any more. */
  readonly send: (message: Uint8Array) => boolean;
  readonly bufferedBytes: () => number;
  /** The leg whose sound has that number. */
  readonly legOf: (sourceId: number) => string | undefined;
  /** The number of the leg's sound; 0 without one. */
  readonly sourceOf: (legId: string) => number;
};

type Watched = { readonly sourceId: number; readonly maxHeight?: number | undefined };
type Shown = { readonly legId: string; readonly of: PictureKind };

export class BotPictures implements BridgedSink {
  readonly #options: BotPicturesOptions;
  readonly #header: FrameHeader = { ...frameHeader(), codec: 'vp8' };
  readonly #sequences = new Map<number, number>();
  /** What there is to be watched, and under which number the bot was told so. */
  readonly #on = new Map<Shown, number>();
  #wanted: readonly Watched[] = [];
  #forwarding: BridgedPictures | undefined;

  constructor(options: BotPicturesOptions) {
    this.#options = options;
  }

  /** Pictures are forwarded there from now on. */
  begin(forwarding: (sink: BridgedSink) => BridgedPictures): void {
    this.#forwarding = forwarding(this);
  }

  /** The bot has a new socket: it watches nothing, and is told all there is. */
  attached(): void {
    this.detached();
    for (const shown of this.#on.keys()) this.#on.set(shown, 0);
    this.refresh();
  }

  /** The bot has no socket: it watches nothing, and shows nothing. */
  detached(): void {
    this.#wanted = [];
    this.#forwarding?.watch([]);
    this.#forwarding?.stop('camera');
    this.#forwarding?.stop('screen');
  }

  /** Somebody came, or got a number: what was asked for before may be there now. */
  refresh(): void {
    for (const [shown, told] of this.#on) {
      const sourceId = told === 0 ? this.#numberOf(shown) : 0;
      if (sourceId === 0) continue;
      this.#on.set(shown, sourceId);
      this.#options.event({ kind: 'pictures', sourceId, of: shown.of, isOn: true });
    }
    if (this.#wanted.length > 0) this.#forwarding?.watch(this.#watched());
  }

  watch(wanted: readonly Watched[]): void {
    this.#wanted = wanted;
    const watched = this.#watched();
    this.#forwarding?.watch(watched);
    const missing = wanted.length - watched.length;
    if (missing === 0) return;
    this.#options.event({
      kind: 'problem',
      code: 'unknownSource',
      message: `${String(missing)} of these sources belong to nobody here now; they are shown if somebody comes`,
    });
  }

  /** What it gives back is what was wrong. */
  fromBot({ kind, timestampUs }: FrameHeader, bytes: Uint8Array): string | undefined {
    if (!this.#forwarding) return 'pictures are not taken here';
    const isUsed = this.#forwarding.show(kind === 'screen' ? 'screen' : 'camera', bytes, timestampUs);
    return isUsed ? undefined : 'it is no frame of VP8, too large, or comes before the first key frame';
  }

  stop(of: PictureKind): void {
    this.#forwarding?.stop(of);
  }

  close(): void {
    this.#forwarding?.close();
    this.#forwarding = undefined;
  }

  frame(frame: Readonly<PictureFrame>, bytes: Uint8Array): boolean {
    const sourceId = this.#numberOf(frame);
    if (sourceId === 0) return false;
    const header = this.#header;
    header.kind = frame.of;
    header.isKeyFrame = frame.isKeyFrame;
    header.isFirst = frame.isFirst;
    header.sourceId = sourceId;
    header.sequence = ((this.#sequences.get(sourceId) ?? 0) + 1) >>> 0;
    header.timestampUs = frame.timestampUs;
    header.width = frame.width;
    header.height = frame.height;
    this.#sequences.set(sourceId, header.sequence);
    const message = Buffer.allocUnsafe(FRAME_HEADER_BYTES + bytes.length);
    writeFrameHeader(message, header);
    message.set(bytes, FRAME_HEADER_BYTES);
    return this.#options.send(message);
  }

  bufferedBytes(): number {
    return this.#options.bufferedBytes();
  }

  keyFrameWanted(of: PictureKind): void {
    this.#options.event({ kind: 'keyFrameWanted', of });
  }

  pictures(legId: string, of: PictureKind, isOn: boolean): void {
    const known = [...this.#on.keys()].find((shown) => shown.legId === legId && shown.of === of);
    if (isOn && !known) {
      this.#on.set({ legId, of }, 0);
      return this.refresh();
    }
    if (isOn || !known) return;
    const sourceId = this.#on.get(known) ?? 0;
    this.#on.delete(known);
    if (sourceId !== 0) this.#options.event({ kind: 'pictures', sourceId, of, isOn: false });
  }

  #numberOf({ legId, of }: Shown): number {
    const sound = this.#options.sourceOf(legId);
    return sound === 0 ? 0 : sound + STEPS[of];
  }

  #watched(): WatchedPicture[] {
    return this.#wanted.flatMap(({ sourceId, maxHeight }) => {
      const step = sourceId % 4;
      const legId = step === 1 || step === 2 ? this.#options.legOf(sourceId - step) : undefined;
      return legId === undefined ? [] : [{ legId, of: step === STEPS.camera ? 'camera' : 'screen', maxHeight }];
    });
  }
}
