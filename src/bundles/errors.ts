/** What can be wrong with a captured call that is to be read or made. */

export type BundleErrorCode =
  /** The text is not JSON. */
  | 'bundle/not-json'
  /** JSON, but no captured call. */
  | 'bundle/not-a-call'
  /** A captured call of a version that this program does not know. */
  | 'bundle/other-version'
  /** A captured call in which something is not as it has to be. */
  | 'bundle/bad-content'
  /** A bundle was to be made before it was known what call it is of. */
  | 'bundle/not-begun';

export class BundleError extends Error {
  readonly code: BundleErrorCode;
  constructor(code: BundleErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BundleError';
    this.code = code;
  }
}
