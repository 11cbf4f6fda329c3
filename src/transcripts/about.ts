/** What a transcript is about, as those who began it, or went on with it, have said. */
import type { RedactionOptions } from '../speech/redaction/redaction.ts';
import type { TranscriptAbout } from './port.ts';

export type About = Omit<TranscriptAbout, 'recordingId'>;

export const NOTHING_KNOWN: About = { madeBy: { id: '', name: '' } };

/** Who began it first has made it; where it is gone on with, the language may become known. */
export function goneOnWith(known: About, about: About): About {
  if (known.madeBy.name === '') return about;
  return { ...about, ...withoutNothing(known), redact: stricter(known.redact, about.redact) };
}

/** What either of them takes out. */
function stricter(one: TranscriptAbout['redact'], other: TranscriptAbout['redact']): RedactionOptions | false | undefined {
  if (!one || !other) return one || (other ?? one);
  const rules = one.rules && other.rules && [...new Set([...one.rules, ...other.rules])];
  return { rules, words: [...new Set([...(one.words ?? []), ...(other.words ?? [])])] };
}

function withoutNothing<T extends object>(of: T): Partial<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Partial<T>;
}
