import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { people } from '../../bots/people.ts';
import { samplePeople } from '../switchboard/sample-people.ts';
import { numbered, packageFolder, sampleBots, sampleHints, slugOf } from './sample-house.ts';

test('the reference bots know the same people as the house', () => {
  expect(people.map(({ user, name, number }) => ({ userId: user, name, number }))).toEqual(samplePeople);
});

test('the sample bots are there, and the hints name numbers that can be dialled', () => {
  for (const { file } of sampleBots) expect(existsSync(file), file).toBe(true);
  expect(existsSync(join(packageFolder, 'package.json'))).toBe(true);
  const numbers = [...sampleBots, ...samplePeople].map(({ number }) => number);
  for (const { number } of sampleHints) expect(numbers).toContain(number);
});

test('a bot without a number gets the next that is free', () => {
  const app = { name: 'app', number: '111', webhook: '', appId: '', secret: '' };
  const bots = ['a', 'b', 'c'].map((name) => ({ name, file: `${name}.ts`, ...(name === 'b' ? { number: '112' } : {}) }));
  const given = numbered([...bots, { name: 'd', file: 'd.ts' }], { people: [{ userId: '', name: '', number: '113' }], apps: [app] });
  expect(given.map(({ name, number }) => `${name} ${number}`)).toEqual(['a 110', 'b 112', 'c 114', 'd 115']);
});

test.each([
  ['front desk', 'front-desk'],
  ['  Größe & Co. ', 'gro-e-co'],
  ['Café', 'cafe'],
  ['../../etc', 'etc'],
  ['受付', 'bot'],
])('“%s” lives at /bots/%s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
