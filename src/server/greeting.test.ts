import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { checked } from './config-file.ts';
import { directoryOf } from './directory.ts';
import { greeting } from './greeting.ts';
import type { House } from './house.ts';

const url = 'http://127.0.0.1:4400';

test('says where the house is, every number in order, what to try and how to stop', () => {
  const { directory, secrets } = directoryOf(checked({}, 'the test'), { publicUrl: url, random: seededRandom(1) });
  const text = greeting(houseWith({ directory, hints: [{ number: '100', text: 'Dial 100.' }] }));
  const numbers = [...text.matchAll(/^ +(\d{3}) {2}/gm)].map(([, number]) => number);
  expect(numbers).toEqual(['100', '101', '102', '103', '104', '105', '106', '107', '108', '109', '110', '201', '202', '203', '204']);
  expect(text).toContain('100  front desk – Greets you');
  expect(text).toContain(`Open ${url}/phone`);
  expect(text).toContain(`Open ${url}/meet`);
  expect(text).toContain('    Dial 100.\n');
  expect(text).toContain(`${url}/calls`);
  expect(text).toContain('Voice: flite. Ctrl-C stops it.');
  for (const secret of secrets.values()) expect(text).not.toContain(secret);
});

test('numbers of unlike length stand below each other, and a house with nobody in it greets as well', () => {
  const people = [
    { userId: 'a', tenantId: 't', name: 'Ada', number: '7' },
    { userId: 'g', tenantId: 't', name: 'Grace', number: '+4930123' },
  ];
  const text = greeting(houseWith({ directory: { tenantId: 't', tenants: [], people, apps: [] } }));
  expect(text).toContain('    +4930123  Grace\n           7  Ada\n');
  expect(greeting(houseWith({ directory: { tenantId: 't', tenants: [], people: [], apps: [] } }))).toContain(url);
});

test('says where HTTPS is, or why it has no port', () => {
  const secure = { certificate: '/data/ca/rollcall-ca.pem', accept: () => undefined };
  expect(greeting(houseWith({ secure: { ...secure, url: 'https://127.0.0.1:4443', why: undefined } }))).toContain(
    'HTTPS at https://127.0.0.1:4443 (rollcall ca show',
  );
  const taken = greeting(houseWith({ secure: { ...secure, url: undefined, why: 'Port 4443 is in use.' } }));
  expect(taken).toContain('HTTPS not on a port of its own: Port 4443 is in use.');
  expect(greeting(houseWith({}))).not.toContain('HTTPS');
});

function houseWith(parts: Partial<House>): House {
  return {
    url,
    secure: undefined,
    directory: { tenantId: 't', tenants: [], people: [], apps: [] },
    secrets: new Map(),
    hints: [],
    voice: 'flite',
    calls: () => [],
    mediaHealth: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...parts,
  };
}
