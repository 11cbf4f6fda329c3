/** What is played, and how: the browser's media element behind verbs and a view, with pauses of the recording passed over. */
import { Store } from '../../live/store.ts';
import { afterPause } from './time-line.ts';

export type PlaybackView = {
  readonly isPlaying: boolean;
  /** Wants to play, and has nothing to play yet. */
  readonly isWaiting: boolean;
  readonly isMuted: boolean;
  readonly rate: number;
  readonly skipsPauses: boolean;
  readonly trouble?: { readonly message: string; readonly remedy: string } | undefined;
};

export const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** What is asked of a media element. */
export type Medium = Pick<HTMLMediaElement, 'play' | 'pause' | 'load' | 'addEventListener' | 'removeEventListener'> & {
  currentTime: number;
  playbackRate: number;
  defaultPlaybackRate: number;
  muted: boolean;
  readonly paused: boolean;
  readonly error: Pick<MediaError, 'code'> | null;
};

type PlaybackOptions = {
  readonly durationMs: number;
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly atMs?: number | undefined;
  readonly rate?: number | undefined;
  readonly skipsPauses?: boolean | undefined;
};

export class Playback {
  readonly view: Store<PlaybackView>;
  /** Where it is, in milliseconds since the start; changes with every picture that the screen shows. */
  readonly at: Store<number>;
  readonly #pauses: PlaybackOptions['pauses'];
  readonly #durationMs: number;
  #medium: Medium | undefined;
  #isScrubbing = false;

  constructor({ durationMs, pauses, atMs = 0, rate = 1, skipsPauses = true }: PlaybackOptions) {
    this.#durationMs = durationMs;
    this.#pauses = pauses;
    this.at = new Store(Math.min(atMs, durationMs));
    this.view = new Store<PlaybackView>({ isPlaying: false, isWaiting: false, isMuted: false, rate, skipsPauses });
  }

  /** Takes a medium over, at the moment where the one before was. */
  attach(medium: Medium): () => void {
    this.#medium = medium;
    const { rate, isMuted } = this.view.get();
    medium.defaultPlaybackRate = rate;
    medium.playbackRate = rate;
    medium.muted = isMuted;
    // Before anything of it is known, this is where it will begin (HTML, default playback start position).
    if (this.at.get() > 0) medium.currentTime = this.at.get() / 1000;
    const listeners = {
      play: () => this.#show({ isPlaying: true, trouble: undefined }),
      pause: () => this.#show({ isPlaying: false, isWaiting: false }),
      waiting: () => this.#show({ isWaiting: true }),
      playing: () => this.#show({ isWaiting: false }),
      seeked: () => this.#show({ isWaiting: false }),
      timeupdate: () => this.tick(),
      error: () => this.#show({ isPlaying: false, isWaiting: false, trouble: troubleOf(medium.error?.code) }),
    };
    for (const [name, listener] of Object.entries(listeners)) medium.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) medium.removeEventListener(name, listener);
      if (this.#medium === medium) this.#medium = undefined;
      this.#show({ isPlaying: false, isWaiting: false });
    };
  }

  /** Tells where it is now; to be called often while it plays. */
  tick(): void {
    const medium = this.#medium;
    if (medium === undefined || medium.paused || this.#isScrubbing) return;
    const atMs = medium.currentTime * 1000;
    const onMs = this.view.get().skipsPauses ? afterPause(this.#pauses, atMs) : undefined;
    if (onMs === undefined) this.at.set(atMs);
    else this.seek(onMs);
  }

  toggle(): void {
    const medium = this.#medium;
    if (medium === undefined) return;
    if (!medium.paused) return medium.pause();
    // At its end it begins anew.
    if (this.at.get() >= this.#durationMs - 200) this.seek(0);
    medium.play().catch((error: unknown) => {
      // It was stopped before it began; or the element tells by `error` what is the matter.
      const name = error instanceof Error ? error.name : '';
      if (name === 'NotAllowedError') this.#show({ trouble: notAllowed });
    });
  }

  seek(atMs: number): void {
    const to = Math.min(this.#durationMs, Math.max(0, atMs));
    this.at.set(to);
    if (this.#medium !== undefined) this.#medium.currentTime = to / 1000;
  }

  /** While a pointer looks for a place: shown, and not yet played. */
  scrub(atMs: number): void {
    this.#isScrubbing = true;
    this.at.set(Math.min(this.#durationMs, Math.max(0, atMs)));
  }

  /** The place is found. */
  drop(): void {
    this.#isScrubbing = false;
    this.seek(this.at.get());
  }

  by(ms: number): void {
    this.seek(this.at.get() + ms);
  }

  mute(isMuted: boolean = !this.view.get().isMuted): void {
    if (this.#medium !== undefined) this.#medium.muted = isMuted;
    this.#show({ isMuted });
  }

  setRate(rate: number): void {
    if (this.#medium !== undefined) {
      this.#medium.defaultPlaybackRate = rate;
      this.#medium.playbackRate = rate;
    }
    this.#show({ rate });
  }

  faster(steps: 1 | -1): void {
    const { rate } = this.view.get();
    const next = steps > 0 ? rates.find((each) => each > rate) : rates.findLast((each) => each < rate);
    if (next !== undefined) this.setRate(next);
  }

  setSkipping(skipsPauses: boolean): void {
    this.#show({ skipsPauses });
  }

  /** After trouble. */
  again(): void {
    const atMs = this.at.get();
    this.#show({ trouble: undefined });
    this.#medium?.load();
    this.seek(atMs);
  }

  #show(change: Partial<PlaybackView>): void {
    this.view.update((view) => ({ ...view, ...change }));
  }
}

const notAllowed = {
  message: 'This browser does not let the page play sound.',
  remedy: 'Allow sound for this address in the browser’s settings, then press play again.',
};

/** Codes of HTML's MediaError. */
function troubleOf(code: number | undefined): NonNullable<PlaybackView['trouble']> {
  if (code === 2)
    return { message: 'The recording could not be fetched any further.', remedy: 'See whether Rollcall is running, then try again.' };
  if (code === 3)
    return {
      message: 'The recording cannot be played from here on.',
      remedy: 'Go on a little later in it, or download the file and open it in another player.',
    };
  return {
    message: 'This browser cannot play this recording.',
    remedy: 'Try again; if it stays so, download it and open it in another player, or use another browser.',
  };
}
