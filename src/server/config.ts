/** The configuration of a whole house: one typed object, from `rollcall.config.ts` or `.json`, with a working default for all of it. */
import { z } from 'zod';

/** What `rollcall.config.ts` exports as `config`. Everything may be left out. */
export type Config = {
  /** Where to listen: 127.0.0.1 unless told otherwise. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Where data lives; relative to the working directory. */
  readonly data?: string | undefined;
  /** Under which address others reach the bots and the switchboard's Graph, if not by host and port. Pages are for this machine alone. */
  readonly publicUrl?: string | undefined;
  readonly tenantId?: string | undefined;
  /** Who can be called and can sign in; by default four sample people. */
  readonly people?: readonly PersonConfig[] | undefined;
  /** By default front desk (100), echo (101) and voicemail (102). */
  readonly bots?: readonly BotConfig[] | undefined;
  /** Bots in other programs, written in any language: each gets its calls at its `webhook`. */
  readonly apps?: readonly AppConfig[] | undefined;
  /** Where calls go that nobody takes: `forwardTo` is a bot's name. */
  readonly noAnswer?: { readonly afterSeconds?: number | undefined; readonly forwardTo?: string | undefined } | undefined;
  readonly media?: MediaConfig | undefined;
  /** Which voice speaks; by default the best that this machine has. */
  readonly voice?: VoiceConfig | undefined;
  readonly log?: LogLevel | undefined;
};

export type VoiceConfig = { readonly provider?: 'flite' | 'espeak-ng' | 'espeak-voice' | undefined; readonly name?: string | undefined };
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
export type PersonConfig = { readonly userId: string; readonly name: string; readonly number: string };
type AppConfig = {
  readonly name: string;
  readonly number: string;
  readonly webhook: string;
  readonly appId: string;
  readonly secret: string;
  readonly says?: string | undefined;
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
/** The addresses are Microsoft Graph's own unless given. */
type CarrierConfig = {
  readonly tenantId: string;
  readonly appId: string;
  readonly secret: string;
  readonly baseUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly openIdUrl?: string | undefined;
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
  readonly data: string;
  readonly publicUrl?: string | undefined;
  readonly tenantId: string;
  readonly people?: readonly PersonConfig[] | undefined;
  readonly bots?: readonly BotConfig[] | undefined;
  readonly apps: readonly AppConfig[];
  readonly noAnswer: { readonly afterSeconds: number; readonly forwardTo: string };
  readonly media: MediaConfig;
  readonly voice: VoiceConfig;
  readonly log: LogLevel;
};

/** Lets an editor help with `rollcall.config.ts`; gives back what it gets. */
export function defineConfig(config: Config): Config {
  return config;
}

const guid = z.uuid();
const number = z.string().regex(/^\+?[0-9*#]{1,20}$/, 'a number has digits only, such as 100 or +4930123');
const port = z.number().int().min(1024).max(65535);
const carrier = z.strictObject({
  tenantId: guid,
  appId: guid,
  secret: z.string().min(1),
  baseUrl: z.url().optional(),
  tokenUrl: z.url().optional(),
  openIdUrl: z.url().optional(),
});
const bot = z.strictObject({
  name: z.string().min(1).max(60),
  number: number.optional(),
  file: z.string().min(1),
  says: z.string().max(200).optional(),
  carrier: carrier.optional(),
});
const app = z.strictObject({
  name: z.string().min(1).max(60),
  number,
  webhook: z.url(),
  appId: guid,
  secret: z.string().min(8),
  says: z.string().max(200).optional(),
});

/** Reads a configuration; throws a `ZodError` that names each mistake. */
export const configSchema: z.ZodType<FullConfig> = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65535).default(4400),
  data: z.string().default('.rollcall'),
  publicUrl: z.url().optional(),
  tenantId: guid.default('00000000-0000-4000-8000-000000004400'),
  people: z.array(z.strictObject({ userId: guid, name: z.string().min(1).max(80), number })).optional(),
  bots: z.array(bot).optional(),
  apps: z.array(app).default([]),
  noAnswer: z
    .strictObject({ afterSeconds: z.number().min(1).max(120).default(20), forwardTo: z.string().default('voicemail') })
    .prefault({}),
  media: z
    .strictObject({
      processes: z.number().int().min(0).max(64).optional(),
      announcedAddress: z.string().optional(),
      portRange: z.strictObject({ from: port, to: port }).optional(),
      iceServers: z.array(z.string().regex(/^(stun|turn|turns):/, 'begins with stun:, turn: or turns:')).optional(),
    })
    .prefault({}),
  voice: z.strictObject({ provider: z.enum(['flite', 'espeak-ng', 'espeak-voice']).optional(), name: z.string().optional() }).prefault({}),
  log: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});
