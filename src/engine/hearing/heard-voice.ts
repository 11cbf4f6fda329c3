/** Hands on what one leg says, in pieces of 200 ms: from just before a voice begins until it has been silent for a while. */
import { FRAME_SAMPLES } from '../../media/frame.ts';
import { FrameRing } from '../../media/frame-ring.ts';
import { VoiceActivity } from '../../media/voice-activity.ts';

/** What came just before it was clear that somebody speaks. */
const BEFORE_FRAMES = 15;
/** A pause of so long ends what is handed on; shorter ones are within it. */
const PAUSE_FRAMES = 25;
const PIECE_FRAMES = 10;

/** `tick` is that of the first sample. Only good until this returns: it is written over. */
export type TakePiece = (tick: number, samples: Int16Array, isEnd: boolean) => void;

/** All memory is taken at the start; a tick only copies. */
export class HeardVoice {
  readonly #take: TakePiece;
  readonly #voice = new VoiceActivity({ endFrames: PAUSE_FRAMES });
  readonly #before = new FrameRing({ limit: BEFORE_FRAMES });
  readonly #samples = new Int16Array(PIECE_FRAMES * FRAME_SAMPLES);
  readonly #takeBefore = (frame: Int16Array): void => this.#append(frame);
  #frames = 0;
  #pieceTick = 0;
  /** How many frames in a row `#before` has, up to the last one. */
  #inRow = 0;
  #nextTick = 0;
  #isOpen = false;

  constructor(take: TakePiece) {
    this.#take = take;
  }

  /** Whether somebody speaks: it must be asked at each tick until it is over. */
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
    this.#inRow = Math.min(BEFORE_FRAMES, this.#inRow + 1);
    if (!isVoice) return;
    this.#isOpen = true;
    this.#pieceTick = tick - this.#inRow + 1;
    this.#inRow = 0;
    this.#before.drain(this.#takeBefore);
  }

  /** Nothing more comes of what is being said. */
  finish(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#tell(true);
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
    const at = this.#frames * FRAME_SAMPLES;
    if (frame) this.#samples.set(frame, at);
    else this.#samples.fill(0, at, at + FRAME_SAMPLES);
    this.#frames++;
    if (this.#frames === PIECE_FRAMES) this.#tell(false);
  }

  #tell(isEnd: boolean): void {
    const frames = this.#frames;
    const tick = this.#pieceTick;
    this.#frames = 0;
    this.#pieceTick += frames;
    this.#take(tick, this.#samples.subarray(0, frames * FRAME_SAMPLES), isEnd);
  }
}

function ignored(): void {
  // What is left of a gap is let go.
}
