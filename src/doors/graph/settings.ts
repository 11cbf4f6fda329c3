/** How the Graph door behaves where Microsoft's documents are silent, and its bounds; all may be set. */
import type { LegEnd } from '../../switchboard/call.ts';

export type GraphSettings = {
  /** A notification must be answered within this. Undocumented. */
  readonly notificationTimeoutMs: number;
  /** How often a notification is sent again when no connection came about; never for `incoming`. Undocumented. */
  readonly notificationRetries: number;
  readonly notificationRetryAfterMs: number;
  /** Notifications that may wait for one call; when more come, the oldest mere update is dropped. */
  readonly notificationQueue: number;
  /** Whether `id` is in the call of updates, as it was until 2020. */
  readonly hasIdInUpdates: boolean;
  readonly tokenLifetimeMs: number;
  /** The token of a notification is used again for this long. */
  readonly notificationTokenKeptMs: number;
  readonly bodyBytes: number;
  readonly promptTimeoutMs: number;
  readonly promptBytes: number;
  readonly promptRedirects: number;
  /** All prompts that are kept under a `resourceId`. */
  readonly promptCacheBytes: number;
  /** How long a recording can be fetched after its call ended. */
  readonly recordingKeptMs: number;
  readonly recordingBytes: number;
  /** Ends of calls for which Graph's documents have no code; any other may be replaced here as well. */
  readonly callEnds: Partial<Readonly<Record<LegEnd, ResultCode>>>;
  /** Results that are documented for Azure Communication Services' media alone, where Graph's are not known. */
  readonly results: {
    readonly promptDownloadFailed: ResultCode;
    readonly promptFormatInvalid: ResultCode;
    readonly mediaFailed: ResultCode;
    readonly stopTone: ResultCode;
    readonly initialSilence: ResultCode;
    readonly maxSilence: ResultCode;
  };
};

export type ResultCode = { readonly code: number; readonly subcode: number };

export const defaultSettings: GraphSettings = {
  notificationTimeoutMs: 10_000,
  notificationRetries: 2,
  notificationRetryAfterMs: 500,
  notificationQueue: 100,
  hasIdInUpdates: false,
  tokenLifetimeMs: 60 * 60_000,
  notificationTokenKeptMs: 5 * 60_000,
  bodyBytes: 1024 * 1024,
  promptTimeoutMs: 10_000,
  promptBytes: 20 * 1024 * 1024,
  promptRedirects: 3,
  promptCacheBytes: 32 * 1024 * 1024,
  recordingKeptMs: 10 * 60_000,
  recordingBytes: 64 * 1024 * 1024,
  callEnds: { otherDeclined: { code: 603, subcode: 0 } },
  results: {
    promptDownloadFailed: { code: 400, subcode: 8536 },
    promptFormatInvalid: { code: 400, subcode: 8535 },
    mediaFailed: { code: 500, subcode: 8500 },
    stopTone: { code: 200, subcode: 8531 },
    initialSilence: { code: 400, subcode: 8510 },
    maxSilence: { code: 200, subcode: 0 },
  },
};
