/** People, apps and telephones: who is in a call, and who is to be called. */

/** Whom to call: exactly one of these. Ids are the carrier's (on Graph the Entra object id). */
export type Target = { readonly user: string } | { readonly app: string } | { readonly phone: string };

/** Somebody in a call, as far as the carrier says. */
export type Party = {
  readonly kind: 'user' | 'app' | 'phone' | 'guest' | 'unknown';
  readonly id: string;
  readonly name?: string | undefined;
};
