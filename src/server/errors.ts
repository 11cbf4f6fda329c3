/** What can go wrong before and while the program runs, each with what to do about it. */
export type ServerErrorCode =
  /** The configuration cannot be read or says something impossible. */
  | 'server/bad-config'
  /** A bot's file cannot be loaded, or has no bot in it. */
  | 'server/bad-bot'
  /** Somebody else listens on the port. */
  | 'server/port-taken'
  /** The address cannot be listened on. */
  | 'server/cannot-listen'
  /** What was asked for an app cannot be: its number, its web hook, a permission, a certificate. */
  | 'server/bad-app'
  /** No app is known by that name or id. */
  | 'server/unknown-app'
  /** No recording is known by that id. */
  | 'server/unknown-recording'
  /** A file in the data folder is not as it was written. */
  | 'server/bad-data'
  /** The house that runs did not do what an administrator asked for. */
  | 'server/not-done'
  /** Something that `npm ci` should have made is not there. */
  | 'server/not-built';

/** An error for the person at the terminal: the message says what was tried and what came back, `remedy` what to do. */
export class ServerError extends Error {
  readonly code: ServerErrorCode;
  readonly remedy: string;

  constructor(code: ServerErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServerError';
    this.code = code;
    this.remedy = remedy;
  }
}
