/** Keys pressed by a hosted leg: the others hear their two tones, and each is told at its start. */
import { keyTone } from '../media/dtmf.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import type { FactTeller, Operation, OperationCommand } from './operation.ts';
import { Playback } from '../media/playback.ts';
import type { Key } from './port.ts';

/** No sending of keys is longer, whatever is asked for. */
const LONGEST_KEYS_MS = 120_000;

type KeysCommand = Extract<OperationCommand, { kind: 'sendKeys' }>;

export class KeysOperation implements Operation {
  readonly operationId: string;
  readonly isListening = false;
  readonly #legId: string;
  readonly #facts: FactTeller;
  readonly #pressed: (key: Key) => void;
  readonly #keys: readonly Key[];
  /** Samples from the start of one key to the start of the next. */
  readonly #step: number;
  readonly #playback: Playback;
  #told = 0;
  #at = 0;
  #outcome: 'completed' | 'cancelled' | undefined;

  /** Throws a `RangeError` if the times are none, or too long. */
  constructor(command: KeysCommand, facts: FactTeller, pressed: (key: Key) => void) {
    check(command);
    const { legId, operationId, keys, toneMs, gapMs } = command;
    this.operationId = operationId;
    this.#legId = legId;
    this.#facts = facts;
    this.#pressed = pressed;
    this.#keys = keys;
    const tones = new Map(keys.map((key) => [key, keyTone(key, toneMs)]));
    const gap = new Int16Array(Math.round((gapMs * SAMPLE_RATE) / 1000));
    this.#step = Math.round((toneMs * SAMPLE_RATE) / 1000) + gap.length;
    this.#playback = new Playback(keys.flatMap((key, i) => [...(i === 0 ? [] : [gap]), tones.get(key) ?? gap]));
    this.#notice();
  }

  get hasEnded(): boolean {
    return this.#outcome !== undefined;
  }

  says(into: Int16Array): boolean {
    const isSpeaking = this.#playback.frame(into);
    this.#at += FRAME_SAMPLES;
    // Whoever is told of a key may cancel the keys after it.
    while (!this.hasEnded && this.#told < this.#keys.length && this.#told * this.#step < this.#at) this.#press();
    this.#notice();
    return isSpeaking;
  }

  hears(): void {}

  key(): void {}

  nextTick(after: number): number {
    return after;
  }

  cancel(): void {
    this.#outcome ??= 'cancelled';
  }

  tellEnd(): void {
    if (!this.#outcome) return;
    this.#facts.tell('keysEnded', { legId: this.#legId, operationId: this.operationId, outcome: this.#outcome });
  }

  #press(): void {
    const key = this.#keys[this.#told++];
    if (key !== undefined) this.#pressed(key);
  }

  #notice(): void {
    if (this.#playback.hasEnded) this.#outcome ??= 'completed';
  }
}

function check({ keys, toneMs, gapMs }: KeysCommand): void {
  if (!(toneMs > 0) || !(gapMs >= 0)) {
    throw new RangeError(`keys are held for more than 0 ms with a gap of 0 ms or more, not ${String(toneMs)} and ${String(gapMs)}`);
  }
  const ms = keys.length * toneMs + (keys.length - 1) * gapMs;
  if (ms > LONGEST_KEYS_MS) {
    throw new RangeError(
      `${String(keys.length)} keys take ${String(ms)} ms, and ${String(LONGEST_KEYS_MS)} are the most: send fewer at once`,
    );
  }
}
