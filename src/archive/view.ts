/** A recording as it is shown: what is on record of it, and while it is recorded what is known so far. */
import type { Kept } from './fold.ts';
import type { Outlined } from './outlined.ts';
import type { KeptRecording, RecordingAbout } from './port.ts';
import { keptUntilOf } from './retention.ts';

export type SoFar = { readonly outlined?: Outlined | undefined; readonly durationMs: number };

const unknown: Omit<RecordingAbout, 'kind'> = { madeBy: { id: '', name: '' }, subject: '', callId: '' };
const LOCKED = 'its key cannot be had from the vault at the moment: what it is about, and its files, cannot be opened';

export function viewOf(kept: Kept, soFar?: SoFar): KeptRecording {
  const { recordingId, kind, state, startedMs, endedMs, savedMs, files, hold, grants, about } = kept;
  return {
    ...(about ?? unknown),
    kind,
    recordingId,
    // Whoever asks for what is being deleted is told that there is none.
    state: state === 'erasing' ? 'erased' : state,
    startedMs,
    endedMs,
    savedMs,
    durationMs: Math.max(kept.durationMs, soFar?.durationMs ?? 0),
    problem: about ? kept.problem : LOCKED,
    ...(soFar?.outlined ?? kept.outlined),
    files,
    keptUntilMs: keptUntilOf(kept),
    hold,
    grants,
  };
}
