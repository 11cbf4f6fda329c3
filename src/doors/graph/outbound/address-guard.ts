/** Keeps apps from making the switchboard knock at doors inside its own network: only public addresses pass, loopback for local apps. */
import ipaddr from 'ipaddr.js';
import { GraphDoorError } from '../errors.ts';

/** The addresses of a host name, as numbers. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

/** Resolves the host of an address and looks at every answer. Gives those to connect to; throws a sentence that can be told to the app. */
export async function allowedAddresses(
  url: URL,
  resolveHost: ResolveHost,
  { isLocal }: { readonly isLocal: boolean },
): Promise<readonly string[]> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refusal(url, `“${url.protocol}” is not fetched, only http and https are`);
  const why = whyNotAllowed(url, { isLocal });
  if (why !== undefined) throw refusal(url, why);
  const host = hostOf(url);
  const addresses = ipaddr.isValid(host) ? [host] : await resolved(url, host, resolveHost);
  for (const address of addresses) {
    const wrong = whyNotPublic(host, address, isLocal);
    if (wrong !== undefined) throw refusal(url, wrong);
  }
  return addresses;
}

/** What can be said against an address before its host is looked up: somebody's password in it, or a literal address that is not public. */
export function whyNotAllowed(url: URL, { isLocal }: { readonly isLocal: boolean }): string | undefined {
  if (url.username || url.password) return 'it has a user name or password in it';
  const host = hostOf(url);
  return ipaddr.isValid(host) ? whyNotPublic(host, host, isLocal) : undefined;
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function whyNotPublic(host: string, address: string, isLocal: boolean): string | undefined {
  const range = ipaddr.isValid(address) ? ipaddr.process(address).range() : 'unknown';
  if (range === 'unicast' || (range === 'loopback' && isLocal)) return undefined;
  const remedy = range === 'loopback' ? '; only an app that is registered as local may name this machine' : '';
  return `${host} is ${address}, an address that is not public (${range})${remedy}`;
}

async function resolved(url: URL, host: string, resolveHost: ResolveHost): Promise<readonly string[]> {
  let addresses: readonly string[];
  try {
    addresses = await resolveHost(host);
  } catch (cause) {
    throw new GraphDoorError('graph-door/prompt', `${url.href} cannot be reached: the host ${host} is not known`, { cause });
  }
  if (addresses.length === 0) throw refusal(url, `the host ${host} has no address`);
  return addresses;
}

function refusal(url: URL, why: string): GraphDoorError {
  return new GraphDoorError('graph-door/prompt', `${url.href} is not fetched: ${why}`);
}
