/** Cuts what one voice says into pieces: from just before it begins until it has been silent for a while. */
import { FRAME_SAMPLES } from './frame.ts';
import { FrameRing } from './frame-ring.ts';
import { VoiceActivity } from './voice-activity.ts';

export type SpeechCutterOptions = {
  /** A piece is never longer; what goes on is in the next one. */
  readonly pieceFrames: number;
  /** From before it was clear that somebody speaks, the frame that made it clear included. */
  readonly beforeFrames?: number;
  /** A pause of so long ends what is said; shorter ones are within it. */
  readonly pauseFrames?: number;
  /** From a pause of so long on each frame is a piece of its own, for whoever takes that pause for an end: they need not wait for a full one. */
  readonly hurryFrames?: number;
  readonly take: TakePiece;
};

/**
 * `tick` is that of the first sample. The samples are only good until this returns: they are written over. None at all, where speech ends
 * just as a piece is full.
 */
type TakePiece = (tick: number, samples: Int16Array, isEnd: boolean) => void;

/** All memory is taken at the start; a tick only copies. */
export class SpeechCutter {
  readonly #take: TakePiece;
  readonly #voice: VoiceActivity;
  readonly #before: FrameRing;
  readonly #beforeFrames: number;
  readonly #hurryFrames: number;
  readonly #samples: Int16Array;
  readonly #takeBefore = (frame: Int16Array): void => this.#append(frame);
  #length = 0;
  #pieceTick = 0;
  /** How many frames in a row `#before` has, up to the last one. */
  #inRow = 0;
  #nextTick = 0;
  #isOpen = false;

  constructor({ pieceFrames, beforeFrames = 15, pauseFrames = 25, hurryFrames = pauseFrames, take }: SpeechCutterOptions) {
    this.#take = take;
    this.#voice = new VoiceActivity({ endFrames: pauseFrames });
    this.#before = new FrameRing({ limit: beforeFrames });
    this.#beforeFrames = beforeFrames;
    this.#hurryFrames = hurryFrames;
    this.#samples = new Int16Array(pieceFrames * FRAME_SAMPLES);
  }

  /** Whether somebody speaks: it must be asked at each tick until that is over. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The next tick that it has not heard of. */
  get nextTick(): number {
    return this.#nextTick;
  }

  /** Takes what is said at this tick, or nothing. Ticks may be left out where nothing is said. */
  hear(frame: Int16Array | undefined, tick: number): void {
    const missed = tick - this.#nextTick;
    this.#nextTick = tick + 1;
    if (missed > 0) this.#silence(missed);
    if (!frame) return this.#silence(1);
    const isVoice = this.#voice.push(frame);
    if (this.#isOpen) {
      this.#append(frame);
      if (!isVoice) this.finish();
      return;
    }
    this.#before.push(frame);
    if (this.#inRow < this.#beforeFrames) this.#inRow++;
    if (isVoice) this.#open(tick);
  }

  /** Nothing more comes of what is being said. */
  finish(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#tell(true);
  }

  #open(tick: number): void {
    this.#isOpen = true;
    this.#pieceTick = tick - this.#inRow + 1;
    this.#inRow = 0;
    this.#before.drain(this.#takeBefore);
  }

  #silence(frames: number): void {
    this.#voice.silence(frames);
    if (!this.#isOpen) {
      // What was before a gap is not before the voice that comes after it.
      if (this.#inRow > 0) this.#before.drain(ignored);
      this.#inRow = 0;
      return;
    }
    if (!this.#voice.isSpeech) return this.finish();
    for (let i = 0; i < frames; i++) this.#append(undefined);
  }

  #append(frame: Int16Array | undefined): void {
    const to = this.#length + FRAME_SAMPLES;
    if (frame) this.#samples.set(frame, this.#length);
    else this.#samples.fill(0, this.#length, to);
    this.#length = to;
    if (to === this.#samples.length || this.#voice.quietFrames >= this.#hurryFrames) this.#tell(false);
  }

  #tell(isEnd: boolean): void {
    const samples = this.#samples.subarray(0, this.#length);
    const tick = this.#pieceTick;
    this.#pieceTick += this.#length / FRAME_SAMPLES;
    this.#length = 0;
    this.#take(tick, samples, isEnd);
  }
}

function ignored(): void {
  // What is left of a gap is let go.
}
