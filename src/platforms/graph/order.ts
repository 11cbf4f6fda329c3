/** Putting in order what the service tells of a call: its messages come late, twice and in the wrong order. */
import type { Clock, Timer } from '../../base/clock.ts';
import { mayFollow, type CallState } from '../../call/call-state.ts';
import type { Call, ToneInfo } from '../../wire/graph/call.ts';
import type { ChangeType } from '../../wire/graph/notification.ts';
import { keyOfTone } from '../../wire/graph/tone.ts';
import { explainEnd } from './explain-end.ts';

/**
 * Where a message takes a call; undefined when it is late, repeated, or about something else.
 * Graph docs, api/call-answer: "Call establishing/established notifications may arrive out of order."
 */
export function nextState(state: CallState, changeType: ChangeType, call: Call): CallState | undefined {
  const next = stateIn(state, changeType, call);
  if (!next || !mayFollow(state.status, next.status)) return undefined;
  const saysNothingNew =
    next.status === state.status && (next.status !== 'connected' || state.status !== 'connected' || next.hasSound === state.hasSound);
  return saysNothingNew ? undefined : next;
}

function stateIn(state: CallState, changeType: ChangeType, call: Call): CallState | undefined {
  if (changeType === 'deleted' || call.state === 'terminated') return { status: 'ended', reason: explainEnd(call.resultInfo) };
  if (call.state === 'establishing') return { status: 'connecting' };
  if (call.state !== 'established') return undefined;
  // While a transfer is under way, `established` means its failure, and only if it comes with a result.
  if (state.status === 'transferring') return hasFailed(call) ? { status: 'connected', hasSound: true } : undefined;
  const hadSound = state.status === 'connected' && state.hasSound;
  return { status: 'connected', hasSound: hadSound || call.mediaState?.audio === 'active' };
}

/** Whether this `established` says that a transfer did not come about. */
export function hasFailed(call: Call): boolean {
  return call.state === 'established' && call.resultInfo != null && call.resultInfo.code >= 300;
}

/** How long a key waits for one that was pressed before it and has not come yet. */
const GAP_MS = 250;
/** How many sequence ids are remembered, so that a repeat is known as one. */
const REMEMBERED = 64;

/** Keys by their sequence id: each once, in order; a gap that does not close in a quarter of a second is passed over. */
export class KeyOrder {
  readonly #clock: Clock;
  readonly #told: (key: string) => void;
  readonly #waiting = new Map<number, string | undefined>();
  readonly #seen = new Set<number>();
  #next: number | undefined;
  #gap: Timer | undefined;

  constructor({ clock, told }: { readonly clock: Clock; readonly told: (key: string) => void }) {
    this.#clock = clock;
    this.#told = told;
  }

  heard({ sequenceId, tone }: ToneInfo): void {
    if (this.#seen.has(sequenceId)) return;
    this.#seen.add(sequenceId);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value ?? sequenceId);
    this.#next ??= sequenceId;
    this.#waiting.set(sequenceId, keyOfTone(tone));
    this.#tellDue();
  }

  /** Forgets what waits; nothing is told after. */
  end(): void {
    this.#gap?.[Symbol.dispose]();
    this.#waiting.clear();
  }

  #tellDue(): void {
    // What comes after its place was passed over is late, yet it was pressed: better now than never.
    for (const sequence of this.#sorted()) if (sequence <= (this.#next ?? 0)) this.#tell(sequence);
    this.#gap?.[Symbol.dispose]();
    const [first] = this.#sorted();
    if (first === undefined) return;
    this.#gap = this.#clock.after(GAP_MS, () => {
      this.#next = first;
      this.#tellDue();
    });
  }

  #tell(sequence: number): void {
    const key = this.#waiting.get(sequence);
    this.#waiting.delete(sequence);
    this.#next = Math.max(this.#next ?? 0, sequence + 1);
    if (key !== undefined) this.#told(key);
  }

  #sorted(): number[] {
    return [...this.#waiting.keys()].sort((a, b) => a - b);
  }
}
