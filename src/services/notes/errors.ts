/** What can go wrong when a language model is asked for notes. */

export type NotesErrorCode =
  /** The model could not be reached, refused, or did not answer in time. */
  | 'notes/model-failed'
  /** It answered, and not with what was asked for. */
  | 'notes/unusable-answer';

export class NotesError extends Error {
  readonly code: NotesErrorCode;

  constructor(code: NotesErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotesError';
    this.code = code;
  }
}
