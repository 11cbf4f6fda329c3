/** What is wrong with a file, in the words of a bot's author. */
import { MediaError } from '../../media/errors.ts';
import { BotError, type BotErrorCode } from '../errors.ts';

/** What else was thrown stays as it is. */
export function unusable(error: unknown, code: BotErrorCode, what: string): unknown {
  if (!(error instanceof MediaError)) return error;
  return new BotError(error.code === 'media/no-ffmpeg' ? 'bot/no-ffmpeg' : code, `${what}: ${error.message}`, { cause: error });
}
