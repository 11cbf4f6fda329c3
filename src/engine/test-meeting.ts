/** A meeting of many that lasts long, for tests and benches: now and then somebody speaks, each with a pitch of her own. */
import type { VirtualClock } from '../base/virtual-clock.ts';
import type { CodecName } from '../media/codec.ts';
import { SAMPLE_RATE } from '../media/frame.ts';
import { sine } from '../media/tones.ts';
import { LocalEngine } from './local-engine.ts';
import type { HearSound } from './memory-hearing.ts';
import { MemoryPeers } from './memory-peer.ts';
import type { MemoryPerson } from './memory-person.ts';

export type TestMeetingOptions = {
  readonly clock: VirtualClock;
  readonly people: number;
  readonly codec?: CodecName;
  /** What somebody hears, by her number; what nobody asks for is counted and let go. */
  readonly hear?: Readonly<Record<number, HearSound>>;
};

export type Plan = {
  /** How long it lasts. */
  readonly ms: number;
  /** In so many pieces somebody speaks, evenly spread, each as long as `pieceMs`; the first at the very beginning. */
  readonly pieces: number;
  readonly pieceMs: number;
};

export class TestMeeting implements AsyncDisposable {
  readonly engine: LocalEngine;
  /** Milliseconds of sound that arrived at ears, in all. */
  heardMs = 0;
  readonly lost: string[] = [];
  readonly #clock: VirtualClock;
  readonly #people: MemoryPerson[] = [];

  private constructor(clock: VirtualClock, engine: LocalEngine) {
    this.#clock = clock;
    this.engine = engine;
    engine.facts.on('legLost', ({ legId, reason }) => void this.lost.push(`${legId}: ${reason}`));
  }

  static async open({ clock, people, codec = 'l16', hear = {} }: TestMeetingOptions): Promise<TestMeeting> {
    const peers = new MemoryPeers({ clock });
    const meeting = new TestMeeting(clock, new LocalEngine({ clock, peers }));
    meeting.engine.send({ kind: 'openRoom', roomId: 'room' });
    for (let number = 0; number < people; number++) {
      const listens = hear[number];
      const person = await peers.person({
        codec,
        hear: (sound, atMs) => {
          meeting.heardMs += sound.length / 16;
          listens?.(sound, atMs);
        },
      });
      await meeting.engine.connect({ roomId: 'room', legId: String(number), offer: person.offer });
      meeting.#people.push(person);
    }
    await clock.advance(100);
    return meeting;
  }

  /** Holds it from beginning to end; whoever is next speaks the next piece. */
  async hold({ ms, pieces, pieceMs }: Plan): Promise<void> {
    const from = this.#clock.now();
    for (let piece = 0; piece < pieces; piece++) {
      await this.#clock.advance(from + (piece * ms) / pieces - this.#clock.now());
      const speaker = piece % this.#people.length;
      void this.#people[speaker]?.say(this.#soundOf(speaker, pieceMs));
    }
    await this.#clock.advance(from + ms - this.#clock.now());
  }

  /** No two are alike, nor multiples of each other. */
  pitchOf(number: number): number {
    return 440 + number * 37;
  }

  #soundOf(number: number, ms: number): Int16Array {
    const sound = new Int16Array((ms * SAMPLE_RATE) / 1000);
    // Whole periods of every pitch: one second after the other makes one tone.
    const second = sine({ hertz: [this.pitchOf(number)], ms: 1_000 }, 0.2);
    for (let at = 0; at < sound.length; at += SAMPLE_RATE) sound.set(second.subarray(0, sound.length - at), at);
    return sound;
  }

  async ticks(): Promise<number> {
    return (await this.engine.health())[0]?.ticks ?? 0;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.engine[Symbol.asyncDispose]();
  }
}
