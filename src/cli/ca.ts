/** `rollcall ca`: shows the local certificate authority, says how to trust it, and takes it away again. Runs nothing as another user. */
import { resolve } from 'node:path';
import type { FullConfig } from '../server/config.ts';
import { findHouse } from '../server/apps/admin-access.ts';
import { placesOf } from '../server/apps/house-places.ts';
import { localCa, removeLocalCa, type LocalCa } from '../server/local-ca.ts';

export const caHelp: string = `  rollcall ca show           Where the local certificate is, and what a bot needs to reach graph.microsoft.com here
  rollcall ca trust          The commands with which this machine trusts it
  rollcall ca remove         Deletes it and its key, and says how to withdraw that trust
`;

type CaOutput = { readonly out: (text: string) => void; readonly error: (text: string) => void };

/** The exit code. Rejects when there is no authority to show. */
export async function ca([verb, ...rest]: readonly string[], config: FullConfig, { out, error }: CaOutput): Promise<number> {
  if (rest.length > 0 || (verb !== 'show' && verb !== 'trust' && verb !== 'remove')) {
    error(`"rollcall ca" takes one word: show, trust or remove.\n\n${caHelp}`);
    return 2;
  }
  if (verb === 'remove') {
    const removed = await removeLocalCa(config.data);
    out(removed ? farewell(removed.name ?? 'Rollcall local CA') : 'There is no local certificate authority here: nothing was removed.\n');
    return 0;
  }
  const found = await localCa(config.data);
  if (verb === 'trust') out(trusting(found.file));
  else out(shown(found, (await findHouse(resolve(config.data)))?.places.url ?? placesOf(config)?.url));
  return 0;
}

/** `house` is the address of the one that is open, or as the configuration has it; unknown while it leaves its port to chance. */
function shown({ name, file, until, fingerprint }: LocalCa, house: string | undefined): string {
  const { hostname: host, port } = house === undefined ? { hostname: '127.0.0.1', port: 'PORT' } : new URL(house);
  const proxy = `http://${host}:${port}`;
  const path = quoted(file);
  return `
  ${name}
    certificate  ${file}
    until        ${until}
    SHA-256      ${fingerprint}

  Let a bot reach graph.microsoft.com and its like here, with these in its environment alone:

    # every program
    HTTPS_PROXY=${proxy}
    NO_PROXY=localhost,127.0.0.1
    # Node; without the second line, and before 22.21, its fetch looks at no proxy
    NODE_EXTRA_CA_CERTS=${path}
    NODE_USE_ENV_PROXY=1
    # Python's requests
    REQUESTS_CA_BUNDLE=${path}
    # Go and .NET on Linux, whatever uses OpenSSL, Python's httpx and aiohttp
    SSL_CERT_FILE=${path}

  .NET on Windows and macOS asks the system: rollcall ca trust
  Java:
    keytool -importcert -noprompt -alias rollcall -file ${path} -keystore rollcall.jks -storepass changeit
    java -Djavax.net.ssl.trustStore=rollcall.jks -Djavax.net.ssl.trustStorePassword=changeit -Dhttps.proxyHost=${host} -Dhttps.proxyPort=${port} …
  curl:
    curl --proxy ${proxy} --cacert ${path} https://graph.microsoft.com/v1.0/communications/calls

  SSL_CERT_FILE and REQUESTS_CA_BUNDLE stand in place of the system's own list, and the proxy refuses every host that is
  not served here: docs/https.md says what to do for a bot that talks to others as well.
`;
}

function trusting(file: string): string {
  const path = quoted(file);
  return `
  Nothing was changed. A bot needs no more than "rollcall ca show" says; for browsers, and programs that ask the system:

  Debian, Ubuntu
    sudo cp ${path} /usr/local/share/ca-certificates/rollcall-ca.crt
    sudo update-ca-certificates
  Fedora
    sudo cp ${path} /etc/pki/ca-trust/source/anchors/rollcall-ca.pem
    sudo update-ca-trust
  Chromium on Linux (certutil is in libnss3-tools)
    certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n rollcall-ca -i ${path}
  macOS
    security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${path}
  Windows
    certutil -user -addstore Root ${path}
  Firefox: Settings, Certificates, Import.

  Whoever has the key beside it can pose on this machine as the hosts that it may vouch for, and as no others.
  "rollcall ca remove" takes it away again.
`;
}

function farewell(name: string): string {
  return `
  The local certificate authority and its key are deleted. A Rollcall that is running keeps its certificate until it stops;
  the next start makes a new authority. Where you had it trusted, withdraw that:

  Debian, Ubuntu
    sudo rm /usr/local/share/ca-certificates/rollcall-ca.crt
    sudo update-ca-certificates --fresh
  Fedora
    sudo rm /etc/pki/ca-trust/source/anchors/rollcall-ca.pem
    sudo update-ca-trust
  Chromium on Linux
    certutil -d sql:$HOME/.pki/nssdb -D -n rollcall-ca
  macOS
    security delete-certificate -c "${name}" ~/Library/Keychains/login.keychain-db
  Windows
    certutil -user -delstore Root "${name}"
  Java
    keytool -delete -alias rollcall -keystore rollcall.jks -storepass changeit
  Firefox: Settings, Certificates, Authorities, "${name}", Delete.
`;
}

/** As a shell takes it. */
function quoted(path: string): string {
  if (/^[\w./:\\-]+$/.test(path)) return path;
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}
