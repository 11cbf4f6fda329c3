/** What can go wrong where things are kept. */

export type StoreErrorCode =
  /** A key that is not one, such as `../secret`. */
  | 'store/bad-key'
  /** A fact that cannot be kept: too large, or not JSON. */
  | 'store/bad-fact'
  /** Another process has the data folder open. */
  | 'store/in-use'
  /** The data were written by a newer version of the program. */
  | 'store/newer-schema'
  /** A step from an older version of the data failed. */
  | 'store/migration-failed'
  /** The database library could not be loaded. */
  | 'store/no-sqlite'
  /** The disk or the database refused. */
  | 'store/failed'
  /** Something was asked of a store that has been closed. */
  | 'store/closed'
  /** The vault does not have the key that something was sealed with. */
  | 'store/no-key'
  /** What was sealed cannot be opened: it was changed, cut off, or belongs elsewhere. */
  | 'store/sealed'
  /** There is no space left where it should be kept. */
  | 'store/full'
  /** The place where it should be kept cannot be reached, or does not answer: a network, a service. Trying again later may do. */
  | 'store/unreachable'
  /** The place where it should be kept is not there, or refuses these credentials: its settings have to be mended. */
  | 'store/refused'
  /** A library that this backend needs is not installed. */
  | 'store/no-library';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
