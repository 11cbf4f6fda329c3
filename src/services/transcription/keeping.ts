/**
 * A transcript that is kept: with the recording that the bot makes of the same call, and then of those alone whose sound is kept at the moment at
 * which they speak; else as an entry of its own, while the carrier shows everybody that something is kept.
 */
import type { OpenRecording, RecordingArchive } from '../../archive/port.ts';
import type { Log } from '../../base/log.ts';
import { aboutCall } from '../../call/call-about.ts';
import type { RedactedSpan, RedactionOptions } from '../../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';
import type { OpenTranscript, TranscriptArchive } from '../../transcripts/port.ts';
import { TranscriptionError } from './errors.ts';
import type { CallRecording, TranscribedCall } from './transcribed-call.ts';
import { nameOf, type Voice } from './voices.ts';

export type KeepingOptions = {
  readonly call: TranscribedCall;
  readonly recording: CallRecording | undefined;
  readonly archive: Pick<RecordingArchive, 'begin'>;
  readonly transcripts: Pick<TranscriptArchive, 'begin'>;
  readonly language: string | undefined;
  readonly subject: string | undefined;
  /** As it was asked for; what a second pass is to take out as well. */
  readonly redact?: RedactionOptions | false | undefined;
  readonly signal: AbortSignal;
  readonly log: Log;
};

/** What one says from there on, until the next of these. */
type Stretch = { readonly fromMs: number; readonly isKept: boolean };

/** So many utterances of one voice may wait to become text. */
const MOST_STRETCHES = 200;

/** Rejects with a `TranscriptionError` where the carrier does not show it, or with what the archive rejects with; nothing was kept then. */
export async function beginKeeping(options: KeepingOptions): Promise<Keeping> {
  const { call, recording, archive, transcripts, language, subject, redact, signal } = options;
  const begin = (recordingId: string): Promise<OpenTranscript> =>
    transcripts.begin({ recordingId, madeBy: call.self, redact, ...(language === undefined ? {} : { language }) });
  if (recording) return new Keeping(await begin(recording.id), undefined, options);
  await show(call, signal);
  let entry: OpenRecording | undefined;
  try {
    entry = await archive.begin({ ...(await aboutCall(call, subject, signal)), kind: 'transcript', madeBy: call.self });
    return new Keeping(await begin(entry.recordingId), entry, options);
  } catch (error) {
    await entry?.discard();
    await call.tellRecording('notRecording').catch(() => undefined);
    throw error;
  }
}

export class Keeping {
  readonly recordingId: string;
  readonly #open: OpenTranscript;
  readonly #entry: OpenRecording | undefined;
  readonly #options: KeepingOptions;
  readonly #stretches = new Map<string, Stretch[]>();
  readonly #isKept = new Map<string, boolean>();
  readonly #noted = new Set<string>();

  constructor(open: OpenTranscript, entry: OpenRecording | undefined, options: KeepingOptions) {
    this.recordingId = open.recordingId;
    this.#open = open;
    this.#entry = entry;
    this.#options = options;
    const failed = (): void =>
      options.log.error('a transcript can be kept no further', { recordingId: this.recordingId, error: entry?.signal.reason });
    entry?.signal.addEventListener('abort', failed, { once: true });
  }

  /** Somebody begins to speak: whether it is kept is decided now. */
  utterance(voice: Voice, fromMs: number): void {
    if (!this.#options.recording) return;
    const name = nameOf(voice);
    const stretches = this.#stretches.get(name) ?? [];
    this.#stretches.set(name, stretches);
    stretches.push({ fromMs, isKept: this.#keeps(voice) });
    if (stretches.length > MOST_STRETCHES) stretches.shift();
  }

  write(voice: Voice, segment: Segment): void {
    if (!this.#mayKeep(voice, segment)) return;
    this.#note(voice, segment.startMs);
    this.#open.write(segment);
  }

  writeTranslation(translated: TranslatedSegment): void {
    if (this.#isKept.get(translated.segmentId) === true) this.#open.writeTranslation(translated);
  }

  /** What was taken out so far. */
  writeSpans(spans: readonly RedactedSpan[]): void {
    if (spans.length > 0) this.#open.writeSpans(spans);
  }

  /** Resolves when all of it is kept. */
  async end(why: string): Promise<void> {
    await this.#open.finish();
    if (!this.#entry) return;
    await this.#entry.finish(why);
    await this.#hide();
  }

  /** It could not begin after all: nothing stays of it. */
  async discard(): Promise<void> {
    await this.#open.finish();
    if (!this.#entry) return;
    await this.#entry.discard();
    await this.#hide();
  }

  /** A recording that was begun meanwhile goes on to be shown. */
  async #hide(): Promise<void> {
    const { call } = this.#options;
    if (!call.signal.aborted && call.recording() === undefined) await call.tellRecording('notRecording').catch(() => undefined);
  }

  #mayKeep(voice: Voice, { segmentId, startMs }: Segment): boolean {
    const known = this.#isKept.get(segmentId);
    if (known !== undefined) return known;
    const stretches = this.#stretches.get(nameOf(voice)) ?? [];
    const stretch = stretches.findLast(({ fromMs }) => fromMs <= startMs) ?? stretches[0];
    const isKept = !this.#options.recording || stretch?.isKept === true;
    this.#isKept.set(segmentId, isKept);
    return isKept;
  }

  #keeps({ from, participantId }: Voice): boolean {
    const { recording, call } = this.#options;
    if (recording?.state !== 'recording') return false;
    if (from === 'self') return true;
    if (participantId !== undefined) return recording.keeps(participantId);
    return call.roster.participants.every(({ id, isSelf, isInLobby }) => isSelf || isInLobby || recording.keeps(id));
  }

  /** Whoever has said something may see it. */
  #note({ speaker: { speakerId, name } }: Voice, atMs: number): void {
    if (!this.#entry || speakerId === '' || this.#noted.has(speakerId)) return;
    this.#noted.add(speakerId);
    this.#entry.write({ kind: 'note', atMs, note: { kind: 'joined', personId: speakerId, name: name ?? speakerId } });
  }
}

async function show(call: TranscribedCall, signal: AbortSignal): Promise<void> {
  try {
    await call.tellRecording('recording', { signal });
  } catch (cause) {
    signal.throwIfAborted();
    const message =
      'what is said is not kept, because the carrier does not show people that it is. Instead: leave out keep, or record the call with the consent of each: call.record({ consent: askEach() })';
    throw new TranscriptionError('transcription/not-allowed', message, { cause });
  }
}
