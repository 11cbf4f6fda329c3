/** What an archive of transcripts stands on, and where in the event log each of them lies. */
import type { RecordingArchive } from '../archive/port.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { FactLog, StreamKey } from '../store/fact-log.ts';
import type { KeyVault } from '../store/key-vault.ts';

export type TranscriptsOptions = {
  readonly archive: Pick<RecordingArchive, 'facts' | 'get' | 'note' | 'sealOf' | 'standing' | 'standingOf' | 'startedMsOf'>;
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly tenantId: string;
  /** Whose archive it is, as there. */
  readonly which: 'bots' | 'switchboard';
  readonly clock: Clock;
  readonly log: Log;
  /** Where the index for search lies, on this machine, and who wraps its key. Without it every transcript is read for each search. */
  readonly search?: { readonly folder: string; readonly vault: KeyVault } | undefined;
};

export function streamOf(tenant: string, recordingId: string): StreamKey {
  return { tenant, stream: `transcript-${recordingId}` };
}
