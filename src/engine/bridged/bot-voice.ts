/** What one bot says: the sound that it sends, and the keys that it presses. */
import type { Clock } from '../../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { levelDb } from '../../media/level.ts';
import type { BridgeEvent, BridgeOrder } from '../../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, type FrameHeader } from '../../wire/bridge/frame.ts';
import { Gate } from '../gate.ts';
import type { Key } from '../port.ts';
import { Arrivals } from './arrivals.ts';
import { BotKeys } from './bot-keys.ts';
import { readSamples } from './sample-order.ts';
import { SoundQueue } from './sound-queue.ts';

const SOUND_BYTES = FRAME_SAMPLES * 2;
/** That too much sound came is told once in this time. */
const FULL_EVERY_MS = 1_000;

export type BotVoiceOptions = {
  readonly legId: string;
  readonly clock: Clock;
  readonly pressed: (key: Key, sequence: number) => void;
  readonly event: (event: BridgeEvent) => void;
};

export class BotVoice {
  readonly arrivals: Arrivals = new Arrivals();
  /** How loud the last frame was, and whether that is loud enough to be heard. */
  levelDb = 0;
  isLoud = false;
  readonly #options: BotVoiceOptions;
  readonly #queue: SoundQueue;
  readonly #keys: BotKeys;
  readonly #gate = new Gate();
  #fullMs = Number.NEGATIVE_INFINITY;

  constructor(options: BotVoiceOptions) {
    const { legId, pressed, event } = options;
    this.#options = options;
    this.#queue = new SoundQueue({ marked: (name) => event({ kind: 'marked', name }) });
    this.#keys = new BotKeys({
      legId,
      pressed,
      done: (pressId) => event({ kind: 'pressed', pressId }),
      refused: (message) => event({ kind: 'problem', code: 'overLimit', message }),
    });
  }

  /** Whether it has something to say at the next tick. */
  get isBusy(): boolean {
    return this.#queue.length > 0 || this.#keys.isBusy;
  }

  /** Takes a frame of sound; what it gives back is what was wrong with it. */
  take(header: FrameHeader, message: Uint8Array): string | undefined {
    if (message.length !== FRAME_HEADER_BYTES + SOUND_BYTES) {
      return `a frame of sound has ${String(SOUND_BYTES)} bytes of media, not ${String(message.length - FRAME_HEADER_BYTES)}`;
    }
    const place = this.#queue.place();
    this.arrivals.came(header, place !== undefined, this.#options.clock.now());
    if (place) readSamples(message, FRAME_HEADER_BYTES, place);
    else this.#tellFull();
    return undefined;
  }

  press(order: Extract<BridgeOrder, { kind: 'press' }>): void {
    this.#keys.press(order);
  }

  /** Throws away the sound that waits. Marks within it are told after that: nothing is before them any more. */
  clear(): void {
    this.#options.event({ kind: 'cleared', droppedMs: this.#queue.clear() * FRAME_MS });
    this.#queue.tellMarks();
  }

  mark(name: string): void {
    if (this.#queue.mark(name)) return;
    this.#options.event({ kind: 'problem', code: 'overLimit', message: 'too many marks wait already' });
  }

  /** Nothing is left to be said, and nobody is told. */
  reset(): void {
    this.#queue.reset();
  }

  /** What is said at this tick; false if nothing is. Sound waits for keys: whoever listens for keys is to hear nothing else. */
  frame(into: Int16Array): boolean {
    const says = this.#keys.says(into) || this.#queue.frame(into);
    if (!says) return false;
    this.levelDb = levelDb(into);
    this.isLoud = this.#gate.passes(this.levelDb);
    return true;
  }

  #tellFull(): void {
    const nowMs = this.#options.clock.now();
    if (nowMs - this.#fullMs < FULL_EVERY_MS) return;
    this.#fullMs = nowMs;
    const message = 'ten seconds of sound wait to be said already: this frame and those like it are dropped';
    this.#options.event({ kind: 'problem', code: 'soundFull', message });
  }
}
