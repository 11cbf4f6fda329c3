/** What a bot's configuration says of its carrier: where it is, who the bot is there, and how it proves that. */
import { z } from 'zod';
import { clouds, type CloudName } from '../platforms/graph/clouds.ts';

/** Microsoft Teams, or another Rollcall where `baseUrl` is given. */
export type CarrierConfig = {
  readonly tenantId: string;
  readonly appId: string;
  /** This, or a certificate. */
  readonly secret?: string | undefined;
  /** A PEM file, relative to the working directory; its key is in it as well, or in `certificateKey`. */
  readonly certificate?: string | undefined;
  readonly certificateKey?: string | undefined;
  /** `global` unless told otherwise. */
  readonly cloud?: CloudName | undefined;
  /** From which other tenants the bot takes calls, by their ids; its own alone unless told otherwise. */
  readonly tenants?: 'any' | readonly string[] | undefined;
  /** Graph's root with its version, where it is not one of Microsoft's: `http://127.0.0.1:4400/v1.0`. */
  readonly baseUrl?: string | undefined;
  /** The media bridge for bots with `needs`: that of a media worker beside Teams, or `…/bridge` of another Rollcall. */
  readonly bridgeUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly openIdUrl?: string | undefined;
};

const names = Object.keys(clouds) as CloudName[];

export const carrierSchema: z.ZodType<CarrierConfig> = z
  .strictObject({
    tenantId: z.uuid(),
    appId: z.uuid(),
    secret: z.string().min(1, 'the secret is empty: is the variable set that it comes from?').optional(),
    certificate: z.string().min(1).optional(),
    certificateKey: z.string().min(1).optional(),
    cloud: z.enum(names, `there are ${names.join(', ')}`).optional(),
    tenants: z.union([z.literal('any'), z.array(z.uuid())], 'write "any", or a list of tenant ids').optional(),
    baseUrl: z.url().optional(),
    bridgeUrl: z.url().optional(),
    tokenUrl: z.url().optional(),
    openIdUrl: z.url().optional(),
  })
  .refine(hasOneProof, 'a carrier needs a secret or a certificate, and not both')
  .refine(isKeyOfCertificate, 'certificateKey goes with a certificate: name that PEM file, too')
  .refine(isInOnePlace, 'name a cloud of Microsoft’s, or the baseUrl of another Rollcall, and not both');

function hasOneProof({ secret, certificate }: CarrierConfig): boolean {
  return (secret === undefined) !== (certificate === undefined);
}

function isKeyOfCertificate({ certificate, certificateKey }: CarrierConfig): boolean {
  return certificateKey === undefined || certificate !== undefined;
}

function isInOnePlace({ cloud, baseUrl }: CarrierConfig): boolean {
  return cloud === undefined || baseUrl === undefined;
}
