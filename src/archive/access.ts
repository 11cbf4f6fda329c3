/**
 * Who may do what with a recording. Operators may do everything. The organizer may see it, and decides who else does, what it is called, how
 * long it is kept and whether it is deleted. Who was recorded, and whoever it was granted to, may see it, and have files made.
 */
import type { KeptRecording, Viewer } from './port.ts';

export type Deed = 'see' | 'make' | 'rename' | 'grant' | 'keepUntil' | 'erase' | 'trail' | 'hold' | 'silence';

/** As what somebody looks at a recording. */
export type Standing = 'operator' | 'organizer' | 'recorded' | 'granted' | 'stranger';

const deeds: Readonly<Record<Standing, readonly Deed[]>> = {
  operator: ['see', 'make', 'rename', 'grant', 'keepUntil', 'erase', 'trail', 'hold', 'silence'],
  organizer: ['see', 'make', 'rename', 'grant', 'keepUntil', 'erase', 'trail', 'silence'],
  recorded: ['see', 'make'],
  granted: ['see', 'make'],
  stranger: [],
};

export function standingOf(
  viewer: Viewer,
  { organizer, people, grants }: Pick<KeptRecording, 'organizer' | 'people' | 'grants'>,
): Standing {
  if (viewer.kind === 'operator') return 'operator';
  const isThem = ({ id }: { readonly id: string }): boolean => id === viewer.id && id !== '';
  if (organizer && isThem(organizer)) return 'organizer';
  if (people.some(isThem)) return 'recorded';
  return grants.some(isThem) ? 'granted' : 'stranger';
}

export function may(standing: Standing, deed: Deed): boolean {
  return deeds[standing].includes(deed);
}
