/** Recording a caller: the options, the outcome, and the key that comes late. */
import type { Cancel } from '../base/cancel.ts';
import type { CarrierCall, RecordOutcome } from '../call/platform.ts';
import type { Asker } from './ask.ts';
import { BotError } from './errors.ts';
import type { VoiceOptions } from './speaker.ts';
import type { Speakable } from './sounds.ts';

export type RecordAnswerOptions = VoiceOptions & {
  /** Said first. */
  readonly prompt?: Speakable | undefined;
  /** 60 s, at most 120. */
  readonly maxMs?: number | undefined;
  /** Ends after so much silence: 5 s. */
  readonly silenceMs?: number | undefined;
  /** Any of these keys ends it: `#`. */
  readonly stopKeys?: readonly string[] | undefined;
  /** Whether a tone says that it begins: yes. */
  readonly beep?: boolean | undefined;
};
export type RecordedAnswer = Extract<RecordOutcome, { kind: 'recorded' | 'silent' | 'ended' }>;

/** The carrier may tell of the key that ended a recording a moment after the recording's end. */
const LATE_STOP_KEY_MS = 1_000;

/** Rejects with `bot/record-failed` when the carrier cannot record, or with the signal's reason. */
export async function recordAnswer(
  carrier: Pick<CarrierCall, 'record'>,
  { speaker, typed }: Asker,
  { prompt, maxMs = 60_000, silenceMs = 5_000, stopKeys = ['#'], beep = true, voice, signal }: RecordAnswerOptions & Cancel,
): Promise<RecordedAnswer> {
  signal?.throwIfAborted();
  const sound = prompt === undefined ? undefined : await speaker.prepare(prompt, { voice, signal });
  const times = { initialSilenceMs: silenceMs, maxSilenceMs: silenceMs, maxDurationMs: maxMs };
  typed.clear();
  const outcome = speaker.ended ?? (await carrier.record({ prompt: sound, bargeIn: false, beep, stopKeys, ...times, signal }));
  const keyIsLate = outcome.kind === 'recorded' && outcome.endedBy === 'stopKey' && !stopKeys.some((key) => typed.has(key));
  typed.clear();
  if (keyIsLate) typed.forgive(stopKeys, LATE_STOP_KEY_MS);
  signal?.throwIfAborted();
  if (outcome.kind === 'recorded' || outcome.kind === 'silent' || outcome.kind === 'ended') return outcome;
  const why = outcome.kind === 'failed' ? outcome.message : 'the carrier cancelled it';
  throw new BotError('bot/record-failed', `the caller could not be recorded: ${why}`);
}
