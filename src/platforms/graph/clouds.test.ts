/** The national clouds: each host stands where the documentation has it, and what is not documented says so. */
import { expect, test } from 'vitest';
import { audienceOf, clouds, issuersOf, type CloudName } from './clouds.ts';
import { teamsEndpoints } from './teams-endpoints.ts';

test.each<[CloudName, string, string]>([
  ['global', 'graph.microsoft.com', 'login.microsoftonline.com'],
  ['usGovHigh', 'graph.microsoft.us', 'login.microsoftonline.us'],
  ['usGovDod', 'dod-graph.microsoft.us', 'login.microsoftonline.us'],
  ['china', 'microsoftgraph.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
])('%s is at %s, and its tokens come from %s', (cloud, graph, login) => {
  const endpoints = teamsEndpoints('a tenant', cloud);
  expect(endpoints.baseUrl).toBe(`https://${graph}/v1.0`);
  expect(endpoints.tokenUrl).toBe(`https://${login}/a%20tenant/oauth2/v2.0/token`);
  expect(audienceOf(endpoints.baseUrl)).toBe(`https://${graph}`);
  expect(issuersOf(endpoints.baseUrl)).toContain(`https://${graph}`);
});

test('what is documented for calls is the global cloud alone', () => {
  expect(Object.values(clouds).filter(({ isDocumentedForCalls }) => isDocumentedForCalls)).toEqual([clouds.global]);
});

test('a switchboard of our own answers to the name of the global cloud, and so does no look-alike', () => {
  expect(audienceOf('http://127.0.0.1:4400/v1.0')).toBe('https://graph.microsoft.com');
  expect(audienceOf('https://graph.microsoft.us.evil.test/v1.0')).toBe('https://graph.microsoft.com');
});
