/** What somebody says and presses while they may lay the phone aside: then nothing is sent, and time passes all the same. */
import { anyOf } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { MemoryPerson } from '../../engine/memory-person.ts';
import type { Key } from '../../engine/port.ts';

const SAMPLES_PER_MS = 16;

export class HeldTalk {
  readonly #clock: Clock;
  #isHeld = false;
  /** Aborted, and a new one, when the phone is laid aside or taken up again. */
  #turn = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    const turn = this.#turn;
    this.#turn = new AbortController();
    turn.abort();
  }

  /** Takes as long as the sound is. Rejects with the reason of `signal` when that stops it. */
  async say(person: MemoryPerson, sound: Int16Array, signal: AbortSignal | undefined): Promise<void> {
    const startMs = this.#clock.now();
    let at = 0;
    while (at < sound.length) {
      const turn = this.#turn.signal;
      const either = { signal: anyOf(signal, turn) };
      try {
        if (!this.#isHeld) return await person.say(sound.subarray(at), either);
        await this.#clock.sleep((sound.length - at) / SAMPLES_PER_MS, either);
        return;
      } catch (error) {
        if (signal?.aborted || !turn.aborted) throw error;
      }
      at = Math.round((this.#clock.now() - startMs) * SAMPLES_PER_MS);
    }
  }

  async press(person: MemoryPerson, key: Key, ms: number): Promise<void> {
    await (this.#isHeld ? this.#clock.sleep(ms) : person.press(key, { ms }));
  }
}
