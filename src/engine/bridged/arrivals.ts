/** How the sound of a bot comes in, and whether it takes what is sent, from one question to the next. */
import type { FrameHeader } from '../../wire/bridge/frame.ts';
import type { LegQuality } from '../port.ts';

/** RFC 3550 §6.4.1: how much of a deviation counts. */
const SHARE = 1 / 16;
/** A pause is no jitter. */
const PAUSE_MS = 1_000;

export class Arrivals {
  #came = 0;
  #missing = 0;
  #sequence = -1;
  #jitterMs = 0;
  #delayMs = Number.NaN;
  #sentBefore = 0;
  #unsentBefore = 0;

  /** A frame of sound came; `isKept` is false if there was no place for it. */
  came({ sequence, timestampUs }: FrameHeader, isKept: boolean, nowMs: number): void {
    const skipped = this.#sequence < 0 ? 0 : (sequence - this.#sequence - 1) >>> 0;
    // Anything but a short gap is a stream that has begun anew.
    if (skipped > 0 && skipped < 1_000) this.#missing += skipped;
    this.#sequence = sequence;
    if (isKept) this.#came++;
    else this.#missing++;
    if (timestampUs === 0) return;
    const delayMs = nowMs - timestampUs / 1_000;
    const deviation = Math.abs(delayMs - this.#delayMs);
    this.#delayMs = delayMs;
    if (deviation < PAUSE_MS) this.#jitterMs += (deviation - this.#jitterMs) * SHARE;
  }

  /** `sent` and `unsent` are all frames that went out to the bot, and that were left out because it does not read. */
  drain(sent: number, unsent: number): LegQuality | undefined {
    const [came, missing] = [this.#came, this.#missing];
    const [gone, held] = [sent - this.#sentBefore, unsent - this.#unsentBefore];
    this.#came = 0;
    this.#missing = 0;
    this.#sentBefore = sent;
    this.#unsentBefore = unsent;
    if (came + missing + gone + held === 0) return undefined;
    return {
      ...(came + missing > 0 ? { in: { loss: missing / (came + missing), jitterMs: this.#jitterMs } } : {}),
      ...(gone + held > 0 ? { out: { loss: held / (gone + held), jitterMs: 0 } } : {}),
    };
  }
}
