/** Transcription as a bot uses it: `await using transcription = await call.transcribe()`. */
import type { FactSource } from '../../base/facts.ts';
import type { LanguageWants } from '../../call/media.ts';
import type { Glossary } from '../../speech/translation/translator.ts';
import type { RedactionOptions } from '../../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';
import type { TranscriberLoad, TranscribingProvider } from '../../speech/transcriber/port.ts';

export type TranscribeOptions = {
  /** BCP 47 of what is spoken; what the house says if that is absent. */
  readonly language?: string | undefined;
  /** Names and terms that may come up. */
  readonly hints?: readonly string[] | undefined;
  /** Shown to everybody in the meeting, where the carrier has captions: yes. */
  readonly captions?: boolean | undefined;
  /** Into which languages it is translated: as people ask for them (`asked`), and these at any rate. */
  readonly translate?: 'asked' | readonly string[] | undefined;
  readonly glossary?: Glossary | undefined;
  readonly redact?: RedactionOptions | false | undefined;
  /** Kept in the library, with the recording of this call where the bot makes one: no. */
  readonly keep?: boolean | undefined;
  /** Languages that this bot speaks to whoever chooses to hear one (`call.interpret`): they are offered beside the captions. */
  readonly voices?: readonly string[] | undefined;
  /** What the bot itself says is transcribed as well: no. */
  readonly ownVoice?: boolean | undefined;
  /** What it is called in the library, where it is kept by itself. */
  readonly subject?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Disposing stops it. It stops by itself when the call ends. Iterating gives the final segments as they come, and ends with it. */
export interface Transcription extends AsyncDisposable, AsyncIterable<Segment> {
  /** Of the entry in the library; undefined where it is not kept. */
  readonly recordingId: string | undefined;
  readonly facts: FactSource<TranscriptionFacts>;
  /** The latest revision of each, by time. */
  readonly segments: readonly Segment[];
  readonly provider: TranscribingProvider;
  readonly load: TranscriberLoad;
  /** Languages into which it is translated now. */
  readonly languages: readonly string[];
  /** What people have chosen of the captions and voices that this offers; undefined where the carrier has no such thing. */
  readonly wants: LanguageWants | undefined;
  /**
   * Translated into that language from now on as well, whoever asks for it, until this is disposed of. Throws a `TranscriptionError`
   * (`transcription/bad-option`) for what is no tag of a language.
   */
  translateInto(language: string): Disposable;
  /** Words that stay as they are, or have a translation of their own, from the next sentence on; in place of those before. */
  useGlossary(glossary: Glossary): void;
  /** What is said meanwhile becomes no text, and is not kept. */
  pause(): void;
  resume(): void;
  /** Resolves when all that was said has become text, and is kept. */
  stop(): Promise<void>;
}

export type TranscriptionFacts = {
  /** Every revision, interims too. */
  segment: { readonly segment: Segment };
  translated: { readonly translated: TranslatedSegment };
  wantsChanged: { readonly wants: LanguageWants };
  providerChanged: { readonly from: TranscribingProvider; readonly to: TranscribingProvider; readonly why: string };
};
