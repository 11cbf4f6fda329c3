/** Cuts what one person says into utterances: from silence to silence, where they are short enough to be a single word. */
import { FRAME_MS, FRAME_SAMPLES } from '../media/frame.ts';
import { VoiceActivity } from '../media/voice-activity.ts';

/** Kept from before speech was noticed: the soft beginning of a word. */
const BEFORE_FRAMES = 10;
/** Longer is a sentence, not a word. */
const LONGEST_FRAMES = 75;
/** What `VoiceActivity` needs to notice the end. */
const END_FRAMES = 15;

export class Utterances {
  readonly #voice = new VoiceActivity({ endFrames: END_FRAMES });
  readonly #samples = new Int16Array((BEFORE_FRAMES + LONGEST_FRAMES + END_FRAMES) * FRAME_SAMPLES);
  #frames = 0;
  #isTooLong = false;

  /** Somebody is in the middle of one. */
  get isOpen(): boolean {
    return this.#voice.isSpeech;
  }

  /** Takes one frame; gives the whole utterance when it is over, as a view that holds until the next frame is taken. */
  push(frame: Int16Array): Int16Array | undefined {
    const wasSpeech = this.#voice.isSpeech;
    const isSpeech = this.#voice.push(frame);
    if (!isSpeech && !wasSpeech) return this.#remember(frame);
    if (this.#frames * FRAME_SAMPLES >= this.#samples.length) this.#isTooLong = true;
    else this.#add(frame);
    if (isSpeech) return undefined;
    const said = this.#isTooLong ? undefined : this.#samples.subarray(0, this.#frames * FRAME_SAMPLES);
    this.#frames = 0;
    this.#isTooLong = false;
    return said;
  }

  /** In silence the last frames are kept, the oldest thrown away. */
  #remember(frame: Int16Array): undefined {
    if (this.#frames === BEFORE_FRAMES) {
      this.#samples.copyWithin(0, FRAME_SAMPLES, BEFORE_FRAMES * FRAME_SAMPLES);
      this.#frames--;
    }
    this.#add(frame);
  }

  #add(frame: Int16Array): void {
    this.#samples.set(frame.length > FRAME_SAMPLES ? frame.subarray(0, FRAME_SAMPLES) : frame, this.#frames * FRAME_SAMPLES);
    this.#frames++;
  }
}

/** How long the longest utterance is that is given. */
export const LONGEST_WORD_MS: number = LONGEST_FRAMES * FRAME_MS;
