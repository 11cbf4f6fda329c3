/** How much lower those are heard who are spoken over: down quickly when the one above begins, up slowly a while after she has stopped. */

/** Frames from as loud as ever to as low as wanted, from low to loud, and how long it stays low in the pauses of speech. */
const DOWN_FRAMES = 4;
const UP_FRAMES = 20;
const STAY_FRAMES = 25;

export class Duck {
  readonly #low: number;
  readonly #sources: ReadonlySet<string>;
  /** How loud the others are at the begin of this tick and at its end: 1 is as loud as ever. In between it goes straight. */
  from = 1;
  to = 1;
  #tick = -1;
  #stay = 0;

  constructor(sources: ReadonlySet<string>, downDb: number) {
    this.#sources = sources;
    this.#low = 10 ** (-Math.abs(downDb) / 20);
  }

  /** Whether the others are heard lower while this one speaks. */
  isOver(legId: string): boolean {
    return this.#sources.has(legId);
  }

  /** Of those who are heard at this tick. Ticks may be left out where nobody is. */
  tick(sounding: readonly { readonly legId: string }[], tick: number): void {
    const missed = this.#tick < 0 ? 0 : tick - this.#tick - 1;
    this.#tick = tick;
    if (missed > 0) this.#pass(missed);
    this.from = this.to;
    for (const { legId } of sounding) if (this.#sources.has(legId)) return this.#goDown();
    this.#pass(1);
  }

  #goDown(): void {
    this.#stay = STAY_FRAMES;
    this.to = Math.max(this.#low, this.to - (1 - this.#low) / DOWN_FRAMES);
  }

  #pass(frames: number): void {
    const stays = Math.min(frames, this.#stay);
    this.#stay -= stays;
    this.to = Math.min(1, this.to + ((frames - stays) * (1 - this.#low)) / UP_FRAMES);
  }
}

/** The ducks of somebody who listens; two who have the same have the same `key`. */
export type Ducking = { readonly key: string; readonly ducks: readonly Duck[] };

/** As low as the lowest of them has it. */
export function lowered(sound: Int16Array, ducks: readonly Duck[]): void {
  let from = 1;
  let to = 1;
  for (const duck of ducks) {
    from = Math.min(from, duck.from);
    to = Math.min(to, duck.to);
  }
  if (from === 1 && to === 1) return;
  const step = (to - from) / sound.length;
  for (let i = 0, gain = from; i < sound.length; i++, gain += step) sound[i] = Math.round((sound[i] ?? 0) * gain);
}
