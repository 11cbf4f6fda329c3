/** What an archive of transcripts stands on, and where in the event log each of them lies. */
import type { RecordingArchive } from '../archive/port.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { RedactionOptions } from '../speech/redaction/redaction.ts';
import type { FactLog, StreamKey } from '../store/fact-log.ts';
import type { KeyVault } from '../store/key-vault.ts';

/** A text in another language, and who translated it. */
export type TranslatedText = { readonly text: string; readonly provider: string; readonly leftMachine: boolean };

/** One for each text, in their order; undefined of those that nobody could translate. `from` is `und` where nobody knows it. May reject. */
export type TranslateTexts = (
  texts: readonly string[],
  languages: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
) => Promise<readonly (TranslatedText | undefined)[]>;

export type TranscriptsOptions = {
  readonly archive: Pick<RecordingArchive, 'facts' | 'get' | 'note' | 'sealOf' | 'standing' | 'standingOf' | 'startedMsOf'>;
  readonly facts: Pick<FactLog, 'append' | 'read' | 'replace'>;
  readonly tenantId: string;
  /** Whose archive it is, as there. */
  readonly which: 'bots' | 'switchboard';
  readonly clock: Clock;
  readonly log: Log;
  /** What is corrected, or read otherwise later, is translated again in the background. Without it the translation lacks those lines. */
  readonly translate?: TranslateTexts | undefined;
  /** What is taken out of what people type, in transcripts that do not know that of their own: all rules unless told otherwise. */
  readonly redact?: RedactionOptions | false | undefined;
  /** A second pass is owed to each that is begun from now on. */
  readonly isLookedAtAgain?: boolean | undefined;
  /** Where the index for search lies, on this machine, and who wraps its key. Without it every transcript is read for each search. */
  readonly search?: { readonly folder: string; readonly vault: KeyVault } | undefined;
};

export function streamOf(tenant: string, recordingId: string): StreamKey {
  return { tenant, stream: `transcript-${recordingId}` };
}
