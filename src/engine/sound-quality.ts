/** How the sound of one peer fares, both ways, from one question to the next. */
import { middleOfNtp, type ReportBlock } from '../wire/rtp/rtcp.ts';
import type { Reception } from '../wire/rtp/reception.ts';
import type { LegQuality } from './port.ts';

type Out = NonNullable<LegQuality['out']>;

export class SoundQuality {
  /** Frames that were decoded or made up. */
  frames = 0;
  readonly #reception: Reception;
  readonly #clockRate: number;
  #expected = 0;
  #lost = 0;
  #framesBefore = 0;
  #madeUpBefore = 0;
  /** The last report that the peer sent of our stream, and the one that was last when somebody asked. */
  #report: ReportBlock | undefined;
  #reportBefore: ReportBlock | undefined;
  #roundTripMs: number | undefined;
  #sentMiddle = -1;
  #sentMs = 0;

  constructor(reception: Reception, clockRate: number) {
    this.#reception = reception;
    this.#clockRate = clockRate;
  }

  /** A report of what we sent goes out. */
  sent(wallMs: number, nowMs: number): void {
    this.#sentMiddle = middleOfNtp(wallMs);
    this.#sentMs = nowMs;
  }

  /** The peer reports how it receives us. */
  reported(report: ReportBlock, nowMs: number): void {
    this.#report = report;
    // RFC 3550 §6.4.1: our report came back with how long it lay there. Only the last one is known here.
    if (report.lastSenderReport !== this.#sentMiddle) return;
    this.#roundTripMs = Math.max(0, nowMs - this.#sentMs - (report.sinceSenderReport * 1000) / 65_536);
  }

  /** The figures since the last question; undefined if nothing came or went. `madeUp` is how many frames were made up in all. */
  drain(madeUp: number): LegQuality | undefined {
    const { expected, lost, jitterMs } = this.#reception;
    // A stream that has begun anew counts from nothing.
    const isNew = expected < this.#expected;
    const came = expected - (isNew ? 0 : this.#expected);
    const missing = lost - (isNew ? 0 : this.#lost);
    const frames = this.frames - this.#framesBefore;
    const made = Math.max(0, madeUp - (madeUp < this.#madeUpBefore ? 0 : this.#madeUpBefore));
    this.#expected = expected;
    this.#lost = lost;
    this.#framesBefore = this.frames;
    this.#madeUpBefore = madeUp;
    const out = this.#drainOut();
    if (came <= 0 && !out) return undefined;
    return {
      ...(came > 0 ? { in: { loss: share(missing, came), jitterMs } } : {}),
      ...(out ? { out } : {}),
      ...(frames > 0 ? { concealed: share(made, frames) } : {}),
    };
  }

  #drainOut(): Out | undefined {
    const report = this.#report;
    const before = this.#reportBefore;
    this.#reportBefore = report;
    if (!report) return undefined;
    const sent = report.highestSequence - (before?.highestSequence ?? report.highestSequence);
    if (before && sent <= 0) return undefined;
    const loss = before ? share(report.cumulativeLost - before.cumulativeLost, sent) : report.fractionLost;
    const jitterMs = (report.jitter * 1000) / this.#clockRate;
    return { loss, jitterMs, ...(this.#roundTripMs === undefined ? {} : { roundTripMs: this.#roundTripMs }) };
  }
}

function share(part: number, whole: number): number {
  return Math.min(1, Math.max(0, part / whole));
}
