/** How the Graph door behaves where Microsoft's documents are silent, and its bounds; all may be set. */
import type { LegEnd } from '../../switchboard/call.ts';
import { over, type Given } from './given.ts';
import { profileOf, profiles, type GivenProfile, type Profile } from './profile.ts';

export type GraphSettings = {
  /** Which documented quirks are on. */
  readonly profile: Profile;
  /** Whether operations that are in Graph's metadata alone are answered where they only read; those that write are refused either way. Undocumented. */
  readonly metadataOnly: 'refuse' | 'serve';
  /** Whether an app without a webhook for incoming calls is refused (7503) when it places one: Teams knows no calling without. */
  readonly needsWebhookToCall: boolean;
  /** Operations of one call that can be read, and how long after its end. */
  readonly operationsPerCall: number;
  readonly operationsKeptMs: number;
  /** A notification must be answered within this. Undocumented. */
  readonly notificationTimeoutMs: number;
  /** How often a notification is sent again when no connection came about; never for `incoming`. Undocumented. */
  readonly notificationRetries: number;
  readonly notificationRetryAfterMs: number;
  /** Notifications that may wait for one call; when more come, the oldest that is outdated or a mere update is dropped. */
  readonly notificationQueue: number;
  /** How often in a row `incoming` follows a 302. Undocumented. */
  readonly notificationRedirects: number;
  /** Apps that hear of calls in the old Skype format first, whatever the profile says. */
  readonly legacyFirstApps: readonly string[];
  /** An app answers the old format with another success than 204: it is `content` with it, or told `again` in Graph's. Undocumented. */
  readonly legacyOtherSuccess: 'content' | 'again';
  /** How long a notification that is to change places waits for the next one. */
  readonly disorderHoldMs: number;
  /** Whether what is sent twice keeps its message id. Undocumented. */
  readonly hasSameIdWhenRepeated: boolean;
  readonly throttle: ThrottleSettings;
  /** What `x-ms-ags-diagnostic` names as the place that answered. */
  readonly dataCenter: string;
  readonly tokenLifetimeMs: number;
  /** How long a key signs before another does, and how long that one is published before. Undocumented. */
  readonly keyAgeMs: number;
  readonly keyAheadMs: number;
  /** Whether an app's assertion serves once alone. Undocumented; Microsoft's own libraries send the same one for ten minutes, so not unless told. */
  readonly refusesReplayedAssertions: boolean;
  /** The token of a notification is used again for this long. */
  readonly notificationTokenKeptMs: number;
  /** As sent, and as unpacked where it came compressed. */
  readonly bodyBytes: number;
  /** Whether `prompts: []` of recordResponse is refused with 8523; without `prompts` it is taken. Undocumented. */
  readonly refusesEmptyPrompts: boolean;
  readonly promptTimeoutMs: number;
  readonly promptBytes: number;
  readonly promptRedirects: number;
  /** All prompts that are kept under a `resourceId`. */
  readonly promptCacheBytes: number;
  /** How long a recording can be fetched after its call ended. */
  readonly recordingKeptMs: number;
  readonly recordingBytes: number;
  /** So long a session of the media bridge waits for its call, and how many of one app may wait. */
  readonly bridgeSessionWaitMs: number;
  readonly bridgeSessionsWaiting: number;
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

/** Source: Graph docs, concepts/throttling-limits, "Cloud communication service limits"; each for one app. */
export type ThrottleSettings = {
  readonly requests: number;
  readonly windowMs: number;
  readonly concurrentCalls: number;
  readonly callsPerMonth: number;
  /** What an app reads in `Retry-After` that has too many calls at once: nobody knows when one will end. Undocumented. */
  readonly concurrentRetryAfterMs: number;
};

export type ResultCode = { readonly code: number; readonly subcode: number };

export const defaultSettings: GraphSettings = {
  profile: profiles.teams,
  metadataOnly: 'refuse',
  needsWebhookToCall: true,
  operationsPerCall: 100,
  operationsKeptMs: 30_000,
  notificationTimeoutMs: 10_000,
  notificationRetries: 2,
  notificationRetryAfterMs: 500,
  notificationQueue: 100,
  notificationRedirects: 5,
  legacyFirstApps: [],
  legacyOtherSuccess: 'content',
  disorderHoldMs: 200,
  hasSameIdWhenRepeated: false,
  throttle: {
    requests: 5_000,
    windowMs: 10_000,
    concurrentCalls: 100,
    callsPerMonth: 10_000,
    concurrentRetryAfterMs: 10_000,
  },
  dataCenter: 'Rollcall',
  tokenLifetimeMs: 60 * 60_000,
  keyAgeMs: 90 * 24 * 60 * 60_000,
  keyAheadMs: 24 * 60 * 60_000,
  refusesReplayedAssertions: false,
  notificationTokenKeptMs: 5 * 60_000,
  bodyBytes: 1024 * 1024,
  refusesEmptyPrompts: true,
  promptTimeoutMs: 10_000,
  promptBytes: 20 * 1024 * 1024,
  promptRedirects: 3,
  promptCacheBytes: 32 * 1024 * 1024,
  recordingKeptMs: 10 * 60_000,
  recordingBytes: 64 * 1024 * 1024,
  bridgeSessionWaitMs: 2 * 60_000,
  bridgeSessionsWaiting: 20,
  callEnds: { otherDeclined: { code: 603, subcode: 0 } },
  results: {
    promptDownloadFailed: { code: 400, subcode: 8536 },
    promptFormatInvalid: { code: 400, subcode: 8535 },
    mediaFailed: { code: 500, subcode: 9999 },
    stopTone: { code: 200, subcode: 8514 },
    initialSilence: { code: 400, subcode: 8510 },
    maxSilence: { code: 200, subcode: 8509 },
  },
};

/** What is given over the defaults; of what has parts, some may be given. */
export type GivenSettings = Given<Omit<GraphSettings, 'profile' | 'throttle' | 'results'>> & {
  readonly profile?: GivenProfile | undefined;
  readonly throttle?: Given<ThrottleSettings> | undefined;
  readonly results?: Given<GraphSettings['results']> | undefined;
};

export function settingsWith({ profile, throttle, results, ...others }: GivenSettings = {}): GraphSettings {
  return {
    ...over(defaultSettings, others),
    profile: profile === undefined ? defaultSettings.profile : profileOf(profile),
    throttle: over(defaultSettings.throttle, throttle),
    results: over(defaultSettings.results, results),
  };
}
