/** Where a house can be found by bots: as it says itself while it is open, or as its configuration says. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { certificateFile } from '../../tls/authority-files.ts';
import type { FullConfig } from '../config.ts';
import { authorityFolder, securePortOf } from '../secure-door.ts';

export type HousePlaces = {
  /** On this machine, over HTTP: `http://127.0.0.1:4400`. The same port is the proxy for Microsoft's host names. */
  readonly url: string;
  /** As others find it, where that is another address. */
  readonly publicUrl?: string | undefined;
  /** Over HTTPS, where there is that. */
  readonly secureUrl?: string | undefined;
  /** The certificate that clients of `secureUrl` are to trust. */
  readonly certificate?: string | undefined;
};

/** Where it will be when it is started; nothing when the configuration leaves the port to chance. */
export function placesOf(config: FullConfig): HousePlaces | undefined {
  const { host, port, https, publicUrl, data } = config;
  if (port === 0) return undefined;
  const shown = host.includes(':') ? `[${host}]` : host;
  const securePort = securePortOf(config);
  const file = certificateFile(authorityFolder(resolve(data)));
  return {
    url: `http://${shown}:${String(port)}`,
    publicUrl,
    ...(https.enabled && securePort !== 0 ? { secureUrl: `https://${shown}:${String(securePort)}` } : {}),
    ...(https.enabled && existsSync(file) ? { certificate: file } : {}),
  };
}
