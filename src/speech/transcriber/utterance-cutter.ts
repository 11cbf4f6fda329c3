/** Finds speech in the sound of one person and cuts it into utterances: from silence to silence, or at the softest place of what is too long. */
import { FRAME_MS, FRAME_SAMPLES, msOf, SILENT_FRAME } from '../../media/frame.ts';
import { levelDb } from '../../media/level.ts';
import { VoiceActivity } from '../../media/voice-activity.ts';
import type { Speaker } from '../segment.ts';
import { Utterance } from './utterance.ts';

/** Kept from before speech was noticed: the soft beginning of a word. */
const BEFORE_FRAMES = 15;
/** The newest of them are what it was noticed by. */
const NOTICED_MS = 3 * FRAME_MS;
/** So long a silence ends an utterance: 400 ms. */
const END_FRAMES = 20;
/** From here on a short pause ends it as well. */
const LONG_SAMPLES = 12 * 16_000;
const PAUSE_FRAMES = 6;
/** From here on it is held back, until the softest place of what was held back is known. */
const HOLD_SAMPLES = 16 * 16_000;
const LONGEST_SAMPLES = 18 * 16_000;
const HELD_FRAMES = (LONGEST_SAMPLES - HOLD_SAMPLES) / FRAME_SAMPLES;
/** A soft place is so wide: 100 ms. */
const SOFT_FRAMES = 5;
/** Frames may be so much earlier than those before them by jitter; more is a clock that was turned back. */
const BACKWARDS_MS = 200;

export class UtteranceCutter {
  readonly #voice = new VoiceActivity({ endFrames: END_FRAMES });
  readonly #before = new Int16Array(BEFORE_FRAMES * FRAME_SAMPLES);
  readonly #heldLevels = new Float32Array(HELD_FRAMES + 1);
  readonly #onBegun: (utterance: Utterance) => void;
  #speaker: Speaker;
  /** Where the next sample is kept, and how many are. */
  #place = 0;
  #beforeSamples = 0;
  #held = 0;
  #isHolding = false;
  #open: Utterance | undefined;
  #nextAtMs = Number.NaN;
  #hasNews = false;

  /** `onBegun` is called from within `push`: it may only note the utterance down. */
  constructor(speaker: Speaker, onBegun: (utterance: Utterance) => void) {
    this.#speaker = speaker;
    this.#onBegun = onBegun;
  }

  get isSpeech(): boolean {
    return this.#open !== undefined;
  }

  /** While somebody speaks: how long they have been silent by now. */
  get quietMs(): number {
    return this.#voice.quietFrames * FRAME_MS;
  }

  /** Takes sound. True if there is something new to be read: an utterance begun, a further piece, an end. */
  push(samples: Int16Array, atMs: number): boolean {
    this.#hasNews = false;
    this.#keepTime(atMs);
    for (let from = 0; from < samples.length; from += FRAME_SAMPLES)
      this.#frame(samples, from, Math.min(samples.length, from + FRAME_SAMPLES));
    return this.#hasNews;
  }

  /** Whoever speaks from now on. What was begun stays that of whoever began it. */
  rename(speaker: Speaker): void {
    if (speaker.speakerId !== this.#speaker.speakerId) this.finish();
    this.#speaker = speaker;
  }

  /** Nothing came for a while: that was silence. */
  lapse(): void {
    for (let i = 0; i < END_FRAMES; i++) this.#frame(SILENT_FRAME, 0, FRAME_SAMPLES);
    this.finish();
  }

  /** Nothing comes any more, or another speaks: what is open is over. */
  finish(): void {
    this.#close(this.#voice.quietFrames * FRAME_MS);
    this.#voice.silence(END_FRAMES);
    this.#beforeSamples = 0;
    this.#nextAtMs = Number.NaN;
  }

  /** What did not come is silence, so that places in an utterance are times. Between utterances the times of frames are taken as they are. */
  #keepTime(atMs: number): void {
    const lateMs = atMs - this.#nextAtMs;
    if (lateMs >= FRAME_MS) {
      const frames = Math.floor(lateMs / FRAME_MS);
      for (let i = Math.min(frames, END_FRAMES); i > 0; i--) this.#frame(SILENT_FRAME, 0, FRAME_SAMPLES);
      if (frames > END_FRAMES) {
        this.#voice.silence(frames - END_FRAMES);
        this.#beforeSamples = 0;
      }
    } else if (lateMs < -BACKWARDS_MS) {
      this.finish();
      this.#hasNews = true;
    }
    if (!this.#open) this.#nextAtMs = atMs;
  }

  #frame(samples: Int16Array, from: number, to: number): void {
    const isSpeech = this.#voice.pushLevel(levelDb(samples, from, to));
    this.#nextAtMs += msOf(to - from);
    if (this.#open) {
      if (this.#open.add(samples, from, to)) this.#hasNews = true;
      if (isSpeech) this.#keepShort(this.#open, samples, from, to);
      else this.#close(END_FRAMES * FRAME_MS);
      return;
    }
    this.#remember(samples, from, to);
    // After a cut at a pause, what follows begins with its first sound.
    if (isSpeech && this.#voice.quietFrames === 0) this.#begin();
  }

  #begin(): void {
    const keptMs = msOf(this.#beforeSamples);
    this.#open = new Utterance(this.#speaker, this.#nextAtMs - keptMs, Math.max(0, keptMs - NOTICED_MS));
    const first = this.#place - this.#beforeSamples;
    if (first < 0) this.#open.add(this.#before, first + this.#before.length, this.#before.length);
    this.#open.add(this.#before, Math.max(0, first), this.#place);
    this.#beforeSamples = 0;
    this.#hasNews = true;
    this.#onBegun(this.#open);
  }

  #close(tailMs: number): void {
    this.#open?.end(tailMs);
    if (this.#open) this.#hasNews = true;
    this.#open = undefined;
    this.#isHolding = false;
  }

  #keepShort(open: Utterance, samples: Int16Array, from: number, to: number): void {
    if (open.samples < LONG_SAMPLES) return;
    if (this.#voice.quietFrames >= PAUSE_FRAMES) return this.#close(PAUSE_FRAMES * FRAME_MS);
    if (this.#isHolding) {
      this.#heldLevels[this.#held++] = levelDb(samples, from, to);
      if (this.#held >= HELD_FRAMES) this.#cutSoftest(open);
    } else if (open.samples >= HOLD_SAMPLES) {
      open.holdBack();
      this.#isHolding = true;
      this.#held = 0;
    }
  }

  /** In the middle of the softest stretch of what was held back. */
  #cutSoftest(open: Utterance): void {
    if (open.isDropped) return this.#close(0);
    let softest = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (let at = 0; at + SOFT_FRAMES <= this.#held; at++) {
      let sum = 0;
      for (let i = at; i < at + SOFT_FRAMES; i++) sum += this.#heldLevels[i] ?? 0;
      if (sum >= lowest) continue;
      lowest = sum;
      softest = at;
    }
    const cut = open.samples - (this.#held - softest - Math.floor(SOFT_FRAMES / 2)) * FRAME_SAMPLES;
    const rest = open.cutAt(cut);
    this.#isHolding = false;
    this.#hasNews = true;
    this.#open = new Utterance(open.speaker, open.atMs + open.durationMs, 0);
    this.#open.add(rest, 0, rest.length);
    this.#onBegun(this.#open);
  }

  /** In silence the newest frames are kept, the oldest written over. */
  #remember(samples: Int16Array, from: number, to: number): void {
    const before = this.#before;
    let place = this.#place;
    for (let at = from; at < to; at++) {
      before[place++] = samples[at] ?? 0;
      if (place === before.length) place = 0;
    }
    this.#place = place;
    this.#beforeSamples = Math.min(before.length, this.#beforeSamples + to - from);
  }
}
