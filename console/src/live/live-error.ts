/** What a command to the switchboard can fail with: what happened, and what to do, in words for a person. */
import type { PageError } from '../../../src/wire/live/page-event.ts';

export class LiveError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;
  /** The part of the command that is at fault. */
  readonly field: string | undefined;

  constructor({ code, message, remedy, field }: PageError) {
    super(message);
    this.name = 'LiveError';
    this.code = code;
    this.remedy = remedy;
    this.field = field;
  }
}

/** A command could not be sent, or its answer never came. */
export function notConnected(): LiveError {
  return new LiveError({
    code: 'live/not-connected',
    message: 'This page is not connected to Rollcall just now.',
    remedy: 'It connects again by itself as soon as Rollcall runs; try again then.',
  });
}

export function noAnswer(): LiveError {
  return new LiveError({
    code: 'live/no-answer',
    message: 'Rollcall did not answer within 20 seconds.',
    remedy: 'Look at the terminal where Rollcall runs, then try again.',
  });
}

/** No refusal: the switchboard did not get to answer. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof LiveError && (error.code === 'live/not-connected' || error.code === 'live/no-answer');
}
