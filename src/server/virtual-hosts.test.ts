import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { misplacedRequests, virtualHosts } from './virtual-hosts.ts';

const misplaced = misplacedRequests({ clock: virtualClock(), random: seededRandom(1) });

test.each([
  ['https://graph.microsoft.com/v1.0/communications/calls'],
  ['https://graph.microsoft.com/beta/communications/calls?x=/phone'],
  ['https://graph.microsoft.com/communications/calls'],
  ['https://graph.microsoft.us/v1.0/communications/calls'],
  ['https://dod-graph.microsoft.us/v1.0/communications/calls'],
  ['https://microsoftgraph.chinacloudapi.cn/v1.0/communications/calls'],
  ['https://login.microsoftonline.com/tenant/oauth2/v2.0/token'],
  ['https://login.microsoftonline.com/tenant/v2.0/.well-known/openid-configuration'],
  ['https://login.microsoftonline.com/tenant/.well-known/openid-configuration'],
  ['https://login.microsoftonline.com/tenant/discovery/v2.0/keys'],
  ['https://login.microsoftonline.com/common/discovery/instance?api-version=1.1'],
  ['https://login.microsoftonline.us/tenant/oauth2/v2.0/token'],
  ['https://login.partner.microsoftonline.cn/tenant/oauth2/v2.0/token'],
  ['https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration'],
  ['https://api.aps.skype.com/v1/.well-known/keys'],
  ['https://api.aps.skype.com/v1/keys'],
  ['https://GRAPH.microsoft.com:443/v1.0/communications/calls'],
  ['https://localhost:4443/phone'],
  ['https://bots.example.com/bots/desk/calls'],
])('%s may pass', (url) => {
  expect(misplaced(new Request(url))).toBeUndefined();
});

test.each([
  ['https://graph.microsoft.com/', 'graph'],
  ['https://graph.microsoft.com/phone', 'graph'],
  ['https://graph.microsoft.com/v1.0x/communications', 'graph'],
  ['https://graph.microsoft.com/tenant/oauth2/v2.0/token', 'graph'],
  ['https://graph.microsoft.com/v1/.well-known/keys', 'graph'],
  ['https://graph.microsoft.com/bots/desk/calls', 'graph'],
  ['https://graph.microsoft.com/voicemail/a/b.wav', 'graph'],
  ['https://login.microsoftonline.com/', 'identity'],
  ['https://login.microsoftonline.com/v1.0/communications/calls', 'identity'],
  ['https://login.microsoftonline.com/v1/.well-known/OpenIdConfiguration', 'identity'],
  ['https://api.aps.skype.com/v1.0/communications/calls', 'calling'],
  ['https://api.aps.skype.com/tenant/oauth2/v2.0/token', 'calling'],
  ['https://api.aps.skype.com/v1/keys/1', 'calling'],
])('%s is not found, as %s says it', async (url, service) => {
  const response = misplaced(new Request(url, { headers: { 'client-request-id': 'mine' } }));
  expect(response?.status).toBe(404);
  const text = (await response?.text()) ?? '';
  if (service === 'calling') return expect(text).toContain(new URL(url).pathname);
  const body = JSON.parse(text) as { error: unknown };
  if (service === 'graph') {
    expect(body).toMatchObject({ error: { code: 'ResourceNotFound', innerError: { 'client-request-id': 'mine' } } });
    expect(response?.headers.get('client-request-id')).toBe('mine');
  } else expect(body).toMatchObject({ error: 'invalid_request', error_description: expect.any(String) as string });
});

test('no host is another one with something before or after it', () => {
  for (const host of ['evilgraph.microsoft.com', 'graph.microsoft.com.evil.example', 'x.graph.microsoft.com']) {
    expect(virtualHosts).not.toContain(host);
    expect(misplaced(new Request(`https://${host}/phone`))).toBeUndefined();
  }
});
