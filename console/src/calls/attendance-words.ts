/** Reads who was in a call from the house, and says why somebody left. */
import type { AttendanceRow, AttendanceSheet } from '../../../src/wire/live/attendance.ts';

const reasons: Readonly<Record<string, string>> = {
  removed: 'removed',
  lobbyDenied: 'not let in',
  lobbyTimedOut: 'nobody let them in',
  pageLost: 'window closed or lost',
  mediaFailed: 'connection lost',
  otherLost: 'connection lost',
  engineLost: 'connection lost',
  keepAliveMissed: 'the bot went silent',
  transferred: 'put through',
  lastOneLeft: 'was the last',
  onlyAppsLeft: 'only bots were left',
  othersLeft: 'the call ended',
  otherHungUp: 'the call ended',
  closed: 'the house closed',
};

/** "(removed)"; nothing for whoever hung up or is still there. */
export function leftWords({ leftAs }: Pick<AttendanceRow, 'leftAs'>): string {
  const words = leftAs === undefined ? undefined : reasons[leftAs];
  return words === undefined ? '' : `(${words})`;
}

/** Rejects with words for a person. */
export async function readAttendance(href: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly AttendanceRow[]> {
  const response = await fetch(href, { signal });
  if (!response.ok) throw new TypeError((await response.text()).trim() || `The house answered ${String(response.status)}.`);
  return ((await response.json()) as AttendanceSheet).rows;
}
