/** Aid for tests: people who speak into ears, in virtual time, and all that becomes of it. */
import { seededRandom } from '../../base/random.ts';
import type { VirtualClock } from '../../base/virtual-clock.ts';
import { FRAME_MS, SILENT_FRAME } from '../../media/frame.ts';
import type { Segment } from '../segment.ts';
import type { SpeakerEar } from './port.ts';
import { spokenFrame } from './test-recogniser.ts';
import { Transcriber, type TranscriberOptions } from './transcriber.ts';

export class TestMeeting {
  readonly clock: VirtualClock;
  readonly transcriber: Transcriber;
  /** Every revision, in order. */
  readonly revisions: Segment[] = [];
  readonly ears: SpeakerEar[] = [];
  /** Frames that each has said. */
  readonly said: number[] = [];
  #atMs = 0;

  constructor(clock: VirtualClock, people: number, options: Omit<TranscriberOptions, 'clock' | 'random'>) {
    this.clock = clock;
    this.transcriber = new Transcriber({ clock, random: seededRandom(7), ...options });
    for (let who = 0; who < people; who++) this.join(who);
  }

  get atMs(): number {
    return this.#atMs;
  }

  join(who: number): void {
    this.said[who] = 0;
    this.ears[who] = this.transcriber.open(
      { speakerId: String(who), name: `Person ${String(who)}` },
      { onSegment: (segment) => void this.revisions.push(segment) },
    );
  }

  /** 20 ms in which those speak, and the others are silent. */
  async tick(...speaking: readonly number[]): Promise<void> {
    for (const [who, ear] of this.ears.entries()) {
      if (speaking.includes(who)) ear.push(spokenFrame(who, this.said[who]!++), this.#atMs);
      else ear.push(SILENT_FRAME, this.#atMs);
    }
    this.#atMs += FRAME_MS;
    await this.clock.advance(FRAME_MS);
  }

  async ticks(ms: number, ...speaking: readonly number[]): Promise<void> {
    for (let at = 0; at < ms; at += FRAME_MS) await this.tick(...speaking);
  }

  /** The clock of frames jumps. */
  jump(ms: number): void {
    this.#atMs += ms;
  }

  async end(): Promise<void> {
    const ended = this.transcriber[Symbol.asyncDispose]();
    // Longer than anything waits.
    await this.clock.advance(120_000);
    await ended;
  }

  /** What holds of each segment, in the order in which they appeared, without those that were taken back. */
  held(): Segment[] {
    const newest = new Map<string, Segment>();
    for (const segment of this.revisions) {
      const before = newest.get(segment.segmentId);
      if (segment.revision !== (before?.revision ?? 0) + 1) throw new Error(`revision ${String(segment.revision)} is out of order`);
      newest.set(segment.segmentId, segment);
    }
    return [...newest.values()].filter(({ state }) => state !== 'removed');
  }
}
