/** An app as the data folder keeps it: what the directory says of it, with nothing by which anybody could be it. */
import { z } from 'zod';
import type { AppCredential, AppEntry } from '../../switchboard/directory.ts';

export type KeptApp = Omit<AppEntry, 'isLocal'> & { readonly madeMs: number };
export type KeptApps = { readonly version: 1; readonly apps: readonly KeptApp[] };

const endsMs = z.number().optional();
const credential: z.ZodType<AppCredential> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('secret'), keyId: z.string(), salt: z.string(), hash: z.string().min(40), hint: z.string(), endsMs }),
  z.object({ kind: z.literal('certificate'), keyId: z.string(), sha1: z.string(), sha256: z.string(), pem: z.string(), endsMs }),
]);

/** The file `apps.json` among the secrets. */
export const keptAppsSchema: z.ZodType<KeptApps> = z.object({
  version: z.literal(1),
  apps: z.array(
    z.object({
      appId: z.string(),
      tenantId: z.string(),
      name: z.string(),
      number: z.string().optional(),
      says: z.string(),
      webhook: z.string().optional(),
      credentials: z.array(credential),
      grants: z.record(z.string(), z.array(z.string())),
      madeMs: z.number(),
    }),
  ),
});

export function entryOf(kept: KeptApp): AppEntry {
  const { madeMs: _madeMs, ...app } = kept;
  return { ...app, isLocal: app.webhook === undefined || isOnThisMachine(app.webhook) };
}

/** Whether an address is of this machine: then it may be plain HTTP. */
export function isOnThisMachine(webhook: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(webhook).hostname);
}
