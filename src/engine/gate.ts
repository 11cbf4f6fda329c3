/** Keeps what is too quiet to be heard out of the mix, with a tail so that no word loses its end. */

/** Quieter than this is not mixed; what was louder is mixed for so many frames more. */
const GATE_DB = -60;
const GATE_FRAMES = 20;

export class Gate {
  #open = 0;

  /** Whether a frame of that loudness is let through. */
  passes(levelDb: number): boolean {
    if (levelDb > GATE_DB) this.#open = GATE_FRAMES;
    else if (this.#open > 0) this.#open--;
    return this.#open > 0;
  }
}
