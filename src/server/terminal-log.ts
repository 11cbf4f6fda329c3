/** The operator's log: one readable line each on the error output; secrets are never among the data, nor numbers that belong to nobody's log. */
import { pino, type Logger } from 'pino';
import type { Log } from '../base/log.ts';
import type { LogLevel } from './config.ts';

const redacted = ['authorization', 'token', 'secret', 'client_secret', 'access_token', 'recordingAccessToken'];

export type TerminalLogOptions = {
  /** Every text of a line goes through it, and every whole number: card numbers stay out of logs, however they came into them. */
  readonly redact?: ((text: string) => string) | undefined;
  /** The error output, unless told otherwise. */
  readonly to?: { write(line: string): void } | undefined;
};

export function terminalLog(level: LogLevel, { redact, to = pino.destination({ fd: 2, sync: true }) }: TerminalLogOptions = {}): Log {
  const paths = redacted.flatMap((name) => [name, `*.${name}`]);
  const options = { level, base: null, redact: { paths, censor: '(not shown)' }, serializers: { error: pino.stdSerializers.err } };
  return over(pino(options, redact ? { write: (line) => to.write(redactedLine(line, redact)) } : to));
}

/** Of a line of JSON. Names of data are the program's own and stay. */
function redactedLine(line: string, redact: (text: string) => string): string {
  const shown: unknown = JSON.parse(line, (_, value: unknown) => {
    if (typeof value === 'string') return redact(value);
    if (typeof value === 'number' && Number.isInteger(value) && redact(String(value)) !== String(value)) return redact(String(value));
    return value;
  });
  return `${JSON.stringify(shown)}\n`;
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
