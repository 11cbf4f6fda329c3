/** The apps of the house as pages show them, and what an administrator can have done to them there. */

/** A snapshot: sent to pages that watch, at first and at every change. No secret is in it. */
export type Apps = {
  /** In the order in which they came; those of the configuration first. */
  readonly apps: readonly AppState[];
  /** The house's own first. */
  readonly tenants: readonly { readonly tenantId: string; readonly name: string }[];
  /** What can be consented to; `isUsual`: an app gets it unless told otherwise. */
  readonly permissions: readonly { readonly name: string; readonly isUsual: boolean }[];
  /** Numbers that somebody has. */
  readonly takenNumbers: readonly string[];
  /** One that nobody has, to be proposed. */
  readonly freeNumber: string;
};

export type AppState = {
  readonly appId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly number?: string | undefined;
  readonly webhook?: string | undefined;
  readonly says: string;
  /** What the administrator of each tenant consented to. */
  readonly grants: Readonly<Record<string, readonly string[]>>;
  readonly credentials: readonly AppCredentialState[];
  /** Whether it can be changed here; the others stand in the configuration. */
  readonly isRegistered: boolean;
  /** How the bot finds this switchboard and is itself; the secret is not in it. */
  readonly setup: AppSetup;
};

/** Nothing by which anybody could be the app. `hint` is how the secret begins; `thumbprint` SHA-1 in hexadecimal. */
export type AppCredentialState =
  | { readonly kind: 'secret'; readonly keyId: string; readonly hint: string; readonly endsMs?: number | undefined }
  | { readonly kind: 'certificate'; readonly keyId: string; readonly thumbprint: string; readonly endsMs?: number | undefined };

export type AppEndpoints = {
  readonly graph: string;
  readonly graphBeta: string;
  readonly token: string;
  readonly authority: string;
  readonly openId: string;
  readonly keys: string;
  readonly notificationOpenId: string;
  /** The media bridge. */
  readonly bridge: string;
};

export type AppSetup = {
  readonly endpoints: AppEndpoints;
  readonly secureEndpoints?: AppEndpoints | undefined;
  /** For programs that have the vendor's host names written into them. */
  readonly proxy: string;
  /** The file with the certificate that clients of `secureEndpoints` are to trust. */
  readonly certificate?: string | undefined;
  /** Variables as Microsoft's libraries and samples read them. */
  readonly environment: Readonly<Record<string, string>>;
  /** `carrier` of a bot of our own kit. */
  readonly carrier: Readonly<Record<string, string>>;
};

/** What a page can ask for by `administer`; `app` is an id. */
export type AppCommand =
  | {
      readonly do: 'app.add';
      readonly name: string;
      readonly number?: string | undefined;
      readonly webhook?: string | undefined;
      readonly says?: string | undefined;
      readonly tenant?: string | undefined;
      readonly permissions: readonly string[];
      /** PEM. Given, the app gets no secret. */
      readonly certificate?: string | undefined;
    }
  | { readonly do: 'app.grant'; readonly app: string; readonly tenant: string; readonly permissions: readonly string[] }
  /** Without `permissions`, all are taken back. */
  | { readonly do: 'app.revoke'; readonly app: string; readonly tenant: string; readonly permissions?: readonly string[] | undefined }
  | { readonly do: 'app.secret'; readonly app: string; readonly isAtOnce: boolean }
  | { readonly do: 'app.certificate'; readonly app: string; readonly certificate: string }
  | { readonly do: 'app.remove'; readonly app: string };

/** The reply's `result` to `administer`. The secret is told this once; `app.setup` then has it in its place. */
export type AppOutcome =
  | { readonly kind: 'app'; readonly app: AppState; readonly secret?: string | undefined }
  | { readonly kind: 'removed'; readonly appId: string; readonly name: string };
