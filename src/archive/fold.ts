/**
 * A recording, derived from what has happened to it.
 *
 *     recording ──► finishing ──► saved ───┐
 *         │          │     ▲               ├──► erasing ──► erased
 *         │          ▼     │               │
 *         │         failed ┴───────────────┤
 *         └────────────────────────────────┘
 *
 * `erasing` is ours alone: its key is destroyed, and whoever asks is told that there is no such recording.
 */
import type { FileSummary } from '../media/files/recording-file.ts';
import type { ErasedWhy, KeptFact, KeptLog } from './kept-fact.ts';
import { outlined as outlinedSchema } from './kept-fact.ts';
import { nothingOutlined, type Outlined } from './outlined.ts';
import type { KeptRecording, Person, RecordingAbout, RecordingState } from './port.ts';

export type Kept = {
  readonly recordingId: string;
  readonly state: RecordingState | 'erasing';
  readonly kind: RecordingAbout['kind'];
  readonly startedMs: number;
  /** From its end; null for ever. */
  readonly keepMs: number | null;
  /** Undefined while the key cannot be had. */
  readonly about: Omit<RecordingAbout, 'kind'> | undefined;
  readonly endedMs: number | undefined;
  readonly savedMs: number | undefined;
  readonly durationMs: number;
  readonly problem: string | undefined;
  readonly outlined: Outlined;
  /** Pieces of an outline that is not whole yet. */
  readonly pieces: readonly string[];
  readonly files: readonly FileSummary[];
  readonly logs: readonly KeptLog[];
  /** Which of what was put away holds: 0, until something was taken out of its sound. */
  readonly edition: number;
  /** Another edition is being made, or there may be something left of one. */
  readonly isUntidy: boolean;
  /** Said by somebody; undefined where nobody has, null for ever. */
  readonly untilMs: number | null | undefined;
  readonly hold: KeptRecording['hold'];
  readonly grants: readonly Person[];
  /** How often its files could not be made, in a row. */
  readonly failures: number;
  readonly erasedWhy: ErasedWhy | undefined;
};

const nobody: Person = { id: '', name: '' };

/** Facts before the first, and after the last, change nothing. */
export function next(kept: Kept | undefined, recordingId: string, fact: KeptFact): Kept | undefined {
  if (fact.type === 'recordingStarted') return kept ?? started(recordingId, fact);
  if (!kept || kept.state === 'erased' || (kept.state === 'erasing' && fact.type !== 'recordingErased')) return kept;
  const { atMs } = fact;
  switch (fact.type) {
    case 'recordingEnded':
      return { ...kept, state: 'finishing', endedMs: fact.data.endedMs };
    case 'recordingOutlined':
      return withPiece(kept, fact.data.part, fact.data.parts, fact.words);
    case 'fileKept':
      return { ...kept, files: [...kept.files.filter((file) => !isSameFile(file, fact.data)), fact.data] };
    case 'recordingSaved': {
      const { durationMs, logs } = fact.data;
      const endedMs = kept.endedMs ?? kept.startedMs + durationMs;
      return {
        ...kept,
        state: 'saved',
        savedMs: kept.savedMs ?? atMs,
        durationMs,
        logs,
        endedMs,
        problem: fact.words?.problem,
        failures: 0,
      };
    }
    case 'finishingPutOff':
      return { ...kept, state: 'finishing', problem: fact.words?.problem };
    case 'recordingFailed':
      return { ...kept, state: 'failed', problem: fact.words?.problem, failures: kept.failures + 1 };
    case 'silencingBegan':
      return { ...kept, isUntidy: true };
    case 'soundSilenced':
      return { ...kept, edition: fact.data.edition, logs: fact.data.logs, files: [] };
    case 'silencingEnded':
      return { ...kept, isUntidy: false };
    case 'recordingRenamed':
      return kept.about && fact.words ? { ...kept, about: { ...kept.about, subject: fact.words.subject } } : kept;
    case 'accessGranted':
      return fact.words ? { ...kept, grants: [...without(kept.grants, fact.words.id), fact.words] } : kept;
    case 'accessRevoked':
      return fact.words ? { ...kept, grants: without(kept.grants, fact.words.id) } : kept;
    case 'retentionSet':
      return { ...kept, untilMs: fact.data.untilMs };
    case 'recordingHeld':
      return { ...kept, hold: { ...(fact.words ?? { reason: '', by: nobody }), sinceMs: atMs } };
    case 'recordingReleased':
      return { ...kept, hold: undefined };
    case 'erasingBegan':
      return { ...bare(kept), state: 'erasing', erasedWhy: fact.data.why };
    case 'recordingErased':
      return { ...bare(kept), state: 'erased', erasedWhy: fact.data.why };
  }
}

function started(recordingId: string, { data, words }: KeptFact & { type: 'recordingStarted' }): Kept {
  return { ...bare({ ...data, recordingId, state: 'recording' }), about: words };
}

/** With nothing that says what it was, or who was in it. */
function bare({
  recordingId,
  state,
  kind,
  startedMs,
  keepMs,
}: Pick<Kept, 'recordingId' | 'state' | 'kind' | 'startedMs' | 'keepMs'>): Kept {
  return {
    recordingId,
    state,
    kind,
    startedMs,
    keepMs,
    about: undefined,
    endedMs: undefined,
    savedMs: undefined,
    durationMs: 0,
    problem: undefined,
    outlined: nothingOutlined,
    pieces: [],
    files: [],
    logs: [],
    edition: 0,
    isUntidy: false,
    untilMs: undefined,
    hold: undefined,
    grants: [],
    failures: 0,
    erasedWhy: undefined,
  };
}

function withPiece(kept: Kept, part: number, parts: number, piece: string | undefined): Kept {
  if (piece === undefined) return kept;
  const pieces = [...(part === 0 ? [] : kept.pieces), piece];
  if (pieces.length < parts) return { ...kept, pieces };
  return { ...kept, pieces: [], outlined: outlinedSchema.parse(JSON.parse(pieces.join(''))) };
}

export function isSameFile(a: Pick<FileSummary, 'content' | 'format'>, b: Pick<FileSummary, 'content' | 'format'>): boolean {
  return a.format === b.format && JSON.stringify(a.content) === JSON.stringify(b.content);
}

function without(people: readonly Person[], id: string): readonly Person[] {
  return people.filter((person) => person.id !== id);
}
