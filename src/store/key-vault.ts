/** Who wraps the keys that recordings are sealed with: a key file on this machine, or a vault elsewhere. The port. */

/** A data key (32 bytes, AES-256) as it may lie beside what it opens. */
export type WrappedKey = {
  /** Which key of the vault has wrapped it, so that keys can be replaced: old ones are kept to open with. */
  readonly keyId: string;
  /** Base64url, as the vault gave it. */
  readonly wrapped: string;
};

/** `context` says what the key is for (`tenant/recording id`); one that was wrapped for another is not opened. */
export interface KeyVault {
  /** For people: "a key file", "Azure Key Vault contoso". */
  readonly name: string;
  wrap(key: Uint8Array, context: string): Promise<WrappedKey>;
  /** Rejects with `store/no-key` where the vault has that key no more, and with `store/sealed` where what is given was changed. */
  unwrap(wrapped: WrappedKey, context: string): Promise<Uint8Array>;
}
