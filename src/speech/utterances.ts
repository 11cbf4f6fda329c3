/** What one person says, in utterances: from silence to silence, where they are short enough to be a single word. */
import { FRAME_MS, FRAME_SAMPLES } from '../media/frame.ts';
import { SpeechCutter } from '../media/speech-cutter.ts';

/** Kept from before speech was noticed, and the frame that it was noticed by: the soft beginning of a word. */
const BEFORE_FRAMES = 11;
/** Longer is a sentence, not a word. */
const LONGEST_FRAMES = 75;
const PAUSE_FRAMES = 15;

export class Utterances {
  readonly #cutter = new SpeechCutter({
    pieceFrames: BEFORE_FRAMES + LONGEST_FRAMES + PAUSE_FRAMES,
    beforeFrames: BEFORE_FRAMES,
    pauseFrames: PAUSE_FRAMES,
    take: (_, samples, isEnd) => this.#take(samples, isEnd),
  });
  #isTooLong = false;
  #said: Int16Array | undefined;

  /** Somebody is in the middle of one. */
  get isOpen(): boolean {
    return this.#cutter.isOpen;
  }

  /** Takes one frame; gives the whole utterance when it is over, as a view that holds until the next frame is taken. */
  push(frame: Int16Array): Int16Array | undefined {
    this.#said = undefined;
    this.#cutter.hear(frame.length > FRAME_SAMPLES ? frame.subarray(0, FRAME_SAMPLES) : frame, this.#cutter.nextTick);
    return this.#said;
  }

  #take(samples: Int16Array, isEnd: boolean): void {
    if (isEnd && !this.#isTooLong) this.#said = samples;
    this.#isTooLong = !isEnd;
  }
}

/** How long the longest utterance is that is given. */
export const LONGEST_WORD_MS: number = LONGEST_FRAMES * FRAME_MS;
