/** A party of the directory as pages know it. */
import type { Party as DirectoryParty } from '../../switchboard/directory.ts';
import type { Party } from '../../wire/live/page-event.ts';

/** A number that belongs to nobody is shown like a person's. */
export function shownParty({ kind, name, number }: DirectoryParty): Party {
  return { kind: kind === 'app' || kind === 'guest' ? 'bot' : 'person', name, number };
}
