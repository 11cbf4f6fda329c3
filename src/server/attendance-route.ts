/** Tells the house's own pages who was in a call: `/calls/{callId}/attendance` as JSON, or as a table with `as=csv`. */
import type { Clock } from '../base/clock.ts';
import type { CallFact } from '../switchboard/call-fact.ts';
import { whoWasThere } from '../switchboard/records/who-was-there.ts';
import type { AttendanceRow, AttendanceSheet } from '../wire/live/attendance.ts';

export type AttendanceRouteOptions = { readonly factsOf: (callId: string) => Promise<readonly CallFact[]>; readonly clock: Clock };

/** The call of such a path; undefined for any other path. Ids of calls need no escaping. */
export function callOfAttendancePath(pathname: string): string | undefined {
  return /^\/calls\/([\w.:@+=-]{1,256})\/attendance$/.exec(pathname)?.[1];
}

export function attendanceRoute({ factsOf, clock }: AttendanceRouteOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const as = searchParams.get('as') ?? 'json';
    if (request.method !== 'GET') return refused(405, 'Attendance can only be read.');
    if (as !== 'json' && as !== 'csv') return refused(400, '"as" is "json" or "csv".');
    const callId = callOfAttendancePath(pathname);
    const attendance: AttendanceSheet | undefined = callId === undefined ? undefined : whoWasThere(await factsOf(callId), clock.wallMs());
    if (!attendance) return refused(404, 'This call is not known here (any more).');
    const headers = {
      'cache-control': 'private, no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    };
    if (as === 'json') return Response.json(attendance, { headers });
    const file = `attendance-${attendance.callId.replace(/[^\w-]/g, '').slice(0, 8)}.csv`;
    const disposition = `attachment; filename="${file}"`;
    return new Response(csvOf(attendance), {
      headers: { ...headers, 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition },
    });
  };
}

const columns: readonly (readonly [string, (row: AttendanceRow) => string])[] = [
  ['name', ({ name }) => name],
  ['number', ({ number }) => number],
  ['kind', ({ kind }) => kind],
  ['joined', ({ joinedMs }) => momentOf(joinedMs)],
  ['left', ({ leftMs }) => momentOf(leftMs)],
  ['left as', ({ leftAs = '' }) => leftAs],
  ['waited s', ({ waitedMs }) => seconds(waitedMs)],
  ['there s', ({ thereMs }) => seconds(thereMs)],
  ['spoke s', ({ spokenMs }) => seconds(spokenMs)],
];

/** RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe. */
function csvOf({ rows }: AttendanceSheet): string {
  const lines = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, value]) => value(row)))];
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function momentOf(ms: number | undefined): string {
  return ms === undefined ? '' : new Date(ms).toISOString();
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function refused(status: number, why: string): Response {
  return new Response(`${why}\n`, { status });
}
