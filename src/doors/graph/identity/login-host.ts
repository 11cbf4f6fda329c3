/** By which name a client came to the identity platform: what it is told to ask next lies at the same place. */

/** Hosts of Entra in each cloud, the one that is preferred first (as its instance discovery lists them). */
export const entraHosts: readonly (readonly string[])[] = [
  ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  ['login-us.microsoftonline.com'],
];

/** Graph in each cloud, and where its tokens come from (learn.microsoft.com/graph/deployments). */
export const graphHosts: ReadonlyMap<string, string> = new Map([
  ['graph.microsoft.com', 'login.microsoftonline.com'],
  ['graph.microsoft.us', 'login.microsoftonline.us'],
  ['dod-graph.microsoft.us', 'login.microsoftonline.us'],
  ['microsoftgraph.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
]);
const callingHost = 'api.aps.skype.com';

/**
 * The origin for addresses in an answer: that of the request where it came by this machine's own names or by one of
 * Microsoft's, otherwise the public one, since a `Host` can be anything.
 */
export function originOf(request: Pick<Request, 'url'>, publicUrl: URL): string {
  const { hostname, origin } = new URL(request.url);
  const isMicrosofts = isEntraHost(hostname) || graphHosts.has(hostname) || hostname === callingHost;
  return isMicrosofts || isOfThisMachine(hostname) ? origin : publicUrl.origin;
}

/** Where tokens are given out for whoever came to `origin`: Graph's own host gives none. */
export function loginOriginOf(origin: string): string {
  const { hostname } = new URL(origin);
  const loginHost = graphHosts.get(hostname === callingHost ? 'graph.microsoft.com' : hostname);
  return loginHost === undefined ? origin : `https://${loginHost}`;
}

export function isEntraHost(hostname: string): boolean {
  return entraHosts.flat().includes(hostname);
}

/** Loopback, by name or address. */
export function isOfThisMachine(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
