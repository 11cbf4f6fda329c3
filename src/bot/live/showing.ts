/** Showing something in a call, as the bot's camera or as a shared screen: slides, a video, or pictures that the bot makes. */
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import type { FactSource } from '../../base/facts.ts';
import type { CarrierMedia, PictureFrame, PictureKind } from '../../call/media.ts';
import type { CallFacts, Ended } from '../../call/platform.ts';
import { picturesOfVideo, type EncodedPicture } from '../../media/ffmpeg/pictures-of-file.ts';
import { SlideShow } from './slide-show.ts';
import { unusable } from './unusable.ts';

/** `slides` are images of any kind that ffmpeg reads. Pictures of one's own are VP8, the first a key frame. */
export type Shows =
  | { readonly slides: readonly (string | URL)[] }
  | { readonly video: string | URL; readonly loops?: boolean | undefined }
  | AsyncIterable<PictureFrame>;

/** `shown`: a video or a stream came to its end. `stopped`: by `stop()`, or because something else is shown in its place. */
export type ShowOutcome = { readonly kind: 'shown' } | { readonly kind: 'stopped' } | Ended;

export type Showing = {
  /** How it ended; rejects with `bot/unusable-pictures` where a file cannot be shown, with `bot/no-ffmpeg` where none can. */
  readonly done: Promise<ShowOutcome>;
  /** The slide that is shown, counted from 1; 0 where there are none. */
  readonly slide: number;
  /** Goes to a slide, counted from 1. Throws `RangeError` where there is none of that number. */
  show(slide: number): void;
  /** Goes on by one; false at the last. */
  next(): boolean;
  /** Nothing is shown from now on; calm when it is over already. */
  stop(): void;
};

export type ShowingOptions = {
  readonly of: PictureKind;
  readonly media: CarrierMedia;
  readonly facts: FactSource<CallFacts>;
  readonly clock: Clock;
  /** The end of the call. */
  readonly life: AbortSignal;
  readonly ended: () => Ended | undefined;
  /** For what has its time from somewhere else: the moment at which a video begins. */
  readonly startMs?: number | undefined;
};

/** Begins at once. */
export function beginShowing(what: Shows, { of, media, facts, clock, life, ended, startMs }: ShowingOptions): Showing {
  const stop = new AbortController();
  const signal = AbortSignal.any([life, stop.signal]);
  const slides = 'slides' in what ? new SlideShow({ files: what.slides.map(pathOf), of, media, facts, clock, signal }) : undefined;
  const run = async (): Promise<ShowOutcome> => {
    try {
      if (slides) await slides.run();
      else if ('video' in what)
        await showVideo(picturesOfVideo(pathOf(what.video), { clock, loops: what.loops, signal }), { of, media, clock, signal, startMs });
      else if (Symbol.asyncIterator in what) await showFrames(what, { of, media, signal });
      return ended() ?? { kind: 'shown' };
    } catch (error) {
      if (signal.aborted) return ended() ?? { kind: 'stopped' };
      throw unusable(error, 'bot/unusable-pictures', 'this cannot be shown');
    } finally {
      if (!life.aborted) media.hide(of);
    }
  };
  const done = run();
  // Whoever does not wait for it may look at it later.
  done.catch(() => undefined);
  return {
    done,
    get slide() {
      return slides?.slide ?? 0;
    },
    show: (slide) => slides?.show(slide),
    next: () => slides?.next() ?? false,
    stop: () => stop.abort(),
  };
}

const FIRST_WITHIN_MS = 2_000;
const FIRST_AGAIN_MS = 20;

type Into = { readonly of: PictureKind; readonly media: CarrierMedia; readonly signal: AbortSignal };

/** A key frame every two seconds is in the file: what is left out is made good soon. */
async function showVideo(
  pictures: AsyncIterable<EncodedPicture>,
  { of, media, clock, signal, startMs }: Into & { readonly clock: Clock; readonly startMs: number | undefined },
): Promise<void> {
  let beganMs = startMs;
  let isFirst = true;
  for await (const { data, isKeyFrame, width, height, atMs } of pictures) {
    const waitMs = (beganMs ?? clock.now()) + atMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, { signal });
    signal.throwIfAborted();
    const picture = { codec: 'vp8', data, isKeyFrame, width, height } as const;
    // Nothing is seen before the first: who has to be let share first waits for that, and makes good the time.
    for (const untilMs = clock.now() + FIRST_WITHIN_MS; !media.show(of, { ...picture, atMs: clock.now() });) {
      if (!isFirst || clock.now() >= untilMs) break;
      await clock.sleep(FIRST_AGAIN_MS, { signal });
    }
    isFirst = false;
    beganMs ??= clock.now() - atMs;
  }
}

async function showFrames(frames: AsyncIterable<PictureFrame>, { of, media, signal }: Into): Promise<void> {
  for await (const frame of frames) {
    signal.throwIfAborted();
    media.show(of, frame);
  }
}

export function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}
