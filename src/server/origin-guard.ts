/**
 * Keeps the pages and their feed on this machine, since they have no sign-in: other web sites are told by `Host` and
 * `Origin`, as a browser sends them, and whoever comes through a proxy by what the proxy adds.
 */
import { ServerError } from './errors.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Undefined when the request may pass; else why not, in words. A request without `Origin` comes from no web page. */
export function refusalOf(headers: Pick<Headers, 'get'>): string | undefined {
  const asked = headers.get('host') ?? '';
  if (!loopback.has(hostNameOf(asked)) || headers.get('x-forwarded-for') !== null || headers.get('forwarded') !== null) {
    return `This page is served to this machine alone, and was asked for as "${asked}". Open it as http://localhost.`;
  }
  const origin = headers.get('origin');
  if (origin === null || origin === '') return undefined;
  if (URL.canParse(origin) && new URL(origin).host === asked) return undefined;
  return `The web site ${origin} may not use this switchboard. Open Rollcall's own page instead.`;
}

/** Rejects an address that others could reach. */
export function checkHost(host: string): void {
  if (host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)) return;
  throw new ServerError(
    'server/cannot-listen',
    `Rollcall would listen on ${host}, where others can reach it, and its pages have no sign-in yet.`,
    'Leave "host" at 127.0.0.1. To let Teams reach your bots, put an HTTPS proxy in front of /bots/ and set "publicUrl".',
  );
}

function hostNameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}
