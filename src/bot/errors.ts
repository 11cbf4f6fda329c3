/** What a bot's author can meet that is not an outcome of a call. */

export type BotErrorCode =
  /** The reason that `call.signal` gives: the call is over. */
  | 'bot/call-over'
  /** Something was said or asked before the call was answered. */
  | 'bot/not-answered'
  /** The carrier could not play what was to be said. */
  | 'bot/prompt-failed'
  /** The carrier could not record. */
  | 'bot/record-failed'
  /** The carrier could not press keys. */
  | 'bot/keys-failed'
  /** A file or bytes that were to be played are not 16 kHz, 16 bit, mono WAV. */
  | 'bot/unusable-sound'
  /** Pictures or a video that were to be shown cannot be used. */
  | 'bot/unusable-pictures'
  /** The program ffmpeg, which reads files of sound and pictures, is not on this machine. */
  | 'bot/no-ffmpeg'
  /** The bot asks for sound or pictures of a call that it did not say it needs. */
  | 'bot/no-media'
  /** The call has no chat: it is one between two. */
  | 'bot/no-chat'
  /** Whoever runs the bot keeps no recordings. */
  | 'bot/no-recordings'
  /** Whoever runs the bot has nothing that turns speech into text. */
  | 'bot/no-transcription';

export class BotError extends Error {
  readonly code: BotErrorCode;
  constructor(code: BotErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BotError';
    this.code = code;
  }
}
