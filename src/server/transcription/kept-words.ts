/** A transcript that the switchboard keeps: with the recording that it makes of the same call, or as an entry of its own. */
import type { OpenRecording, RecordingArchive } from '../../archive/port.ts';
import type { RedactionOptions } from '../../speech/redaction/redaction.ts';
import type { RedactedSpan } from '../../speech/redaction/redaction.ts';
import type { Segment, SpokenWord, TranslatedSegment } from '../../speech/segment.ts';
import type { TranscriptAbout } from '../../switchboard/transcribing/house-speech.ts';
import type { OpenTranscript, TranscriptArchive } from '../../transcripts/port.ts';

export type KeepingPlaces = {
  readonly archive: Pick<RecordingArchive, 'begin'>;
  readonly transcripts: Pick<TranscriptArchive, 'begin'>;
};

type WordsAbout = TranscriptAbout & { readonly redact?: RedactionOptions | false | undefined };

/** Rejects with what the archive rejects with; nothing is kept then. `nowMs` is wall time. */
export async function beginWords({ archive, transcripts }: KeepingPlaces, asked: WordsAbout, nowMs: number): Promise<WordsKept> {
  const { about, language, redact, recording } = asked;
  const spoken = { redact, ...(language === undefined ? {} : { language }) };
  if (recording) {
    const open = await transcripts.begin({ recordingId: recording.recordingId, madeBy: about.madeBy, ...spoken });
    return new WordsKept(open, { lineMs: recording.startedMs, fromMs: nowMs });
  }
  const entry = await archive.begin({ ...about, kind: 'transcript' });
  try {
    const open = await transcripts.begin({ recordingId: entry.recordingId, madeBy: about.madeBy, ...spoken });
    return new WordsKept(open, { lineMs: nowMs, fromMs: nowMs, entry });
  } catch (error) {
    await entry.discard();
    throw error;
  }
}

/** `lineMs`: when the time line of what is kept begins; `fromMs`: from when on something is kept. Wall times. */
type Kept = { readonly lineMs: number; readonly fromMs: number; readonly entry?: OpenRecording };

export class WordsKept {
  readonly recordingId: string;
  readonly #open: OpenTranscript;
  readonly #kept: Kept;
  /** What was said after this is not kept. */
  #untilMs = Number.POSITIVE_INFINITY;
  /** When the last of what is kept was over. */
  #toMs = 0;
  readonly #written = new Set<string>();
  readonly #noted = new Set<string>();

  constructor(open: OpenTranscript, kept: Kept) {
    this.recordingId = open.recordingId;
    this.#open = open;
    this.#kept = kept;
  }

  /** Aborts when nothing more can be kept. */
  get signal(): AbortSignal | undefined {
    return this.#kept.entry?.signal;
  }

  /** Its times are wall times. What began before it was to be kept is not. */
  write(segment: Segment): void {
    const { lineMs, fromMs } = this.#kept;
    const { segmentId, startMs, endMs, words } = segment;
    if (!this.#written.has(segmentId) && (startMs < fromMs || startMs > this.#untilMs)) return;
    this.#written.add(segmentId);
    this.#toMs = Math.max(this.#toMs, endMs);
    this.#note(segment, startMs - lineMs);
    const shifted = { ...segment, startMs: startMs - lineMs, endMs: endMs - lineMs };
    this.#open.write(words ? { ...shifted, words: words.map((word) => earlier(word, lineMs)) } : shifted);
  }

  writeTranslation(translated: TranslatedSegment): void {
    if (translated.isFinal && this.#written.has(translated.segmentId)) this.#open.writeTranslation(translated);
  }

  /**
   * What was taken out so far, in wall times. Those said before it was to be kept too: their text is not in it, but the sound of the recording
   * that it belongs to has them.
   */
  writeSpans(spans: readonly RedactedSpan[]): void {
    const { lineMs } = this.#kept;
    const lastMs = Math.max(this.#untilMs, this.#toMs);
    const own = spans.filter(({ startMs, endMs }) => endMs > lineMs && startMs <= lastMs);
    if (own.length === 0) return;
    this.#open.writeSpans(own.map((span) => ({ ...span, startMs: Math.max(0, span.startMs - lineMs), endMs: span.endMs - lineMs })));
  }

  /** What is said from now on is not kept; what was said before may still become text. */
  stopAt(nowMs: number): void {
    this.#untilMs = nowMs;
  }

  /** Resolves when all of it is kept. */
  async finish(why: string): Promise<void> {
    await this.#open.finish();
    await this.#kept.entry?.finish(why);
  }

  /** Whoever has said something may see it. */
  #note({ speaker: { speakerId, name } }: Segment, atMs: number): void {
    const { entry } = this.#kept;
    if (!entry || speakerId === '' || this.#noted.has(speakerId)) return;
    this.#noted.add(speakerId);
    entry.write({ kind: 'note', atMs: Math.max(0, atMs), note: { kind: 'joined', personId: speakerId, name: name ?? speakerId } });
  }
}

function earlier(word: SpokenWord, byMs: number): SpokenWord {
  return { ...word, startMs: word.startMs - byMs, endMs: word.endMs - byMs };
}
