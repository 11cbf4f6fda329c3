/** Microsoft's own libraries ask for tokens: @azure/msal-node straight at the door, @azure/identity over HTTPS. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { ConfidentialClientApplication, type Configuration, type INetworkModule, type NetworkRequestOptions } from '@azure/msal-node';
import { getRequestListener } from '@hono/node-server';
import { decodeJwt } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { botCertificate, type BotCertificate } from '../../../../test/bot-certificate.ts';
import { realClock } from '../../../base/clock.ts';
import { seededRandom } from '../../../base/random.ts';
import { certificateCredential } from './certificate.ts';
import { desk, graphScope, here, secret, signer, tenantA, tenantB, testIdentity, type TestIdentity } from './test-identity.ts';

let certificate: BotCertificate;
let t: TestIdentity;
beforeAll(async () => {
  certificate = await botCertificate();
  t = testIdentity({ clock: realClock(), certificates: [certificateCredential(certificate.pem, seededRandom(1))] });
});

/** Where the library would open a socket it comes to the door, whatever the host. */
function atTheDoor(seen: string[]): INetworkModule {
  const send = async (url: string, init: RequestInit): Promise<{ headers: Record<string, string>; body: never; status: number }> => {
    seen.push(new URL(url).origin + new URL(url).pathname);
    const response = await t.door.fetch(new Request(url, init));
    return { headers: Object.fromEntries(response.headers), body: (await response.json()) as never, status: response.status };
  };
  const headersOf = (options?: NetworkRequestOptions): Record<string, string> => options?.headers ?? {};
  return {
    sendGetRequestAsync: (url, options) => send(url, { headers: headersOf(options) }),
    sendPostRequestAsync: (url, options) => send(url, { method: 'POST', headers: headersOf(options), body: options?.body ?? '' }),
  };
}

async function msal(auth: Configuration['auth'], seen: string[] = [], again = false): Promise<Record<string, unknown>> {
  const app = new ConfidentialClientApplication({ auth, system: { networkClient: atTheDoor(seen) } });
  const ask = (): ReturnType<typeof app.acquireTokenByClientCredential> =>
    app.acquireTokenByClientCredential({ scopes: [graphScope], skipCache: true });
  const result = again ? (await ask(), await ask()) : await ask();
  const { accessToken = '' } = result ?? {};
  expect(await (await t.get('/v1.0/communications/calls/x', { authorization: `Bearer ${accessToken}` })).json()).toMatchObject({
    appId: auth.clientId,
  });
  return decodeJwt(accessToken);
}

test('msal-node, told to trust this host, asks for the document and then for a token', async () => {
  const seen: string[] = [];
  const authority = `${here.origin}/${tenantA}`;
  const claims = await msal({ clientId: desk, clientSecret: secret, authority, knownAuthorities: [here.host] }, seen);
  expect(claims).toMatchObject({ appid: desk, tid: tenantA, roles: ['Calls.Initiate.All', 'Calls.AccessMedia.All'] });
  expect(seen).toEqual([`${authority}/v2.0/.well-known/openid-configuration`, `${authority}/oauth2/v2.0/token`]);
});

test('msal-node, not told, finds this host by instance discovery', async () => {
  const seen: string[] = [];
  const claims = await msal({ clientId: desk, clientSecret: secret, authority: `${here.origin}/${tenantB}` }, seen);
  expect(claims).toMatchObject({ tid: tenantB, roles: ['Calls.JoinGroupCall.All'] });
  expect(seen[0]).toBe('https://login.microsoftonline.com/common/discovery/instance');
});

test("msal-node with Entra's own host, as a bot has it that knows no other", async () => {
  const claims = await msal({ clientId: desk, clientSecret: secret, authority: `https://login.microsoftonline.com/${tenantA}` });
  expect(claims).toMatchObject({ tid: tenantA });
});

test.each(['thumbprintSha256', 'thumbprint'] as const)(
  'msal-node with a certificate, named by %s; it sends the same assertion twice',
  async (kind) => {
    const { sha1, sha256 } = certificateCredential(certificate.pem, seededRandom(1));
    const thumbprint = Buffer.from(kind === 'thumbprint' ? sha1 : sha256, 'base64url').toString('hex');
    const clientCertificate = { privateKey: certificate.keyPem, [kind]: thumbprint, x5c: certificate.pem };
    const claims = await msal({ clientId: signer, authority: `${here.origin}/${tenantA}`, clientCertificate }, [], true);
    expect(claims).toMatchObject({ appid: signer, appidacr: '2', tid: tenantA });
  },
);

test('msal-node tells its user why it was refused', async () => {
  const authority = `${here.origin}/${tenantA}`;
  await expect(msal({ clientId: desk, clientSecret: 'guess', authority })).rejects.toThrow(/7000215.*Invalid client secret/);
  await expect(msal({ clientId: desk, clientSecret: secret, authority: `${here.origin}/elsewhere` })).rejects.toThrow();
});

test.each([true, false])(
  '@azure/identity over HTTPS, with a secret and with a certificate; instance discovery off: %s',
  async (disableInstanceDiscovery) => {
    const server = createServer({ key: certificate.keyPem, cert: certificate.pem }, (request, response) => {
      void getRequestListener((asked) => t.door.fetch(asked), { overrideGlobalObjects: false })(request, response);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const authorityHost = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const tlsOptions = { ca: certificate.pem, rejectUnauthorized: false };
    const options = { authorityHost, disableInstanceDiscovery, tlsOptions, retryOptions: { maxRetries: 0 } };
    try {
      if (disableInstanceDiscovery) {
        const bySecret = await new ClientSecretCredential(tenantA, desk, secret, options).getToken(graphScope);
        expect(decodeJwt(bySecret.token)).toMatchObject({ appid: desk, tid: tenantA });
        const pem = certificate.keyPem + certificate.pem;
        const byCertificate = await new ClientCertificateCredential(tenantB, signer, { certificate: pem }, options).getToken(graphScope);
        expect(decodeJwt(byCertificate.token)).toMatchObject({ appid: signer, tid: tenantB });
      } else {
        // It asks login.microsoftonline.com about a host that it does not know; a policy leads that question to the door too.
        const policy = {
          name: 'hosts',
          sendRequest: (request: { url: string }, next: (request: never) => Promise<never>): Promise<never> => {
            const url = new URL(request.url);
            request.url = authorityHost + url.pathname + url.search;
            return next(request as never);
          },
        };
        const more = { ...options, additionalPolicies: [{ policy, position: 'perCall' as const }] };
        const { token } = await new ClientSecretCredential(tenantA, desk, secret, more).getToken(graphScope);
        expect(decodeJwt(token)).toMatchObject({ appid: desk, tid: tenantA });
      }
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    }
  },
);
