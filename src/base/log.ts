/** What programs say to their operator. Messages are sentences without data; data go beside them. */
export interface Log {
  debug(message: string, data?: LogData): void;
  info(message: string, data?: LogData): void;
  warn(message: string, data?: LogData): void;
  error(message: string, data?: LogData): void;
  /** The same log with data that every line carries. */
  with(data: LogData): Log;
}

/** Never a secret, a token, or what somebody said. */
export type LogData = Readonly<Record<string, unknown>>;

/** Says nothing: the default, and what tests use. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
};
