import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config-file.ts';

const folder = (files: Readonly<Record<string, string>>): string => {
  const path = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
};

test('without a file everything has a default', async () => {
  expect(await readConfig(folder({}), {})).toMatchObject({
    host: '127.0.0.1',
    port: 4400,
    data: '.rollcall',
    noAnswer: { afterSeconds: 20, forwardTo: 'voicemail' },
  });
});

test('the environment goes before the file', async () => {
  const path = folder({ 'rollcall.config.json': '{"port": 5000, "data": "here"}' });
  expect(await readConfig(path, { PORT: '6000' })).toMatchObject({ port: 6000, data: 'here' });
});

test('the switchboard’s limits are set by name, and a wrong name is told', async () => {
  const path = folder({ 'rollcall.config.json': '{"limits": {"appAnswerMs": 8000, "keepAliveMs": 60000}}' });
  expect(await readConfig(path, {})).toMatchObject({ limits: { appAnswerMs: 8000, keepAliveMs: 60_000 } });
  await expect(readConfig(folder({ 'rollcall.config.json': '{"limits": {"appAnswer": 8}}' }), {})).rejects.toThrow('appAnswer');
});

test('the behaviour of Graph is a profile and settings, and a mistake in them is told with its place', async () => {
  const graph = { profile: { base: 'unruly', batch: 1 }, settings: { throttle: { requests: 10 } } };
  const path = folder({ 'rollcall.config.json': JSON.stringify({ graph }) });
  expect(await readConfig(path, {})).toMatchObject({ graph });
  const wrong = folder({ 'rollcall.config.json': '{"graph": {"profile": "wild", "settings": {"bodyBytes": "many"}}}' });
  await expect(readConfig(wrong, {})).rejects.toThrow(/graph\.profile[\s\S]*graph\.settings\.bodyBytes/);
});

test('a configuration may be TypeScript', async () => {
  const path = folder({
    'rollcall.config.ts': 'type Port = number;\nexport const config = { port: 4711 as Port, noAnswer: { afterSeconds: 7 } };',
  });
  expect(await readConfig(path, {})).toMatchObject({ port: 4711, noAnswer: { afterSeconds: 7, forwardTo: 'voicemail' } });
});

test.each([
  ['rollcall.config.json', '{"port": 4400,,}', /cannot be read: .*JSON/],
  ['rollcall.config.json', '{"prot": 4400}', /prot/],
  [
    'rollcall.config.json',
    '{"people": [{"userId": "ada", "name": "Ada", "number": "2O1"}]}',
    /people\.0\.userId[\s\S]*people\.0\.number: a number has digits only/,
  ],
  ['rollcall.config.ts', 'export const nothing = 1;', /exports no configuration/],
  ['rollcall.config.ts', 'export const config = {', /cannot be read/],
])('%s with a mistake is told with its place: %s', async (name, text, message) => {
  await expect(readConfig(folder({ [name]: text }), {})).rejects.toThrow(message);
});

test('what was typed goes before the environment, and what is empty says nothing', async () => {
  const environment = { PORT: '6000', ROLLCALL_HOST: '127.0.0.2', ROLLCALL_DATA: '' };
  const path = folder({ 'rollcall.config.json': '{"data": "here"}' });
  expect(await readConfig(path, environment, undefined, { port: '7000', host: '' })).toMatchObject({ port: 7000, host: '127.0.0.2', data: 'here' }); // prettier-ignore
});

test.each([
  ['typed', { port: '99999' }, { PORT: '70000' }, /^--port is "99999": a port is a whole number from 0 .* to 65535$/],
  ['in the environment', {}, { PORT: '99999' }, /^PORT is "99999": a port is/],
  ['typed, and no number', { port: 'http' }, {}, /^--port is "http": a port is/],
  ['typed, and half a number', { port: '80.5' }, {}, /^--port is "80\.5": a port is/],
])('what cannot be is told by the name of the place that said it: %s', async (_, typed, environment, message) => {
  await expect(readConfig(folder({ 'rollcall.config.json': '{"port": 5000}' }), environment, undefined, typed)).rejects.toThrow(message);
});

test('mistakes in several places are told, each with its own', async () => {
  const path = folder({ 'rollcall.config.json': '{"port": 5000, "prot": 1}' });
  await expect(readConfig(path, {}, undefined, { port: '-1' })).rejects.toThrow(
    /^--port is "-1": .*\n.*rollcall\.config\.json says .*\n .*prot/,
  );
  const wrong = folder({ 'rollcall.config.json': '{"port": 99999}' });
  await expect(readConfig(wrong, {})).rejects.toThrow(/rollcall\.config\.json says something that cannot be:\n {2}port: a port is/);
  expect(await readConfig(wrong, {}, undefined, { port: '80' })).toMatchObject({ port: 80 });
});

test('a port that is no number is refused', async () => {
  await expect(readConfig(folder({}), { PORT: 'http' })).rejects.toThrow('PORT is "http"');
});

test('a file that was named must be there', async () => {
  await expect(readConfig(folder({}), {}, 'nowhere.ts')).rejects.toThrow('There is no');
});
