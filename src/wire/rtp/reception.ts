/** Keeps count of one received stream, as RFC 3550 §A.1, §A.3 and §A.8 say, for the reports to its sender. */
import type { ReportBlock } from './rtcp.ts';
import { sequenceAhead, timestampAhead } from './rtp-packet.ts';

export class Reception {
  readonly #clockRate: number;
  #ssrc = -1;
  #base = 0;
  /** Highest sequence number with the count of its turns in the upper half. */
  #highest = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #jitter = 0;
  #transit = Number.NaN;
  #senderReport = 0;
  #senderReportAtMs = 0;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** Counts one packet; a new `ssrc` begins anew. */
  packet(ssrc: number, sequence: number, timestamp: number, nowMs: number): void {
    if (ssrc !== this.#ssrc) this.#begin(ssrc, sequence);
    const ahead = sequenceAhead(sequence, this.#highest & 0xffff);
    if (ahead > 0) this.#highest += ahead;
    this.#received++;
    const transit = Math.round((nowMs * this.#clockRate) / 1000) | 0;
    const relative = timestampAhead(transit, timestamp);
    if (!Number.isNaN(this.#transit)) {
      const difference = Math.abs(timestampAhead(relative, this.#transit));
      // A gap of silence is no jitter: its time stamp runs on, its packets do not come.
      if (difference < this.#clockRate) this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = relative;
  }

  senderReport(middle: number, nowMs: number): void {
    this.#senderReport = middle;
    this.#senderReportAtMs = nowMs;
  }

  /** Packets that ought to have come. */
  get expected(): number {
    return this.#ssrc < 0 ? 0 : this.#expected();
  }

  /** How unevenly they come (RFC 3550 §6.4.1). */
  get jitterMs(): number {
    return (this.#jitter * 1000) / this.#clockRate;
  }

  /** Packets that never came. */
  get lost(): number {
    return this.#ssrc < 0 ? 0 : this.#expected() - this.#received;
  }

  /** The block for the next report; it begins a new interval. Undefined while nothing has come. */
  report(nowMs: number): ReportBlock | undefined {
    if (this.#ssrc < 0) return undefined;
    const expected = this.#expected();
    const interval = expected - this.#expectedBefore;
    const lost = interval - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    return {
      ssrc: this.#ssrc,
      fractionLost: interval > 0 && lost > 0 ? lost / interval : 0,
      cumulativeLost: expected - this.#received,
      highestSequence: this.#highest >>> 0,
      jitter: Math.round(this.#jitter),
      lastSenderReport: this.#senderReport,
      sinceSenderReport: this.#senderReport === 0 ? 0 : Math.round(((nowMs - this.#senderReportAtMs) * 65_536) / 1000),
    };
  }

  #expected(): number {
    return this.#highest - this.#base + 1;
  }

  #begin(ssrc: number, sequence: number): void {
    this.#ssrc = ssrc;
    this.#base = sequence;
    this.#highest = sequence;
    this.#received = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#jitter = 0;
    this.#transit = Number.NaN;
    this.#senderReport = 0;
  }
}
