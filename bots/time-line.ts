/** What happened in an incident, and when: plain data, and the same in words. */

export type Happening =
  | { readonly what: 'opened'; readonly who: string; readonly severity: string }
  | { readonly what: 'present' | 'rung' | 'answered' | 'declined' | 'busy' | 'noAnswer' | 'silent' | 'failed'; readonly who: string }
  | { readonly what: 'calledOff' | 'joined' | 'left'; readonly who: string }
  | { readonly what: 'note'; readonly durationMs: number }
  | { readonly what: 'nobodyCame' | 'closed' };

/** `atMs` counts milliseconds from 1970 UTC. */
export type Entry = Happening & { readonly atMs: number };

const words = {
  present: 'was there',
  rung: 'was rung',
  answered: 'picked up',
  declined: 'declined',
  busy: 'was busy',
  noAnswer: 'did not answer',
  silent: 'did not say yes',
  failed: 'could not be called',
  calledOff: 'was called off',
  joined: 'joined',
  left: 'left',
} as const;

/** `14:03:07 Grace Hopper joined`; the time is UTC. */
export function inWords(entry: Entry): string {
  return `${new Date(entry.atMs).toISOString().slice(11, 19)} ${happeningInWords(entry)}`;
}

function happeningInWords(entry: Entry): string {
  switch (entry.what) {
    case 'opened':
      return `${entry.who} opened a ${entry.severity} incident`;
    case 'note':
      return `a note of ${String(Math.round(entry.durationMs / 1_000))} s was recorded`;
    case 'nobodyCame':
      return 'nobody on call is coming';
    case 'closed':
      return 'the incident was closed';
    default:
      return `${entry.who} ${words[entry.what]}`;
  }
}
