/** Asks the machine's resolver for all addresses of a host. */
import { lookup } from 'node:dns/promises';

export async function resolveHost(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);
}
