/**
 * What a bot says over the media bridge: sounds of several hands one after the other, sent at most a second ahead of what is heard,
 * so that whoever interrupts has silence within a tick, and what others had handed over is said all the same.
 */
import type { Clock, Timer } from '../../../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../../media/frame.ts';
import type { BridgeLine } from './bridge-line.ts';
import type { SelfSound } from './self-sound.ts';
import { soundFrame } from './sound-frame.ts';

/** So much is sent ahead of what is heard. */
const AHEAD_MS = 1_000;
/** When so much less is ahead, more is sent: a few messages at once are cheaper than one every tick. */
const MORE_AT_MS = 800;
/** A piece of a frame waits so long for what follows it. */
const TAIL_MS = 60;
/** More frames than can be on their way. */
const MOST_SENT = 60;

/** Whoever hands sound over, so that theirs alone can be thrown away. */
export type Speech = {
  /** Resolves when all of it has been sent, which is at most a second before its end is heard. `onBegin` is called when its first sample is sent. */
  put(samples: Int16Array, onBegin?: () => void): Promise<void>;
  /** Resolves when all that was handed over up to now, by anybody, has been heard. */
  said(): Promise<void>;
  /** Throws away what has not been heard yet; what waits for it settles. */
  drop(): void;
};

type Item =
  | {
      readonly kind: 'sound';
      readonly owner: object;
      readonly samples: Int16Array;
      at: number;
      readonly done: () => void;
      begin: (() => void) | undefined;
    }
  | { readonly kind: 'mark'; readonly owner: object; readonly done: () => void };
type Sent =
  | { readonly kind: 'frame'; readonly owner: object; readonly samples: Int16Array }
  | { readonly kind: 'mark'; readonly name: string; readonly item: Item };

export class SoundOut {
  readonly #line: BridgeLine;
  readonly #clock: Clock;
  readonly #self: SelfSound;
  readonly #queue: Item[] = [];
  /** What may not have been heard yet, oldest first. */
  #sent: Sent[] = [];
  readonly #frame: Int16Array = new Int16Array(FRAME_SAMPLES);
  #filled = 0;
  #owner: object = this;
  #sequence = 0;
  #marks = 0;
  /** When what was sent will have been heard. */
  #heardAtMs = 0;
  #timer: Timer | undefined;
  #isOver = false;
  /** Whose sound is thrown away, while the bridge has not said yet how much that was. */
  #dropping: Set<object> | undefined;

  constructor({ line, clock, self }: { readonly line: BridgeLine; readonly clock: Clock; readonly self: SelfSound }) {
    this.#line = line;
    this.#clock = clock;
    this.#self = self;
  }

  open(): Speech {
    const owner = {};
    return {
      put: (samples, begin) => this.#add((done) => ({ kind: 'sound', owner, samples, at: 0, done, begin })),
      said: () => this.#add((done) => ({ kind: 'mark', owner, done })),
      drop: () => this.#drop((other) => other === owner),
    };
  }

  /** Silence within a tick: all that waits is thrown away, and whoever waits for it goes on. */
  hush(): void {
    this.#drop(() => true);
  }

  marked(name: string): void {
    const at = this.#sent.findIndex((each) => each.kind === 'mark' && each.name === name);
    if (at < 0) return;
    const [mark] = this.#sent.slice(at, at + 1);
    this.#sent = this.#sent.slice(at + 1);
    if (mark?.kind === 'mark') mark.item.done();
    this.#pump();
  }

  /** The bridge has thrown away the end of what was sent: what was not meant goes out again. */
  cleared(droppedMs: number): void {
    const dropping = this.#dropping;
    this.#dropping = undefined;
    if (!dropping) return;
    this.#heardAtMs = this.#clock.now();
    const frames = Math.round(droppedMs / FRAME_MS);
    this.#self.dropped(frames);
    this.#again(dropping, frames);
    this.#pump();
  }

  /** The bridge is there (again). What was on its way counts as said. */
  ready(): void {
    const dropping = this.#dropping ?? new Set();
    this.#dropping = undefined;
    this.#heardAtMs = this.#clock.now();
    this.#again(dropping, 0);
    this.#pump();
  }

  /** The call is over: nobody waits any more. */
  end(): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
    for (const each of this.#sent) if (each.kind === 'mark') each.item.done();
    for (const item of this.#queue.splice(0)) item.done();
    this.#sent = [];
  }

  #add(item: (done: () => void) => Item): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#queue.push(item(resolve));
      this.#pump();
    });
  }

  #drop(isMeant: (owner: object) => boolean): void {
    const meant = this.#queue.filter(({ owner }) => isMeant(owner));
    const rest = this.#queue.filter(({ owner }) => !isMeant(owner));
    this.#queue.splice(0, this.#queue.length, ...rest);
    const owners = new Set(this.#sent.map((each) => (each.kind === 'frame' ? each.owner : each.item.owner)).filter(isMeant));
    if (this.#filled > 0 && isMeant(this.#owner)) this.#filled = 0;
    const isOnItsWay =
      this.#sent.some((each) => each.kind === 'frame' && owners.has(each.owner)) && this.#clock.now() < this.#heardAtMs + FRAME_MS * 5;
    for (const item of meant) item.done();
    if (isOnItsWay && this.#dropping) for (const owner of owners) this.#dropping.add(owner);
    else if (isOnItsWay && this.#line.isReady) {
      // The answer may come within the turn.
      this.#dropping = owners;
      this.#line.order({ kind: 'clear' });
    } else this.#forgetMarks(owners);
    this.#pump();
  }

  #forgetMarks(owners: ReadonlySet<object>): void {
    this.#sent = this.#sent.filter((each) => {
      if (each.kind !== 'mark' || !owners.has(each.item.owner)) return true;
      each.item.done();
      return false;
    });
  }

  /** The last `frames` of what was sent were not heard: those of others than `dropped`, and all marks after, wait again. */
  #again(dropped: ReadonlySet<object>, frames: number): void {
    let left = frames;
    let from = this.#sent.length;
    while (from > 0 && left > 0) if (this.#sent[--from]?.kind === 'frame') left--;
    const again = this.#sent.flatMap((each, at): Item[] => {
      if (each.kind === 'mark' && dropped.has(each.item.owner)) {
        each.item.done();
        return [];
      }
      if (each.kind === 'mark') return [each.item];
      if (at < from || dropped.has(each.owner)) return [];
      return [{ kind: 'sound', owner: each.owner, samples: each.samples, at: 0, done: nothing, begin: undefined }];
    });
    this.#sent = [];
    this.#queue.unshift(...again);
  }

  #pump(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (!this.#line.isReady || this.#dropping) return;
    for (let item = this.#queue[0]; item; item = this.#queue[0]) {
      if (this.#aheadMs() >= AHEAD_MS) break;
      if (item.kind === 'sound' && !this.#fill(item)) continue;
      this.#queue.shift();
      if (item.kind === 'mark') this.#mark(item);
      else item.done();
    }
    this.#sleep();
  }

  /** Sends whole frames of it; true once all of it is sent, or waits for what follows. */
  #fill(item: Extract<Item, { kind: 'sound' }>): boolean {
    item.begin?.();
    item.begin = undefined;
    const count = Math.min(FRAME_SAMPLES - this.#filled, item.samples.length - item.at);
    this.#frame.set(item.samples.subarray(item.at, item.at + count), this.#filled);
    this.#owner = item.owner;
    this.#filled += count;
    item.at += count;
    if (this.#filled === FRAME_SAMPLES) this.#flush();
    return item.at >= item.samples.length;
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const samples = this.#frame.slice(0, this.#filled);
    this.#filled = 0;
    this.#line.send(soundFrame(samples, this.#sequence++));
    this.#sent.push({ kind: 'frame', owner: this.#owner, samples });
    if (this.#sent.length > MOST_SENT * 2) this.#sent = this.#sent.filter((each, at) => each.kind === 'mark' || at >= MOST_SENT);
    const fromMs = Math.max(this.#heardAtMs, this.#clock.now());
    this.#self.sent(samples, fromMs);
    this.#heardAtMs = fromMs + FRAME_MS;
  }

  #mark(item: Item): void {
    this.#flush();
    const name = `said-${String(++this.#marks)}`;
    this.#sent.push({ kind: 'mark', name, item });
    this.#line.order({ kind: 'mark', name });
  }

  #aheadMs(): number {
    return this.#heardAtMs - this.#clock.now();
  }

  #sleep(): void {
    if (this.#queue.length > 0) this.#timer = this.#clock.after(Math.max(FRAME_MS, this.#aheadMs() - MORE_AT_MS), () => this.#pump());
    else if (this.#filled > 0) this.#timer = this.#clock.after(Math.max(TAIL_MS, this.#aheadMs() - TAIL_MS), () => this.#flush());
  }
}

function nothing(): void {}
