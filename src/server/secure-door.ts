/** The house over HTTPS: with the local certificate authority, at a port of its own and behind the proxy. */
import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { Scope } from '../base/scope.ts';
import { TlsError } from '../tls/errors.ts';
import { LocalAuthority, soonMs, type Leaf } from '../tls/local-authority.ts';
import type { FullConfig } from './config.ts';
import { ServerError } from './errors.ts';
import type { ListenerOptions } from './listener.ts';
import { secureListener, type SecureListener } from './secure-listener.ts';
import { virtualHosts } from './virtual-hosts.ts';

export type SecureDoor = {
  /** Undefined when the port could not be had: the proxy serves all the same. */
  readonly url: string | undefined;
  /** Why there is no `url`, with what to do. */
  readonly why: string | undefined;
  /** The path of the certificate that clients are to trust. */
  readonly certificate: string;
  readonly accept: (socket: Socket) => void;
};

type SecureDoorOptions = Pick<ListenerOptions, 'fetch' | 'upgrade'> & {
  /** The data folder. */
  readonly path: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

const dayMs = 24 * 60 * 60_000;

/** The folder of the authority within a data folder. */
export function authorityFolder(data: string): string {
  return join(data, 'ca');
}

/** Undefined, and told to the log, when there can be no certificate; the house goes on without. */
export async function openSecureDoor(config: FullConfig, options: SecureDoorOptions): Promise<SecureDoor | undefined> {
  const { scope, log, clock } = options;
  const openAuthority = (): Promise<LocalAuthority> =>
    LocalAuthority.open({ ...options, folder: authorityFolder(options.path), names: namesOf(config), machine: hostname() });
  try {
    const authority = await openAuthority();
    const leaf = authority.leaf();
    const listener = secureListener(leaf, { ...options, host: config.host, port: securePortOf(config) });
    scope.defer(() => listener[Symbol.asyncDispose]());
    keepFresh(leaf, { listener, openAuthority, clock, log, scope });
    return { certificate: authority.file, accept: (socket) => listener.accept(socket), ...(await placed(listener)) };
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    log.warn('there is no HTTPS in this house', { error });
    return undefined;
  }
}

/** All that the authority may vouch for: this machine, the hosts that bots have written into them, and the public address. */
function namesOf({ host, publicUrl }: FullConfig): readonly string[] {
  const ours = publicUrl === undefined ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')];
  return [...new Set(['localhost', '127.0.0.1', '::1', host, ...virtualHosts, ...ours])];
}

/** 4443 beside 4400; any free one beside any free one. */
export function securePortOf({ port, https }: FullConfig): number {
  if (https.port !== undefined) return https.port;
  if (port === 0) return 0;
  return port + 43 > 65535 ? port - 43 : port + 43;
}

async function placed(listener: SecureListener): Promise<Pick<SecureDoor, 'url' | 'why'>> {
  try {
    return { url: await listener.listen(), why: undefined };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { url: undefined, why: `${error.message} Set "https" in the configuration to another port: { port: 4543 }.` };
  }
}

/** Looks once a day whether the certificate ends soon, and shows a new one in time. */
function keepFresh(
  first: Leaf,
  { listener, openAuthority, clock, log, scope }: Pick<SecureDoorOptions, 'clock' | 'log' | 'scope'> & { readonly listener: SecureListener; readonly openAuthority: () => Promise<LocalAuthority> }, // prettier-ignore
): void {
  let leaf = first;
  let timer: Timer | undefined;
  const wait = (): void => {
    const leftMs = leaf.untilMs - clock.wallMs();
    timer = clock.after(leftMs > 0 ? Math.min(dayMs, leftMs) : dayMs, () => scope.run(look, (error) => log.error('the certificate could not be renewed', { error }))); // prettier-ignore
  };
  const look = async (): Promise<void> => {
    try {
      if (leaf.untilMs - clock.wallMs() >= soonMs) return;
      leaf = (await openAuthority()).leaf();
      listener.show(leaf);
    } finally {
      if (!scope.signal.aborted) wait();
    }
  };
  scope.defer(() => timer?.[Symbol.dispose]());
  wait();
}
