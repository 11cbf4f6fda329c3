/** Keeps other web sites out of the pages and their feed: checks `Host` and `Origin` as a browser sends them. */

export type GuardOptions = {
  /** The address we listen on; on loopback only loopback names are let in. */
  readonly host: string;
  /** Names under which we are reached besides: that of `publicUrl`. */
  readonly names?: readonly string[];
};

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Undefined when the request may pass; else why not, in words. A request without `Origin` comes from no web page. */
export function refusalOf(headers: Pick<Headers, 'get'>, { host, names = [] }: GuardOptions): string | undefined {
  const asked = headers.get('host') ?? '';
  const name = hostNameOf(asked);
  if (isLoopback(host) && !loopback.has(name) && !names.includes(name)) {
    return `This page is served to this machine alone, and was asked for as "${asked}". Open it as http://localhost.`;
  }
  const origin = headers.get('origin');
  if (origin === null || origin === '') return undefined;
  if (URL.canParse(origin) && new URL(origin).host === asked) return undefined;
  return `The web site ${origin} may not use this switchboard. Open Rollcall's own page instead.`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function hostNameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}
