/** Reads a profile and settings of the door from a configuration, and names each mistake. */
import { z } from 'zod';
import type { LegEnd } from '../../switchboard/call.ts';
import type { GivenProfile, ProfileName } from './profile.ts';
import type { GivenSettings } from './settings.ts';

const name = z.enum(['teams', 'documents', 'unruly'] satisfies readonly ProfileName[]);
const share = z.number().min(0).max(1);
const ms = z.number().int().min(0).max(2_147_483_647);
const count = z.number().int().min(0).max(1_000_000_000);
const code = z.strictObject({ code: z.number().int(), subcode: z.number().int() });

export const profileSchema: z.ZodType<GivenProfile> = z.union([
  name,
  z
    .strictObject({
      base: name,
      hasIdInUpdates: z.boolean(),
      tellsTerminating: z.boolean(),
      tellsEstablishedTwice: z.boolean(),
      hasLegacyFirst: z.boolean(),
      followsRedirects: z.boolean(),
      batch: z.number().int().min(1).max(1_000),
      duplicates: share,
      disorder: share,
      isInviteStatusPascal: z.boolean(),
      hasThrottling: z.boolean(),
      soundsApart: z.union([z.literal('all'), z.number().int().min(0).max(1_000)]),
      pictures: z.number().int().min(0).max(100),
    })
    .partial(),
]);

const legEnds = {
  hungUp: true, otherHungUp: true, cancelled: true, declined: true, otherDeclined: true, nobodyAnswered: true, otherRejected: true,
  otherUnreachable: true, takenElsewhere: true, noAnswer: true, forwarded: true, rejected: true, redirected: true, transferred: true,
  unreachable: true, unknownNumber: true, pageLost: true, otherLost: true, keepAliveMissed: true, removed: true, lobbyDenied: true,
  lobbyTimedOut: true, lastOneLeft: true, nobodyJoined: true, onlyAppsLeft: true, othersLeft: true, mediaFailed: true, engineLost: true,
  closed: true,
} as const satisfies Readonly<Record<LegEnd, true>>; // prettier-ignore

const shape = {
  metadataOnly: z.enum(['refuse', 'serve']),
  needsWebhookToCall: z.boolean(),
  operationsPerCall: z.number().int().min(1).max(10_000),
  operationsKeptMs: ms,
  notificationTimeoutMs: ms,
  notificationRetries: z.number().int().min(0).max(100),
  notificationRetryAfterMs: ms,
  notificationQueue: z.number().int().min(1).max(100_000),
  notificationRedirects: z.number().int().min(0).max(100),
  legacyFirstApps: z.array(z.string()),
  legacyOtherSuccess: z.enum(['content', 'again']),
  disorderHoldMs: ms,
  hasSameIdWhenRepeated: z.boolean(),
  throttle: z
    .strictObject({
      requests: count.min(1),
      windowMs: ms.min(1),
      concurrentCalls: count,
      callsPerMonth: count,
      concurrentRetryAfterMs: ms,
    })
    .partial(),
  dataCenter: z.string().max(100),
  tokenLifetimeMs: ms,
  keyAgeMs: z.number().int().min(0),
  keyAheadMs: z.number().int().min(0),
  refusesReplayedAssertions: z.boolean(),
  notificationTokenKeptMs: ms,
  bodyBytes: count,
  refusesEmptyPrompts: z.boolean(),
  promptTimeoutMs: ms,
  promptBytes: count,
  promptRedirects: z.number().int().min(0).max(100),
  promptCacheBytes: count,
  recordingKeptMs: ms,
  recordingBytes: count,
  bridgeSessionWaitMs: ms.min(1_000),
  bridgeSessionsWaiting: z.number().int().min(1).max(10_000),
  callEnds: z.partialRecord(z.enum(Object.keys(legEnds) as LegEnd[]), code),
  results: z
    .strictObject({
      promptDownloadFailed: code,
      promptFormatInvalid: code,
      mediaFailed: code,
      stopTone: code,
      initialSilence: code,
      maxSilence: code,
    })
    .partial(),
};

/** What may stand under `graph.settings`; the profile stands beside it. */
export const settingsSchema: z.ZodType<Omit<GivenSettings, 'profile'>> = z.strictObject(shape).partial();

/** The settings that the schema knows: a test holds them against the settings that there are. */
export const settingsKnown: readonly string[] = Object.keys(shape);
