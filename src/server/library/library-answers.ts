/** What every answer of the library has in common: how it is refused, and that nobody else keeps it. */
import type { LibraryRefusal } from '../../wire/live/library.ts';

/** For the one who asked alone, and not to be kept by anybody on the way. */
export const privately = {
  'cache-control': 'private, no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

export function answered(body: object): Response {
  return Response.json(body, { headers: privately });
}

export function refused(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ message } satisfies LibraryRefusal, { status, headers: { ...privately, ...headers } });
}

export const unknown = (): Response => refused(404, 'There is no such recording here, or it is not open to you. Go back to the library.');

/** The words for an error that has a code of the archive or of a store; undefined for a defect. */
export function refusalOf(error: unknown): Response | undefined {
  switch (codeOf(error)) {
    case 'archive/unknown':
      return unknown();
    case 'archive/held':
      return refused(409, 'This recording is held: it cannot be deleted, nor kept for less long, until an operator lets go of it.');
    case 'archive/not-allowed':
      return refused(403, 'You may hear this recording; that is for whoever organized it.');
    case 'transcripts/none':
    case 'transcripts/no-segment':
    case 'transcripts/no-speaker':
    case 'transcripts/no-translation':
      return refused(404, sentenceOf(error));
    case 'transcripts/not-allowed':
      return refused(403, sentenceOf(error));
    case undefined:
      return undefined;
    default:
      return refused(409, sentenceOf(error));
  }
}

/** Errors of the house are written to stand in a line of a log. */
function sentenceOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1).replace(/[.\s]+$/, '')}.`;
}

/** `archive/held` and the like. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return /^(?:archive|store|transcripts)\//.test(error.code) ? error.code : undefined;
}
