/** Tells speech from silence by energy, with a floor that follows the noise of the room. */
import { levelDb } from './level.ts';

export type VoiceActivityOptions = {
  /** Speech is never quieter than this. */
  readonly quietestDb?: number;
  /** So far above the noise is speech. */
  readonly aboveNoiseDb?: number;
  /** Frames in a row before it counts as begun. */
  readonly beginFrames?: number;
  /** Frames in a row before it counts as over. */
  readonly endFrames?: number;
};

/** Noise is never believed to be louder than this, or a long tone would become noise. */
const LOUDEST_NOISE_DB = -48;
const QUIETEST_NOISE_DB = -80;
/** How fast the floor rises: 5 dB a second. It falls at once. */
const RISE_DB = 0.1;
const HYSTERESIS_DB = 4;

export class VoiceActivity {
  readonly #quietestDb: number;
  readonly #aboveNoiseDb: number;
  readonly #beginFrames: number;
  readonly #endFrames: number;
  #noiseDb = QUIETEST_NOISE_DB;
  #inRow = 0;
  #isSpeech = false;

  constructor({ quietestDb = -50, aboveNoiseDb = 12, beginFrames = 3, endFrames = 10 }: VoiceActivityOptions = {}) {
    this.#quietestDb = quietestDb;
    this.#aboveNoiseDb = aboveNoiseDb;
    this.#beginFrames = beginFrames;
    this.#endFrames = endFrames;
  }

  get isSpeech(): boolean {
    return this.#isSpeech;
  }

  /** While somebody speaks: how many frames in a row were too quiet for it by now. */
  get quietFrames(): number {
    return this.#isSpeech ? this.#inRow : 0;
  }

  /** Hears one frame; true while somebody speaks. */
  push(frame: Int16Array): boolean {
    return this.pushLevel(levelDb(frame));
  }

  /** As `push`, for whoever knows how loud the frame is. */
  pushLevel(level: number): boolean {
    this.#noiseDb = Math.min(LOUDEST_NOISE_DB, Math.max(QUIETEST_NOISE_DB, Math.min(level, this.#noiseDb + RISE_DB)));
    const begin = Math.max(this.#quietestDb, this.#noiseDb + this.#aboveNoiseDb);
    const isOtherwise = this.#isSpeech ? level < begin - HYSTERESIS_DB : level >= begin;
    this.#inRow = isOtherwise ? this.#inRow + 1 : 0;
    if (this.#inRow >= (this.#isSpeech ? this.#endFrames : this.#beginFrames)) {
      this.#isSpeech = !this.#isSpeech;
      this.#inRow = 0;
    }
    return this.#isSpeech;
  }

  /** Frames went by in which nothing came at all. */
  silence(frames: number): void {
    this.#noiseDb = Math.max(QUIETEST_NOISE_DB, this.#noiseDb - frames);
    if (this.#isSpeech && this.#inRow + frames < this.#endFrames) this.#inRow += frames;
    else {
      this.#isSpeech = false;
      this.#inRow = 0;
    }
  }
}
