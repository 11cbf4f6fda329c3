/**
 * Puts packets back in order and plays them at an even pace, with no more delay than the network makes necessary.
 *
 *     waiting ──(enough is here)──▶ playing ──(nothing came for three frames)──▶ waiting
 *
 * Bounded: 64 packets; what is late, double or beyond that is dropped. Pauses of a sender that is silent (its time
 * stamps go on, its sequence numbers do not) end playing, and the next packet begins it anew.
 */
import { sequenceAhead, timestampAhead } from '../wire/rtp/rtp-packet.ts';
import { FRAME_MS } from './frame.ts';

const CAPACITY = 64;
const LEAST_MS = 40;
const MOST_MS = 200;
/** So many made-up frames before we say that the sender pauses. */
const PATIENCE = 3;
/** After so many old packets in a row the sender has begun anew. */
const RESTART_AFTER = 10;
/** Share by which the remembered jitter shrinks with each packet: half in seven seconds. */
const FORGET = 0.998;
/** So many pulls with too much in store before something is left out. */
const SURPLUS_PULLS = 25;

type Slot = { sequence: number; isFilled: boolean; isSkip: boolean; isLeftOut: boolean; bytes: Uint8Array; length: number };

/** What the next 20 ms are: a packet, one to be made up, a packet that was no sound, or silence. */
export type Pulled = 'packet' | 'lost' | 'skip' | 'none';

export class JitterBuffer {
  readonly #clockRate: number;
  readonly #slots: Slot[];
  #hasBegun = false;
  #isFresh = true;
  #isPlaying = false;
  #next = 0;
  #highest = 0;
  #count = 0;
  #waited = 0;
  #misses = 0;
  #old = 0;
  #surplus = 0;
  #packetMs = FRAME_MS;
  #lastSequence = 0;
  #lastTimestamp = 0;
  #elapsed = 0;
  #base = 0;
  #spread = 0;
  #pulled: Slot | undefined;
  /** Packets that came after their turn, and packets that were made up because those after them had come: a pause is none. */
  late = 0;
  lost = 0;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
    this.#slots = Array.from({ length: CAPACITY }, () => ({
      sequence: 0,
      isFilled: false,
      isSkip: false,
      isLeftOut: false,
      bytes: new Uint8Array(256),
      length: 0,
    }));
  }

  /** Takes a packet; its payload is copied. `isSkip`: it takes a place in the order but holds no sound (a key). */
  push(sequence: number, timestamp: number, payload: Uint8Array, nowMs: number, isSkip: boolean = false): void {
    if (!this.#hasBegun) this.#restart(sequence, timestamp, nowMs);
    if (!isSkip) this.#measure(sequence, timestamp, nowMs);
    const ahead = sequenceAhead(sequence, this.#next);
    if (ahead < 0 && !this.#moveBack(ahead, sequence)) {
      this.late++;
      if (++this.#old < RESTART_AFTER) return;
      this.#restart(sequence, timestamp, nowMs);
    } else if (ahead >= CAPACITY) {
      this.#restart(sequence, timestamp, nowMs);
    }
    this.#old = 0;
    const slot = this.#slot(sequence);
    if (slot.isFilled) return;
    if (slot.bytes.length < payload.length) slot.bytes = new Uint8Array(payload.length);
    slot.bytes.set(payload);
    slot.length = payload.length;
    slot.sequence = sequence;
    slot.isSkip = isSkip;
    slot.isLeftOut = false;
    slot.isFilled = true;
    this.#count++;
    if (this.#count === 1 || sequenceAhead(sequence, this.#highest) > 0) this.#highest = sequence;
  }

  /** Takes note of a packet that came and is not kept, for nobody says anything in it: there playing ends, and nothing is made up for it. */
  leaveOut(sequence: number): void {
    const ahead = sequenceAhead(sequence, this.#next);
    if (!this.#hasBegun || ahead < 0) return;
    if (!this.isActive) {
      this.#next = (sequence + 1) & 0xffff;
      return;
    }
    const slot = this.#slot(sequence);
    if (ahead >= CAPACITY || slot.isFilled) return;
    slot.sequence = sequence;
    slot.isLeftOut = true;
  }

  /** Moves on by one packet. */
  pull(): Pulled {
    this.#pulled = undefined;
    if (!this.#isPlaying && !this.#mayBegin()) return 'none';
    const slot = this.#slot(this.#next);
    if (slot.isFilled) {
      this.#misses = 0;
      this.#take(slot);
      return slot.isSkip ? 'skip' : 'packet';
    }
    if (this.#isLeftOut(slot)) return this.#pause();
    if (this.#count > 0) {
      this.#next = (this.#next + 1) & 0xffff;
      this.lost++;
      return 'lost';
    }
    if (++this.#misses <= PATIENCE) return 'lost';
    return this.#pause();
  }

  /** The payload that `pull` gave, good until the next `push`. */
  get payload(): Uint8Array {
    const slot = this.#pulled;
    return slot ? slot.bytes.subarray(0, slot.length) : NOTHING;
  }

  /** After a loss: the payload of the packet right after it, if that is here. */
  get following(): Uint8Array | undefined {
    const slot = this.#slot(this.#next);
    return slot.isFilled && !slot.isSkip ? slot.bytes.subarray(0, slot.length) : undefined;
  }

  /** True now and then while more is in store than the network's jitter asks for: leave out a frame. */
  get hasSurplus(): boolean {
    const surplusMs = this.#isPlaying ? this.depthMs - this.targetMs : 0;
    this.#surplus = surplusMs > 2 * FRAME_MS ? this.#surplus + 1 : 0;
    if (this.#surplus < SURPLUS_PULLS && surplusMs <= MOST_MS) return false;
    this.#surplus = 0;
    return true;
  }

  /** How much sound is in store. */
  get depthMs(): number {
    return this.#count === 0 ? 0 : (sequenceAhead(this.#highest, this.#next) + 1) * this.#packetMs;
  }

  /** How much ought to be in store. */
  get targetMs(): number {
    return Math.min(MOST_MS, Math.max(LEAST_MS, Math.ceil(this.#spread / FRAME_MS) * FRAME_MS + FRAME_MS));
  }

  /** Whether a `pull` may give sound now or soon. */
  get isActive(): boolean {
    return this.#isPlaying || this.#count > 0;
  }

  #mayBegin(): boolean {
    if (this.#count === 0) return false;
    if (this.depthMs < this.targetMs && this.#waited * FRAME_MS < this.targetMs) {
      this.#waited++;
      return false;
    }
    while (!this.#slot(this.#next).isFilled) this.#next = (this.#next + 1) & 0xffff;
    this.#isPlaying = true;
    this.#isFresh = false;
    this.#misses = 0;
    this.#surplus = 0;
    return true;
  }

  /** The sender says nothing: what comes next begins anew, with as much in store as at first. */
  #pause(): 'none' {
    while (this.#isLeftOut(this.#slot(this.#next))) this.#next = (this.#next + 1) & 0xffff;
    this.#isPlaying = false;
    this.#waited = 0;
    return 'none';
  }

  #isLeftOut(slot: Slot): boolean {
    return slot.isLeftOut && slot.sequence === this.#next;
  }

  #take(slot: Slot): void {
    slot.isFilled = false;
    this.#pulled = slot;
    this.#count--;
    this.#next = (this.#next + 1) & 0xffff;
  }

  /** Before anything was played, a packet from before the first one is welcome. */
  #moveBack(ahead: number, sequence: number): boolean {
    if (!this.#isFresh || ahead < -PATIENCE) return false;
    this.#next = sequence;
    return true;
  }

  /** How much later than the quickest did this packet come? The quickest is forgotten slowly, for clocks drift. */
  #measure(sequence: number, timestamp: number, nowMs: number): void {
    const step = timestampAhead(timestamp, this.#lastTimestamp);
    const stepMs = (step * 1000) / this.#clockRate;
    if (sequenceAhead(sequence, this.#lastSequence) === 1 && stepMs >= 10 && stepMs <= 120) this.#packetMs = stepMs;
    this.#elapsed += stepMs;
    this.#lastSequence = sequence;
    this.#lastTimestamp = timestamp;
    const delay = nowMs - this.#elapsed - this.#base;
    if (delay < 0 || delay > 2_000) {
      this.#base += delay;
      this.#spread *= FORGET;
      return;
    }
    this.#base += delay * 0.001;
    this.#spread = Math.max(delay, this.#spread * FORGET);
  }

  #restart(sequence: number, timestamp: number, nowMs: number): void {
    for (const slot of this.#slots) {
      slot.isFilled = false;
      slot.isLeftOut = false;
    }
    this.#hasBegun = true;
    this.#isFresh = true;
    this.#isPlaying = false;
    this.#next = sequence;
    this.#highest = sequence;
    this.#count = 0;
    this.#waited = 0;
    this.#misses = 0;
    this.#old = 0;
    this.#lastSequence = sequence;
    this.#lastTimestamp = timestamp;
    this.#elapsed = 0;
    this.#base = nowMs;
  }

  #slot(sequence: number): Slot {
    const slot = this.#slots[sequence % CAPACITY];
    if (!slot) throw new TypeError(`no slot for sequence number ${String(sequence)}`);
    return slot;
  }
}

const NOTHING = new Uint8Array(0);
