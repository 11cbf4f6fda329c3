/** A known sound that seems to have begun: follows it frame by frame to its end, to where it is cut off, and through what is lost. */
import { type BandSound, POINTS_PER_MS, STRIDE } from './band-sound.ts';
import type { BandTrack } from './band-track.ts';
import { gapsIn, isGarbled } from './gaps.ts';
import type { Span } from './heard.ts';
import { laidOver, turnOf } from './laid-over.ts';
import { placeWithin } from './place-within.ts';
import { FRAME_MS, FRAME_POINTS, type Voiceprint } from './voiceprint.ts';

/** It is there in a frame when, 50 ms to both sides, it has at least this share of its strength. */
const REACH_FRAMES = 5;
const LEAST_SHARE = 0.4;
/** 200 ms of it missing: perhaps it came earlier or later than it should, by up to 100 ms. 800 ms: it is over. */
const LATE_FRAMES = 20;
const LATE_POINTS = 400;
/** It must be as like as this, before and after. */
const LATE_LIKE = 0.5;
const OVER_FRAMES = 80;
/** Fewer frames at the end may be lost, and it is whole nevertheless. */
const TAIL_FRAMES = 11;
/** What arrived is nothing when it is so far below what should have. */
const NOTHING = 10 ** -1.6;

/** What was worked out from all frames, until more is heard. */
type Memo = { heardFrames?: number; explained?: number; there?: { readonly sounding: number; readonly there: number } };

export class Following {
  readonly print: Voiceprint;
  /** Made as far as it was followed. */
  readonly sound: BandSound;
  /** The point of the ear where the sound's own beginning lies. */
  readonly at: number;
  readonly #delay: number;
  readonly #strengths: Float64Array;
  readonly #arrived: Float64Array;
  readonly #due: Float64Array;
  readonly #places: Int32Array;
  #place: number;
  #turn: readonly [number, number];
  #gain: number;
  #next: number;
  /** The last frame in which it was there. */
  #last: number;
  #missing = 0;
  /** From this frame on it was looked for elsewhere: once. */
  #soughtFrom = -1;
  #isOver = false;
  /** Counts whatever was heard of it: nothing else here changes while this is the same. */
  #revision = 0;
  #memo: Memo = {};

  /** `sample`: where it begins, counted from time 0. The track must reach to the end of the head. */
  constructor(print: Voiceprint, sample: number, track: BandTrack) {
    this.print = print;
    this.at = Math.floor(sample / STRIDE);
    this.#delay = sample - this.at * STRIDE;
    this.sound = print.sound(this.#delay, print.first * FRAME_POINTS + print.headPoints);
    const frames = print.sounding.length;
    this.#strengths = new Float64Array(frames);
    this.#arrived = new Float64Array(frames);
    this.#due = new Float64Array(frames);
    this.#place = this.at;
    this.#places = new Int32Array(frames).fill(this.at);
    const from = print.first * FRAME_POINTS;
    const head = laidOver(track, this.at + from, this.sound, from, from + print.headPoints);
    this.#turn = turnOf(head.re, head.im);
    this.#gain = Math.hypot(head.re, head.im) / head.due;
    this.#next = print.first;
    this.#last = print.first - 1;
  }

  get revision(): number {
    return this.#revision;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get isWhole(): boolean {
    return this.#isOver && (this.#last >= this.print.last - TAIL_FRAMES || this.#isTailGarbled());
  }

  /** The frame after the last in which it was there; all of them once it is whole. */
  get heardFrames(): number {
    return (this.#memo.heardFrames ??= this.isWhole ? this.print.last : Math.max(this.print.first, this.#last + 1));
  }

  /** Milliseconds of the ear. */
  get fromMs(): number {
    return this.at / POINTS_PER_MS + this.print.first * FRAME_MS;
  }

  get toMs(): number {
    return this.msOf(this.heardFrames - 1) + FRAME_MS;
  }

  /** When that frame begins. */
  msOf(frame: number): number {
    return this.placeIn(frame) / POINTS_PER_MS + frame * FRAME_MS;
  }

  /** The point of the ear from which that frame is counted: another, once some sound was left out or put in. */
  placeIn(frame: number): number {
    return this.#places[frame] ?? this.#place;
  }

  /** The frames of which something may lie between two points of the ear. */
  framesBetween(from: number, to: number): readonly [first: number, end: number] {
    if (this.isShifted) return [this.print.first, this.heardFrames];
    const first = Math.floor((from - this.at) / FRAME_POINTS);
    return [Math.max(this.print.first, first), Math.min(this.heardFrames, Math.ceil((to - this.at) / FRAME_POINTS))];
  }

  get isShifted(): boolean {
    return this.#place !== this.at;
  }

  /** The phase, as a complex number of length 1, by which what arrives differs from the sound. */
  get turn(): readonly [number, number] {
    return this.#turn;
  }

  /** As amplitude; 1 is as loud as it was made. */
  get gain(): number {
    return this.#gain;
  }

  /** In dB, by the frame in the middle when all are put in order, so that lost ones count for nothing. */
  get gainDb(): number {
    const { heardFrames } = this;
    const gains: number[] = [];
    for (let frame = this.print.first; frame < heardFrames; frame++) {
      const [strength, due] = [this.#strengths[frame] ?? 0, this.#due[frame] ?? 0];
      if (this.print.sounding[frame] !== 0 && due > 0 && strength > 0) gains.push(strength / due);
    }
    return 20 * Math.log10(gains.toSorted((a, b) => a - b)[gains.length >> 1] ?? this.#gain);
  }

  /** The energy of what it explains. */
  get explained(): number {
    return (this.#memo.explained ??= this.#gain * this.#sum(this.#strengths));
  }

  /** How like it is, 0 to 1, where it was not lost. */
  get likeness(): number {
    const strength = this.#sum(this.#strengths);
    const [arrived, due] = [this.#sum(this.#arrived), this.#sum(this.#due)];
    return arrived * due === 0 ? 0 : Math.min(1, Math.max(0, strength / Math.sqrt(arrived * due)));
  }

  /** Whether it was there in most of the frames up to now, so that it is no accident. */
  isThere(leastShare: number): boolean {
    const { sounding, there } = (this.#memo.there ??= this.#counted());
    return there >= sounding * leastShare && there > 0;
  }

  /** Frames that sound, among those that were heard. */
  get soundingFrames(): number {
    return (this.#memo.there ??= this.#counted()).sounding;
  }

  /** Nothing to be heard there: a pause of the sound itself, or lost. */
  isSilentIn(frame: number): boolean {
    return this.print.sounding[frame] === 0 || this.#isLost(frame);
  }

  /** As amplitude, over the 110 ms about a frame; 0 where it was lost. */
  gainIn(frame: number): number {
    if (this.#isLost(frame)) return 0;
    const [strength, due] = this.#about(frame);
    return due <= 0 ? 0 : Math.min(this.#gain * 1.5, Math.max(0, strength / due));
  }

  get gaps(): readonly Span[] {
    return gapsIn(this, (frame) => this.#isLost(frame));
  }

  /** It has been missing for a while: it must be sought, or given up, before it can be followed. */
  get isLost(): boolean {
    return !this.#isOver && this.#missing >= LATE_FRAMES && this.#last >= this.#soughtFrom;
  }

  giveUp(): void {
    this.#isOver = true;
    this.#changed();
  }

  /** Hears what is new on the track. */
  follow(track: BandTrack): void {
    while (!this.#isOver && !this.isLost && this.#place + (this.#next + 1) * FRAME_POINTS <= track.end && this.#next < this.print.last) {
      this.#measure(this.#next++, track);
      this.#judge(this.#next - 1 - REACH_FRAMES);
      if (this.#missing >= OVER_FRAMES) this.#isOver = true;
    }
    if (this.#isOver || this.isLost || this.#next < this.print.last) return;
    for (let frame = this.print.last - REACH_FRAMES; frame < this.print.last; frame++) this.#judge(frame);
    this.#gain = this.#gainOf();
    this.#isOver = true;
    this.#changed();
  }

  #counted(): { readonly sounding: number; readonly there: number } {
    const { heardFrames } = this;
    let sounding = 0;
    let there = 0;
    for (let frame = this.print.first; frame < heardFrames; frame++) {
      if (this.print.sounding[frame] === 0) continue;
      sounding++;
      if (this.#isThereIn(frame)) there++;
    }
    return { sounding, there };
  }

  #changed(): void {
    this.#revision++;
    this.#memo = {};
  }

  #measure(frame: number, track: BandTrack): void {
    this.#changed();
    const from = frame * FRAME_POINTS;
    this.print.sound(this.#delay, from + FRAME_POINTS);
    const { re, im, due, arrived } = laidOver(track, this.#place + from, this.sound, from, from + FRAME_POINTS);
    this.#places[frame] = this.#place;
    this.#strengths[frame] = re * this.#turn[0] + im * this.#turn[1];
    this.#due[frame] = due;
    this.#arrived[frame] = arrived;
  }

  #judge(frame: number): void {
    if (frame < this.print.first || this.print.sounding[frame] === 0) return;
    if (frame <= this.#last) return;
    if (this.#isThereIn(frame)) {
      this.#last = frame;
      this.#missing = 0;
      if (frame % 10 === 0) this.#gain = this.#gainOf();
    } else this.#missing++;
  }

  #isThereIn(frame: number): boolean {
    const [strength, due] = this.#about(frame);
    return strength > LEAST_SHARE * this.#gain * due;
  }

  #about(frame: number): readonly [strength: number, due: number] {
    let strength = 0;
    let due = 0;
    const to = Math.min(this.#next, frame + REACH_FRAMES + 1);
    for (let i = Math.max(this.print.first, frame - REACH_FRAMES); i < to; i++) {
      strength += this.#strengths[i] ?? 0;
      due += this.#due[i] ?? 0;
    }
    return [strength, due];
  }

  #isLost(frame: number): boolean {
    return (this.#arrived[frame] ?? 0) < NOTHING * this.#gain ** 2 * (this.#due[frame] ?? 0);
  }

  /** Over the frames in which it was not lost. */
  #gainOf(): number {
    let [strength, due] = [0, 0];
    for (let frame = this.print.first; frame <= this.#last; frame++) {
      if (this.#isLost(frame)) continue;
      strength += this.#strengths[frame] ?? 0;
      due += this.#due[frame] ?? 0;
    }
    return due > 0 && strength > 0 ? strength / due : this.#gain;
  }

  /** Loss at its very end: something as strong came, made up by the receiver. */
  #isTailGarbled(): boolean {
    if (this.#next < this.print.last) return false;
    return isGarbled(this.#last + 1, this.print.last, (frame) => (this.#arrived[frame] ?? 0) / (this.#gain ** 2 * (this.#due[frame] ?? 0)));
  }

  #sum(values: Float64Array): number {
    const { heardFrames } = this;
    let sum = 0;
    for (let frame = this.print.first; frame < heardFrames; frame++) if (!this.#isLost(frame)) sum += values[frame] ?? 0;
    return sum;
  }

  /** A receiver may leave out or put in some sound: goes on where the rest of it lies. */
  seek(track: BandTrack): void {
    const frame = this.#last + 1;
    const from = frame * FRAME_POINTS;
    const to = this.#next * FRAME_POINTS - LATE_POINTS;
    this.#soughtFrom = frame;
    if (this.likeness < LATE_LIKE || frame - this.print.first < LATE_FRAMES) return;
    const best = placeWithin(track, this.sound, { from, to, around: this.#place + from, reach: LATE_POINTS });
    if (best.likeness < Math.max(LATE_LIKE, this.likeness * 0.6)) return;
    this.#place = best.at - from;
    this.#turn = best.turn;
    this.#next = frame;
    this.#missing = 0;
    this.#changed();
  }
}
