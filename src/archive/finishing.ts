/** Makes of a segment log what a saved recording is: what is known of it, the mix as a file, waveforms, and the log itself put away. */
import type { Clock } from '../base/clock.ts';
import { Waveforms } from '../media/files/waveform.ts';
import { LogSummarizer, type LogSummary } from '../media/segments/log-summary.ts';
import { MIXED_TRACK } from '../media/segments/record.ts';
import type { SegmentReading } from '../media/segments/segment-reader.ts';
import type { KeptFact, KeptLog } from './kept-fact.ts';
import type { KeptFiles } from './kept-files.ts';
import type { KeptLogs } from './kept-logs.ts';
import { outlinedOf } from './outlined.ts';
import type { Places } from './places.ts';
import type { RecordingAbout } from './port.ts';
import { replaceLog, settleLog } from './replacing.ts';
import { shownMs } from './shown-time.ts';
import { withoutWithdrawn } from './without-withdrawn.ts';

export type FinishingOptions = { readonly files: KeptFiles; readonly logs: KeptLogs; readonly places: Places; readonly clock: Clock };

export type Finishing = {
  readonly recordingId: string;
  readonly key: Uint8Array;
  readonly kind: RecordingAbout['kind'];
  /** What is known to be missing. */
  readonly note: string | undefined;
  readonly signal: AbortSignal;
  /** Who is in it, as soon as that is known: what cannot be finished is to be found by its people all the same. */
  readonly onOutlined: (facts: readonly KeptFact[]) => Promise<void>;
};

/** What a fact can hold of an outline, in characters. */
const LONGEST_PIECE = 40_000;

/** Resolves with what is to be put on record. Once that is, what is on this machine is needed no more. May be done again from the beginning. */
export async function finished(
  options: FinishingOptions,
  { recordingId, key, kind, note, signal, onOutlined }: Finishing,
): Promise<readonly KeptFact[]> {
  const owner = { recordingId, key, edition: 0 };
  const { files, logs, clock } = options;
  const facts: KeptFact[] = [];
  const log = logs.spooled(recordingId, key);
  await settleLog(options, recordingId);
  let { summary, waveforms } = await lookedThrough(log, signal);
  const { lostBytes } = log;
  if (summary.withdrawn.size > 0) {
    await replaceLog(options, owner, withoutWithdrawn(log, summary, clock), signal);
    ({ summary, waveforms } = await lookedThrough(log, signal));
  }
  const atMs = clock.wallMs();
  const outline = outlineFacts(JSON.stringify(outlinedOf(summary)), atMs);
  await onOutlined(outline);
  // Of what is kept in words alone there is nothing to be made: who was there is all that its log says.
  if (kind === 'transcript') return [...outline, saved(atMs, summary.durationMs, [], problemOf(summary, lostBytes, note, kind))];
  if (summary.tracks.some(({ track, info }) => track === MIXED_TRACK && info?.kind === 'mixed')) {
    const source = { records: () => log, summary, signal, onProgress: () => undefined };
    const data = await files.make(owner, { kind: 'mixed' }, 'ogg', source);
    facts.push({ type: 'fileKept', atMs, data, words: undefined });
  }
  await files.putWaveforms(owner, waveforms.waveforms(summary));
  const kept = await logs.putAway(owner, signal);
  facts.push(...outline, saved(atMs, summary.durationMs, kept, problemOf(summary, lostBytes, note, kind)));
  return facts;
}

function saved(atMs: number, durationMs: number, logs: readonly KeptLog[], problem: string | undefined): KeptFact {
  return { type: 'recordingSaved', atMs, data: { durationMs, logs }, words: { problem } };
}

/** What is in a log, and how loud it is, in one pass. */
export async function lookedThrough(
  log: SegmentReading,
  signal: AbortSignal,
): Promise<{ readonly summary: LogSummary; readonly waveforms: Waveforms }> {
  const summarizer = new LogSummarizer();
  const waveforms = new Waveforms();
  for await (const record of log) {
    signal.throwIfAborted();
    summarizer.take(record);
    waveforms.take(record);
  }
  return { summary: summarizer.summary(), waveforms };
}

/** What is missing, as far as that can be told. */
function problemOf(
  { ended, durationMs, dropped, mediaBytes }: LogSummary,
  lostBytes: number,
  note: string | undefined,
  kind: RecordingAbout['kind'],
): string | undefined {
  const all: string[] = [];
  if (mediaBytes === 0 && kind !== 'transcript') all.push('nothing was said or shown while it was recorded');
  if (!ended)
    all.push(`it was cut off when the program stopped: it goes to ${shownMs(durationMs)}, and at most the second after that is lost`);
  if (lostBytes > 0) all.push(`${String(lostBytes)} bytes of its log could not be read`);
  if (dropped > 0) all.push(`${String(dropped)} packets are missing, because the disk was behind`);
  if (note !== undefined) all.push(note);
  return all.length === 0 ? undefined : all.join('; ');
}

function outlineFacts(json: string, atMs: number): readonly KeptFact[] {
  const parts = Math.max(1, Math.ceil(json.length / LONGEST_PIECE));
  return Array.from({ length: parts }, (_, part) => ({
    type: 'recordingOutlined',
    atMs,
    data: { part, parts },
    words: json.slice(part * LONGEST_PIECE, (part + 1) * LONGEST_PIECE),
  }));
}
