/** The cookbook's snippets are taken from files that are run, and the failure that it shows is what a run says. */
import { readdirSync, readFileSync } from 'node:fs';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';
import { orderLine } from './seeded-bugs/order-line.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/testing.md', root), 'utf8');
const folders = ['examples/testing/', 'test/lab/seeded-bugs/'];
const files = folders.flatMap((folder) => readdirSync(new URL(folder, root)).map((file) => `${folder}${file}`));

/** As it is, however its lines are broken and indented. */
const bare = (code: string): string => code.replaceAll(/\s+/g, '').replaceAll(/,(?=[)}\]])/g, '');

test('every snippet stands in a file that is run', () => {
  const run = files.map((file) => bare(readFileSync(new URL(file, root), 'utf8')));
  const snippets = [...page.matchAll(/^```typescript\n(.*?)^```$/gms)].map(([, code = '']) => code);
  expect(snippets.length).toBeGreaterThan(15);
  expect(snippets.filter((code) => !run.some((text) => text.includes(bare(code))))).toEqual([]);
});

test('the failure on the page is what a run says', async () => {
  const failing = withLab({ bots: [orderLine({ hangsUp: 'after 2 s' })], voice: 'built-in', keep: false, seed: 1 }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/on its way/);
    await line.hears(/goodbye, and thank you/i);
  });
  const message = await failing.then(() => '', (error: unknown) => (error as Error).message); // prettier-ignore
  expect(page).toContain(`\`\`\`\n${message}\n`);
});
