/** Whether a peer loses so much of what we send that it should be sent it in a way that bears losses: judged by its own reports. */
import type { ReportBlock } from '../wire/rtp/rtcp.ts';

/** From this share lost on, smoothed, it is much. */
const MUCH = 0.03;
/** It is much no longer once every report for this long tells less than that share. */
const LITTLE = 0.01;
const LITTLE_FOR_MS = 15_000;
/** Fewer packets tell nothing: one of ten lost would be 10 %. */
const TELLING_PACKETS = 50;
/** More than that between two reports is a counter begun anew. */
const MOST_PACKETS = 65_536;

export class ReportedLoss {
  #highest: number;
  #lost = 0;
  #smoothed = 0;
  #littleSinceMs = Number.NaN;
  #isMuch = false;

  /** `sequence` is that of the packet before the first one. */
  constructor(sequence: number) {
    this.#highest = sequence;
  }

  get isMuch(): boolean {
    return this.#isMuch;
  }

  /** The peer reports how it receives us (RFC 3550 §6.4.1). Counted from report to report: some of these are lost as well. */
  reported({ highestSequence, cumulativeLost }: ReportBlock, nowMs: number): void {
    const packets = highestSequence - this.#highest;
    if (packets >= 0 && packets < TELLING_PACKETS) return;
    const share = Math.min(1, Math.max(0, (cumulativeLost - this.#lost) / packets));
    this.#highest = highestSequence;
    this.#lost = cumulativeLost;
    if (packets > 0 && packets < MOST_PACKETS) this.#judge(share, nowMs);
  }

  #judge(share: number, nowMs: number): void {
    this.#smoothed += (share - this.#smoothed) / 2;
    if (share >= LITTLE) this.#littleSinceMs = Number.NaN;
    else if (Number.isNaN(this.#littleSinceMs)) this.#littleSinceMs = nowMs;
    if (nowMs - this.#littleSinceMs >= LITTLE_FOR_MS) {
      this.#isMuch = false;
      this.#smoothed = share;
    } else if (this.#smoothed >= MUCH) this.#isMuch = true;
  }
}
