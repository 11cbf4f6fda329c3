/** The examples of testing: each is short, says how to run it, and knows the package by its public names; scenarios are run here. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { hours, silence } from './10-scenario.ts';

describe('10 is a file of scenarios', () => {
  test(hours.scenarioName, hours);
  test(silence.scenarioName, silence);
});

test('every example is short, says how to run it, and imports what its reader can import', async () => {
  const folder = new URL('.', import.meta.url);
  const files = (await readdir(folder)).filter((file) => /^\d\d-.*\.ts$/.test(file));
  expect(files.map((file) => file.slice(0, 2))).toEqual(files.map((_, at) => String(at + 1).padStart(2, '0')));
  for (const file of files) {
    const text = await readFile(new URL(file, folder), 'utf8');
    expect(text.split('\n').length, file).toBeLessThan(70);
    expect(text, file).toMatch(new RegExp(`npx (vitest run|rollcall lab run) examples/testing/${file}\\n`));
    const from = [...text.matchAll(/(?:from|import) '(.*)'/g)].map(([, name]) => name);
    const ours = ['rollcall', 'rollcall/testing', 'rollcall/testing/vitest', 'vitest', './jingle.ts'];
    expect(
      from.filter((name) => !ours.includes(name ?? '')),
      file,
    ).toEqual([]);
  }
});
