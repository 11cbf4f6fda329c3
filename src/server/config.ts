/** The configuration of a whole house: one typed object, from `rollcall.config.ts` or `.json`, with a working default for all of it. */
import { z } from 'zod';
import { defaultLimits, type Limits } from '../switchboard/limits.ts';
import { aroundSchema, type GivenAround } from '../doors/graph/around/around-settings-schema.ts';
import type { GivenProfile } from '../doors/graph/profile.ts';
import { profileSchema, settingsSchema } from '../doors/graph/settings-schema.ts';
import type { GivenSettings } from '../doors/graph/settings.ts';
import { carrierSchema, type CarrierConfig } from './carrier-config.ts';
import { recordingsSchema, type RecordingsConfig } from './recordings/recordings-config.ts';
import { transcriptionSchema, type TranscriptionConfig } from './transcription/transcription-config.ts';

/** What `rollcall.config.ts` exports as `config`. Everything may be left out. */
export type Config = {
  /** Where to listen: 127.0.0.1 unless told otherwise. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** HTTPS with a certificate of this machine's own, beside `port`: at `port` + 43 unless told otherwise. */
  readonly https?: { readonly enabled?: boolean | undefined; readonly port?: number | undefined } | undefined;
  /** Where data lives; relative to the working directory. */
  readonly data?: string | undefined;
  /** Under which address others reach the bots and the switchboard's Graph, if not by host and port. Pages are for this machine alone. */
  readonly publicUrl?: string | undefined;
  readonly tenantId?: string | undefined;
  /** Further tenants, or a name for the first; a name is a domain such as `contoso.example`. */
  readonly tenants?: readonly TenantConfig[] | undefined;
  /** Who can be called and can sign in; by default four sample people. */
  readonly people?: readonly PersonConfig[] | undefined;
  /** By default front desk (100), echo (101) and voicemail (102). */
  readonly bots?: readonly BotConfig[] | undefined;
  /** Bots in other programs, written in any language: each gets its calls at its `webhook`. */
  readonly apps?: readonly AppConfig[] | undefined;
  /** Where calls go that nobody takes: `forwardTo` is a bot's name. */
  readonly noAnswer?: { readonly afterSeconds?: number | undefined; readonly forwardTo?: string | undefined } | undefined;
  /** The switchboard's patience and bounds, by name: times in milliseconds. */
  readonly limits?: Partial<Limits> | undefined;
  /** How the switchboard's Graph behaves: see docs/graph-behaviour.md. */
  readonly graph?: GraphConfig | undefined;
  readonly media?: MediaConfig | undefined;
  /** Where recordings are kept, and for how long: see docs/recordings.md. */
  readonly recordings?: RecordingsConfig | undefined;
  /** Who turns speech into text and translates it: see docs/transcription.md. */
  readonly transcription?: TranscriptionConfig | undefined;
  /** Which voice speaks; by default the best that this machine has. */
  readonly voice?: VoiceConfig | undefined;
  /** Keeps what people say and press in the latest calls, so that a call can be saved with it: see docs/capture.md. Off unless asked for. */
  readonly capture?: boolean | undefined;
  readonly log?: LogLevel | undefined;
};

export type GraphConfig = {
  readonly profile?: GivenProfile | undefined;
  readonly settings?: Omit<GivenSettings, 'profile'> | undefined;
  /** Meetings, presence, records and subscriptions: see docs/graph-surroundings.md. */
  readonly around?: GivenAround | undefined;
};
export type VoiceConfig = { readonly provider?: 'flite' | 'espeak-ng' | 'espeak-voice' | undefined; readonly name?: string | undefined };
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
type TenantConfig = { readonly tenantId: string; readonly name: string };
export type PersonConfig = {
  readonly userId: string;
  readonly name: string;
  readonly number: string;
  /** By default the tenant of the house. */
  readonly tenantId?: string | undefined;
};
export type AppConfig = {
  readonly name: string;
  /** Left out: nobody can dial it. */
  readonly number?: string | undefined;
  /** Where its calls are announced; may be left out when it has no number. */
  readonly webhook?: string | undefined;
  readonly appId: string;
  /** By which it proves itself; this, or a certificate, or both. */
  readonly secret?: string | undefined;
  /** A PEM file, relative to the working directory. */
  readonly certificate?: string | undefined;
  /** Its home; by default the tenant of the house. */
  readonly tenantId?: string | undefined;
  /** Graph application permissions: of its home, or by tenant. By default all that calls need, at home. */
  readonly permissions?: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined;
  readonly says?: string | undefined;
  /** How long it has to answer, reject or redirect; 15 unless told, 5 for those that record by policy on Teams. */
  readonly answerWithinSeconds?: number | undefined;
};
export type BotConfig = {
  /** Shown to people, and part of the bot's address: `/bots/front-desk`. */
  readonly name: string;
  readonly number?: string | undefined;
  /** A module that exports a bot; relative to the working directory. */
  readonly file: string;
  /** What it does, in a few words, for the home page. */
  readonly says?: string | undefined;
  /** Given: the bot takes its calls there (on Teams, or another Rollcall), and not from our switchboard. */
  readonly carrier?: CarrierConfig | undefined;
};
type MediaConfig = {
  /** Media processes: by default one for each core but one, at least one; 0 runs the engine inside the main process. */
  readonly processes?: number | undefined;
  /** The address that browsers are told, when it is not one of this machine's own. */
  readonly announcedAddress?: string | undefined;
  readonly portRange?: { readonly from: number; readonly to: number } | undefined;
  /** STUN and TURN, such as `stun:stun.example.com:3478` or `turn:user:password@turn.example.com:3478`. */
  readonly iceServers?: readonly string[] | undefined;
};

/** The configuration with its defaults filled in; people and bots have theirs in `sample-house.ts`. */
export type FullConfig = {
  readonly host: string;
  readonly port: number;
  readonly https: { readonly enabled: boolean; readonly port?: number | undefined };
  readonly data: string;
  readonly publicUrl?: string | undefined;
  readonly tenantId: string;
  readonly tenants: readonly TenantConfig[];
  readonly people?: readonly PersonConfig[] | undefined;
  readonly bots?: readonly BotConfig[] | undefined;
  readonly apps: readonly AppConfig[];
  readonly noAnswer: { readonly afterSeconds: number; readonly forwardTo: string };
  readonly graph: GraphConfig;
  readonly limits: Partial<Limits>;
  readonly media: MediaConfig;
  readonly recordings: RecordingsConfig;
  readonly transcription: TranscriptionConfig;
  readonly voice: VoiceConfig;
  readonly capture: boolean;
  readonly log: LogLevel;
};

/** Lets an editor help with `rollcall.config.ts`; gives back what it gets. */
export function defineConfig(config: Config): Config {
  return config;
}

const guid = z.uuid();
const number = z.string().regex(/^\+?[0-9*#]{1,20}$/, 'a number has digits only, such as 100 or +4930123');
const port = z.number().int().min(1024).max(65535);
const bot = z.strictObject({
  name: z.string().min(1).max(60),
  number: number.optional(),
  file: z.string().min(1),
  says: z.string().max(200).optional(),
  carrier: carrierSchema.optional(),
});
const roles = z.array(z.string().min(1));
const app = z
  .strictObject({
    name: z.string().min(1).max(60),
    number: number.optional(),
    webhook: z.url().optional(),
    appId: guid,
    secret: z.string().min(8).optional(),
    certificate: z.string().min(1).optional(),
    tenantId: guid.optional(),
    permissions: z.union([roles, z.record(guid, roles)]).optional(),
    says: z.string().max(200).optional(),
    answerWithinSeconds: z.number().min(1).max(60).optional(),
  })
  .refine(({ secret, certificate }) => secret !== undefined || certificate !== undefined, 'an app needs a secret or a certificate')
  .refine((each) => each.number === undefined || each.webhook !== undefined, 'an app with a number needs a webhook');

const limitsSchema: z.ZodType<Partial<Limits>, Partial<Limits>> = z
  .strictObject(Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, z.number().int().min(1)])))
  .partial();

const portWords = 'a port is a whole number from 0 (any that is free) to 65535';

/** Reads a configuration; throws a `ZodError` that names each mistake. */
export const configSchema: z.ZodType<FullConfig> = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z
    .number(portWords)
    .refine((each) => Number.isInteger(each) && each >= 0 && each <= 65_535, portWords)
    .default(4400),
  https: z.strictObject({ enabled: z.boolean().default(true), port: z.union([z.literal(0), port]).optional() }).prefault({}),
  data: z.string().default('.rollcall'),
  publicUrl: z.url().optional(),
  tenantId: guid.default('00000000-0000-4000-8000-000000004400'),
  tenants: z
    .array(z.strictObject({ tenantId: guid, name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/i, 'a name such as contoso.example') }))
    .default([]),
  people: z.array(z.strictObject({ userId: guid, name: z.string().min(1).max(80), number, tenantId: guid.optional() })).optional(),
  bots: z.array(bot).optional(),
  apps: z.array(app).default([]),
  noAnswer: z
    .strictObject({ afterSeconds: z.number().min(1).max(120).default(20), forwardTo: z.string().default('voicemail') })
    .prefault({}),
  graph: z
    .strictObject({ profile: profileSchema.optional(), settings: settingsSchema.optional(), around: aroundSchema.optional() })
    .prefault({}),
  limits: limitsSchema.prefault({}),
  media: z
    .strictObject({
      processes: z.number().int().min(0).max(64).optional(),
      announcedAddress: z.string().optional(),
      portRange: z.strictObject({ from: port, to: port }).optional(),
      iceServers: z.array(z.string().regex(/^(stun|turn|turns):/, 'begins with stun:, turn: or turns:')).optional(),
    })
    .prefault({}),
  voice: z.strictObject({ provider: z.enum(['flite', 'espeak-ng', 'espeak-voice']).optional(), name: z.string().optional() }).prefault({}),
  recordings: recordingsSchema.prefault({}),
  transcription: transcriptionSchema.prefault({}),
  capture: z.boolean().default(false),
  log: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});
