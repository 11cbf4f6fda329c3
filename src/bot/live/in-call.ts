/** One who takes part in a call, with what they say and show. */
import type { Cancel } from '../../base/cancel.ts';
import type { CarrierMedia, FrameStream, ListenOptions, MediaNeed, PictureFrame, PictureKind, SoundFrame } from '../../call/media.ts';
import type { Participant } from '../../call/roster.ts';

export type WatchOptions = Cancel & {
  /** The layer that is at most so high is chosen, where the sender has several. */
  readonly maxHeight?: number | undefined;
};

/**
 * As the roster had them when they were asked for. Each reading of `audio`, `camera` and `screen` begins at that moment, and ends
 * when they leave, when the call ends, or when the loop is left.
 */
export type InCall = Participant & {
  /** Their sound alone; `needs: ['soundApart']`. */
  readonly audio: AsyncIterable<SoundFrame>;
  /** Their pictures, encoded, from a key frame on; `needs: ['pictures']`. */
  readonly camera: AsyncIterable<PictureFrame>;
  readonly screen: AsyncIterable<PictureFrame>;
  hear(options?: ListenOptions): FrameStream<SoundFrame>;
  watch(of: PictureKind, options?: WatchOptions): FrameStream<PictureFrame>;
};

export function inCall(participant: Participant, mediaFor: (verb: string, need: MediaNeed) => CarrierMedia): InCall {
  const { id } = participant;
  const hear = (options?: ListenOptions): FrameStream<SoundFrame> =>
    mediaFor('hearing a participant alone', 'soundApart').hearOne(id, options);
  const watch = (of: PictureKind, options?: WatchOptions): FrameStream<PictureFrame> =>
    mediaFor('watching a participant', 'pictures').watch(id, of, options);
  return {
    ...participant,
    audio: begunWhenRead(() => hear()),
    camera: begunWhenRead(() => watch('camera')),
    screen: begunWhenRead(() => watch('screen')),
    hear,
    watch,
  };
}

/** Opens a stream for each who begins to read. */
export function begunWhenRead<Frame>(open: () => AsyncIterable<Frame>): AsyncIterable<Frame> {
  return { [Symbol.asyncIterator]: () => open()[Symbol.asyncIterator]() };
}
