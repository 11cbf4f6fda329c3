/** What can go wrong between a bot and the service that carries its calls. */

export type PlatformErrorCode =
  /** The service answered, and its answer was no; `status` and `graphCode` say which no. */
  | 'platform/refused'
  /** No answer came: the address is wrong, the network is down, or the service took too long. */
  | 'platform/unreachable'
  /** The service asked us to slow down, and went on asking until we gave up. */
  | 'platform/throttled'
  /** So many requests wait for their turn under Graph's limit that no more are taken. */
  | 'platform/over-budget'
  /** The service has been out of reach, and is left alone for some seconds. */
  | 'platform/circuit-open'
  /** What was to be joined is no meeting that Graph could join: no link of one, or a link that was cut off. */
  | 'platform/no-meeting'
  /** The token endpoint would not give a token for this app id and its secret or certificate. */
  | 'platform/no-token'
  /** An answer came that is not what Graph's documentation promises. */
  | 'platform/odd-answer'
  /** The call was answered, and no sound came up in time. */
  | 'platform/no-sound'
  /** More sound is being offered to the service at once than this bot keeps. */
  | 'platform/too-many-sounds';

export class PlatformError extends Error {
  readonly code: PlatformErrorCode;
  /** The HTTP status, when an answer came. */
  readonly status: number | undefined;
  /** Graph's own code, such as `7504`. */
  readonly graphCode: string | undefined;
  /** True when the service cannot have seen the request, so that sending it again is safe. */
  readonly wasNeverSent: boolean;

  constructor(
    code: PlatformErrorCode,
    message: string,
    options: ErrorOptions & { readonly status?: number; readonly graphCode?: string | undefined; readonly wasNeverSent?: boolean } = {},
  ) {
    super(message, options);
    this.name = 'PlatformError';
    this.code = code;
    this.status = options.status;
    this.graphCode = options.graphCode;
    this.wasNeverSent = options.wasNeverSent ?? false;
  }
}
