/** What the form for a new bot finds wrong, before anything is sent. */
import { describe, expect, test } from 'vitest';
import type { Apps, AppState } from '../../../src/wire/live/apps.ts';
import { certificatesIn, commandOf, faultsOf, newDraft, type AppDraft } from './app-draft.ts';

const apps: Apps = {
  apps: [{ name: 'Echo' } as AppState],
  tenants: [{ tenantId: 'home', name: 'home.example' }],
  permissions: [
    { name: 'Calls.Initiate.All', isUsual: true },
    { name: 'Calls.ReportSyntheticMedia.All', isUsual: false },
  ],
  takenNumbers: ['100', '201'],
  freeNumber: '300',
};
const draft: AppDraft = { ...newDraft(apps), name: 'Desk', webhook: 'https://bots.example/calls' };
const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';

test('a new one has the free number, the house as its tenant, and what is usual', () => {
  expect(newDraft(apps)).toMatchObject({ number: '300', tenant: 'home', permissions: ['Calls.Initiate.All'], proof: 'secret' });
});

describe('what is wrong is told at its field', () => {
  test.each<[string, Partial<AppDraft>, object]>([
    ['nothing', {}, {}],
    ['no name', { name: '  ' }, { name: /name/ }],
    ['a name that is there, in other letters', { name: 'ECHO' }, { name: /already/ }],
    ['a number that somebody has', { number: '2 01' }, { number: /Somebody/ }],
    ['a number with letters', { number: '3oo' }, { number: /digits/ }],
    ['a number that would ring nowhere', { webhook: '' }, { webhook: /announced/ }],
    ['neither number nor web hook', { number: '', webhook: '' }, {}],
    ['plain http elsewhere', { webhook: 'http://bots.example/' }, { webhook: /https/ }],
    ['plain http here', { webhook: 'http://localhost:3978/api/calls' }, {}],
    ['a password in the address', { webhook: 'https://a:b@bots.example/' }, { webhook: /password/ }],
    ['no address', { webhook: 'bots.example' }, { webhook: /address/ }],
    ['a key in place of a certificate', { proof: 'certificate', certificate: '-----BEGIN PRIVATE KEY-----' }, { certificate: /Paste/ }],
  ])('%s', (_, change, expected) => {
    const faults = faultsOf({ ...draft, ...change }, apps);
    expect(Object.keys(faults)).toEqual(Object.keys(expected));
    for (const [field, words] of Object.entries(expected)) expect(faults[field as 'name']).toMatch(words as RegExp);
  });
});

test('of a PEM file with a key in it, only the certificate is sent', () => {
  const file = `-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----\n${pem}\n`;
  expect(certificatesIn(file)).toBe(pem);
  expect(commandOf({ ...draft, number: ' 3 00 ', proof: 'certificate', certificate: file })).toMatchObject({
    number: '300',
    certificate: pem,
  });
  expect(commandOf({ ...draft, number: '', webhook: '', certificate: file })).toMatchObject({ number: undefined, certificate: undefined });
});
