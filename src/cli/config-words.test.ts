/** Whoever types a wrong setting is told which word was wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configOf } from './config-words.ts';

let folder: string;
let config: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-words-'));
  config = join(folder, 'rollcall.config.json');
  writeFileSync(config, '{"port": 5000, "host": "127.0.0.2"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is typed goes before the environment, and that before the file', async () => {
  const environment = { PORT: '6000', ROLLCALL_DATA: 'there' };
  expect(await configOf({ config, port: '7000' }, environment)).toMatchObject({ port: 7000, host: '127.0.0.2', data: 'there' });
  expect(await configOf({ config }, environment)).toMatchObject({ port: 6000 });
  expect(await configOf({ config }, {})).toMatchObject({ port: 5000, data: '.rollcall' });
});

test('a wrong --port is told as --port, and a wrong PORT as PORT', async () => {
  await expect(configOf({ config, port: '99999' }, { PORT: '4400' })).rejects.toThrow(/^--port is "99999"/);
  await expect(configOf({ config }, { PORT: '99999' })).rejects.toThrow(/^PORT is "99999"/);
});
