/** Everything that people did in a lab, in order: what a page of the run shows, and what a replay does again. */
import type { Clock } from '../../base/clock.ts';

/** `say` has the sound, 16 kHz. */
export type LabDeed = {
  /** On the lab's clock. */
  readonly atMs: number;
  readonly who: { readonly userId: string; readonly name: string };
  readonly callId: string;
} & DeedDone;

export type DeedDone =
  | { readonly kind: 'dial'; readonly number: string }
  | { readonly kind: 'join'; readonly meeting: string }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'say'; readonly sound: Int16Array; readonly text?: string | undefined }
  /** In a meeting or a group call; `what` as “raise a hand”. */
  | { readonly kind: 'takePart'; readonly what: string }
  | { readonly kind: 'answer' | 'decline' | 'hangUp' | 'lost' | 'mute' | 'unmute' | 'hold' | 'resume' };

export class DeedLog {
  readonly all: LabDeed[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(who: LabDeed['who'], callId: string, deed: DeedDone): void {
    this.all.push({ atMs: this.#clock.now(), who: { userId: who.userId, name: who.name }, callId, ...deed });
  }
}
