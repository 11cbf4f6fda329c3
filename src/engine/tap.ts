/** Keeps what one peer says, in pieces: from just before a voice begins until it has been silent for a while. */
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import { FrameRing } from '../media/frame-ring.ts';
import { VoiceActivity } from '../media/voice-activity.ts';
import { writeWav } from '../media/wav.ts';

/** What came just before it was clear that somebody speaks. */
const BEFORE_FRAMES = 15;
/** A pause of so long ends a piece; shorter ones are within it. */
const PAUSE_FRAMES = 25;
const LONGEST_SECONDS = 20;

type TapPiece = { readonly atMs: number; readonly wav: Uint8Array };

export type TapOptions = {
  /** The tick at which the tap begins. */
  readonly fromTick: number;
  readonly told: (piece: TapPiece) => void;
};

/** All memory is taken at the start; a tick only copies. A piece that is over is copied once more, into its WAV file. */
export class Tap {
  readonly #options: TapOptions;
  readonly #voice = new VoiceActivity({ endFrames: PAUSE_FRAMES });
  readonly #before = new FrameRing({ limit: BEFORE_FRAMES });
  readonly #samples = new Int16Array(LONGEST_SECONDS * SAMPLE_RATE);
  readonly #takeBefore = (frame: Int16Array): void => this.#append(frame);
  #length = 0;
  /** The tick of the first frame of the piece. */
  #pieceTick = 0;
  /** How many frames in a row `#before` has, up to the last one. */
  #inRow = 0;
  #nextTick: number;
  #isOpen = false;

  constructor(options: TapOptions) {
    this.#options = options;
    this.#nextTick = options.fromTick;
  }

  /** Whether a piece has begun: it must be asked at each tick until it is over. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes what is said at this tick, or nothing. Ticks may be left out where nothing is said. */
  hear(frame: Int16Array | undefined, tick: number): void {
    const missed = tick - this.#nextTick;
    this.#nextTick = tick + 1;
    if (missed > 0) this.#silence(missed);
    if (!frame) return this.#silence(1);
    const isVoice = this.#voice.push(frame);
    if (this.#isOpen) this.#append(frame);
    else {
      this.#before.push(frame);
      this.#inRow = Math.min(BEFORE_FRAMES, this.#inRow + 1);
      if (isVoice) this.#open(tick);
      return;
    }
    if (!isVoice) this.finish();
  }

  /** Ends the piece that is being kept, and tells it. */
  finish(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#tell();
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
    if (to < this.#samples.length) return;
    const frames = to / FRAME_SAMPLES;
    this.#tell();
    this.#pieceTick += frames;
  }

  #tell(): void {
    const length = this.#length;
    this.#length = 0;
    if (length === 0) return;
    const { fromTick, told } = this.#options;
    told({ atMs: Math.max(0, this.#pieceTick - fromTick) * FRAME_MS, wav: writeWav(this.#samples.subarray(0, length)) });
  }
}

function ignored(): void {
  // What is left of a gap is let go.
}
