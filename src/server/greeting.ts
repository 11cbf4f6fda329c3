/** What the terminal says when the house is open: where it is, whom one can dial, what to try. */
import type { House } from './house.ts';

export function greeting({ url, secure, directory, hints, voice }: House): string {
  const numbers = [...directory.apps, ...directory.people]
    .flatMap(({ number, ...entry }) => (number === undefined ? [] : [{ ...entry, number }]))
    .toSorted((a, b) => a.number.localeCompare(b.number));
  const width = Math.max(...numbers.map(({ number }) => number.length));
  return [
    '',
    `  Rollcall is open at ${url}`,
    ...secureLines(secure),
    '',
    ...numbers.map(
      (entry) => `    ${entry.number.padStart(width)}  ${entry.name}${'says' in entry && entry.says !== '' ? ` – ${entry.says}` : ''}`,
    ),
    '',
    '  Try:',
    `    Open ${url}/phone and pick who you are.`,
    ...hints.map(({ text }) => `    ${text}`),
    `    Open ${url}/meet to meet with sound and pictures, bots too.`,
    `    Watch every message between bot and switchboard at ${url}/calls`,
    '',
    `  Voice: ${voice}. Ctrl-C stops it.`,
    '',
    '',
  ].join('\n');
}

function secureLines(secure: House['secure']): readonly string[] {
  if (!secure) return [];
  const place = secure.url === undefined ? `not on a port of its own: ${secure.why ?? ''}` : `at ${secure.url}`;
  return [`  HTTPS ${place} (rollcall ca show tells how to trust it)`];
}
