/** The operator's log: one readable line each on the error output; secrets are never among the data. */
import { pino, type Logger } from 'pino';
import type { Log } from '../base/log.ts';
import type { LogLevel } from './config.ts';

const redacted = ['authorization', 'token', 'secret', 'client_secret', 'access_token', 'recordingAccessToken'];

export function terminalLog(level: LogLevel): Log {
  const paths = redacted.flatMap((name) => [name, `*.${name}`]);
  return over(
    pino(
      { level, base: null, redact: { paths, censor: '(not shown)' }, serializers: { error: pino.stdSerializers.err } },
      pino.destination({ fd: 2, sync: true }),
    ),
  );
}

function over(logger: Logger): Log {
  return {
    debug: (message, data = {}) => logger.debug(data, message),
    info: (message, data = {}) => logger.info(data, message),
    warn: (message, data = {}) => logger.warn(data, message),
    error: (message, data = {}) => logger.error(data, message),
    with: (data) => over(logger.child(data)),
  };
}
