/** What an administrator can have done, in words that a program can say: over the loopback API, or to a house that is closed. */
import { z } from 'zod';
import type { AppState } from '../../wire/live/apps.ts';

export type AdminCommand =
  | {
      readonly do: 'app.add';
      readonly name: string;
      readonly number?: string | undefined;
      readonly webhook?: string | undefined;
      readonly says?: string | undefined;
      /** Id or name of its home; left out, the tenant of the house. */
      readonly tenant?: string | undefined;
      /** Left out: those that calls need. */
      readonly permissions?: readonly string[] | undefined;
      /** PEM. Given, the app gets no secret. */
      readonly certificate?: string | undefined;
    }
  | { readonly do: 'app.list' }
  /** `app` is an id or a name. */
  | { readonly do: 'app.show'; readonly app: string }
  | { readonly do: 'app.grant'; readonly app: string; readonly tenant?: string | undefined; readonly permissions: readonly string[] }
  /** Without `permissions`, all are taken back. */
  | {
      readonly do: 'app.revoke';
      readonly app: string;
      readonly tenant?: string | undefined;
      readonly permissions?: readonly string[] | undefined;
    }
  | { readonly do: 'app.secret'; readonly app: string; readonly isAtOnce?: boolean | undefined }
  | { readonly do: 'app.certificate'; readonly app: string; readonly certificate: string }
  | { readonly do: 'app.remove'; readonly app: string }
  | { readonly do: 'keys.rotate'; readonly isAtOnce?: boolean | undefined };

const app = z.string().min(1).max(200);
const tenant = z.string().min(1).max(200).optional();
const permissions = z.array(z.string().min(1).max(100)).max(200);
const pem = z.string().max(64 * 1024);
const isAtOnce = z.boolean().optional();

export const adminCommandSchema: z.ZodType<AdminCommand> = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('app.add'),
    name: z.string().trim().min(1, 'give it a name').max(60, 'a name has 60 characters at most'),
    number: z
      .string()
      .regex(/^\+?[0-9*#]{1,20}$/, 'a number has digits only, such as 300 or +4930123')
      .optional(),
    webhook: z.url('the web hook is an address such as https://bots.example/calls').max(2000).optional(),
    says: z.string().max(200).optional(),
    tenant,
    permissions: permissions.optional(),
    certificate: pem.optional(),
  }),
  z.strictObject({ do: z.literal('app.list') }),
  z.strictObject({ do: z.literal('app.show'), app }),
  z.strictObject({ do: z.literal('app.grant'), app, tenant, permissions: permissions.min(1) }),
  z.strictObject({ do: z.literal('app.revoke'), app, tenant, permissions: permissions.min(1).optional() }),
  z.strictObject({ do: z.literal('app.secret'), app, isAtOnce }),
  z.strictObject({ do: z.literal('app.certificate'), app, certificate: pem }),
  z.strictObject({ do: z.literal('app.remove'), app }),
  z.strictObject({ do: z.literal('keys.rotate'), isAtOnce }),
]);

/** As pages show it, but for what the bot has to be told. */
export type AppView = Omit<AppState, 'setup'>;

export type AdminAnswer =
  | { readonly kind: 'app'; readonly app: AppView; readonly secret?: string | undefined }
  | { readonly kind: 'apps'; readonly apps: readonly AppView[] }
  | { readonly kind: 'removed'; readonly app: AppView }
  | { readonly kind: 'key'; readonly kid: string; readonly signsFromMs: number };
