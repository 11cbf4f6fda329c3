/**
 * What a bridged leg and the forwarding of pictures say to each other. Types only: `Pictures.bridged(legId, sink)` makes the one side, the leg's
 * socket is the other. Legs are named here; the numbers of sources are the bridge's affair.
 */
import type { PictureKind } from '../port.ts';

/** A whole encoded frame of VP8 (RFC 6386), with what is known of it. */
export type PictureFrame = {
  /** The leg that shows it. */
  legId: string;
  of: PictureKind;
  isKeyFrame: boolean;
  /** The first that is told of this source, or the first after some were left out. */
  isFirst: boolean;
  /** Of the engine's clock, in microseconds; never going back within a source. */
  timestampUs: number;
  /** Pixels, as the last key frame said. */
  width: number;
  height: number;
};

/** What the leg is told. Called in the JavaScript turn; none of them may throw. */
export type BridgedSink = {
  /** One whole frame of something it watches. `frame` and `bytes` are written again once this returns. False says that it could not be taken. */
  frame(frame: Readonly<PictureFrame>, bytes: Uint8Array): boolean;
  /** What has been sent to the leg and has not left yet: above 1 MB frames are left out until the next key frame. */
  bufferedBytes(): number;
  /** Somebody needs a key frame of what the leg shows. Told at most every 500 ms. */
  keyFrameWanted(of: PictureKind): void;
  /** Pictures of that leg can be watched from now on, or no longer. On `bridged()` all that there are are told. */
  pictures(legId: string, of: PictureKind, isOn: boolean): void;
};

export type WatchedPicture = { readonly legId: string; readonly of: PictureKind; readonly maxHeight?: number | undefined };

/** What the leg asks for. */
export type BridgedPictures = {
  /**
   * Shows one whole encoded frame. `timestampUs` counts from any moment, 0 means now. False for bytes that are no frame of VP8, or that come
   * before the first key frame, or that are more than 2 MB.
   */
  show(of: PictureKind, bytes: Uint8Array, timestampUs: number): boolean;
  /** What it showed is over; `picturesEnded` is told. */
  stop(of: PictureKind): void;
  /** Replaces what is watched. Sources that send nothing yet, or may not be seen, come as soon as they do and may. The limit is the caller's affair. */
  watch(pictures: readonly WatchedPicture[]): void;
  /** The leg's socket is gone for good. */
  close(): void;
};
