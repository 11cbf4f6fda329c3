/** Which stretches of time there was sound in, of one speaker: neighbours are one stretch. */

/** Smaller holes are none: packets that were lost. */
const HOLE_MS = 200;

export class HeardStretches {
  readonly #stretches: { fromMs: number; toMs: number }[] = [];

  /** In order of time. */
  add(fromMs: number, toMs: number): void {
    const last = this.#stretches.at(-1);
    if (last && fromMs - last.toMs <= HOLE_MS) last.toMs = Math.max(last.toMs, toMs);
    else this.#stretches.push({ fromMs, toMs });
  }

  /** How much of that time, 0 … 1. */
  share(fromMs: number, toMs: number): number {
    let ms = 0;
    for (const each of this.#stretches) ms += Math.max(0, Math.min(toMs, each.toMs) - Math.max(fromMs, each.fromMs));
    return ms / Math.max(1, toMs - fromMs);
  }
}
