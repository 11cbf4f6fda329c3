/** What became of a playPrompt or a recordResponse, read out of the operation's end. Most of the codes are undocumented, so words are read too. */
import type { PlayOutcome, RecordOutcome } from '../../call/platform.ts';
import { readWav, writeWav } from '../../media/wav.ts';
import type { Operation } from '../../wire/graph/operation.ts';

type Recorded = Extract<RecordOutcome, { kind: 'recorded' }>;

export function playOutcome(operation: Operation): Exclude<PlayOutcome, { kind: 'ended' }> {
  if (wasCancelled(operation)) return { kind: 'stopped' };
  return operation.status === 'completed' ? { kind: 'played' } : { kind: 'failed', message: whyFailed(operation) };
}

/** `fetchable` means that there is a recording to be downloaded. */
export function recordEnd(
  operation: Operation,
): { readonly kind: 'fetchable'; readonly endedBy: Recorded['endedBy'] } | Exclude<RecordOutcome, Recorded | { kind: 'ended' }> {
  if (heardNothing(operation)) return { kind: 'silent' };
  if (operation.recordingLocation) return { kind: 'fetchable', endedBy: whatEnded(operation) };
  if (wasCancelled(operation)) return { kind: 'stopped' };
  return { kind: 'failed', message: whyFailed(operation) };
}

/** A downloaded recording. Teams answers `application/octet-stream`: mostly a WAV file, else it is taken for bare samples. */
export function recorded(bytes: Uint8Array, endedBy: Recorded['endedBy']): RecordOutcome {
  if (bytes.length === 0) return { kind: 'silent' };
  const isWav = String.fromCharCode(...bytes.subarray(0, 4)) === 'RIFF';
  const samples = isWav ? readWav(bytes) : new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 2))).buffer);
  return { kind: 'recorded', wav: writeWav(samples), durationMs: Math.round(samples.length / 16), endedBy };
}

function whatEnded(operation: Operation): Recorded['endedBy'] {
  const reason = operation.completionReason?.toLowerCase();
  const subcode = operation.resultInfo?.subcode;
  if (reason === 'stoptonedetected' || subcode === 8514) return 'stopKey';
  if (reason === 'maxrecorddurationreached' || subcode === 8515) return 'maxDuration';
  if (reason === 'maxsilencetimeout' || subcode === 8509) return 'silence';
  const words = operation.resultInfo?.message ?? '';
  if (/stop tone/i.test(words)) return 'stopKey';
  if (/max(imum)? (record )?duration/i.test(words)) return 'maxDuration';
  return /silence/i.test(words) ? 'silence' : 'unknown';
}

function heardNothing({ completionReason, resultInfo }: Operation): boolean {
  if (completionReason?.toLowerCase() === 'initialsilencetimeout' || resultInfo?.subcode === 8510) return true;
  return /initial silence/i.test(resultInfo?.message ?? '');
}

function wasCancelled({ completionReason, resultInfo }: Operation): boolean {
  return /cancell?ed$/i.test(completionReason ?? '') || resultInfo?.subcode === 8508;
}

function whyFailed({ resultInfo, completionReason }: Operation): string {
  return resultInfo?.message ?? completionReason ?? 'the service did not say why';
}
