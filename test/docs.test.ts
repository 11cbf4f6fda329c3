/** What the documentation says is true as far as a compiler and the file system can tell: its code fits, its links lead somewhere. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { newBotFiles } from '../src/cli/new-bot.ts';

const root = resolve(import.meta.dirname, '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]; // prettier-ignore
const ourselves = { rollcall: join(root, 'src/index.ts'), 'rollcall/testing': join(root, 'src/testing/index.ts') };
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

test(
  'every piece of TypeScript in the documentation and in a new project fits the package, and its tests pass',
  { timeout: 180_000 },
  () => {
    const place = mkdtempSync(join(tmpdir(), 'rollcall-docs-'));
    try {
      let pieces = 0;
      for (const page of pages) {
        const folder = join(place, basename(page, '.md'));
        mkdirSync(folder);
        for (const [, code = ''] of textOf(page).matchAll(/^```ts\n(.*?)^```$/gms)) {
          // A file that others import says its name first; an excerpt is what stands in `onCall`.
          const name = /^\/\/ (\S+\.ts)$/m.exec(code)?.[1] ?? `piece-${String(pieces)}.ts`;
          const file = join(folder, name);
          expect(existsSync(file), `${page} has ${name} twice`).toBe(false);
          writeFileSync(file, /^import /m.test(code) ? code : inOnCall(code));
          pieces++;
        }
      }
      expect(pieces).toBeGreaterThan(12);
      mkdirSync(join(place, 'new-bot'));
      for (const [name, text] of Object.entries(newBotFiles('my-bot', {}))) writeFileSync(join(place, 'new-bot', name), text);
      writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
      expect(mistakesIn(place)).toBe('');
      const output = testsOf(place, [
        'README/bot.test.ts',
        'getting-started/bot.test.ts',
        'writing-bots/desk.test.ts',
        'new-bot/bot.test.ts',
      ]);
      expect(output).toMatch(/pass 6\b/);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
);

test.each(pages)('every link of %s leads somewhere', (page) => {
  const links = [...textOf(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, link = '']) => link);
  const gone = links.filter((link) => !/^https?:/.test(link) && !existsSync(resolve(root, dirname(page), link)));
  expect(gone).toEqual([]);
});

function inOnCall(code: string): string {
  return `import type { BotContext, Call } from 'rollcall';
export async function onCall(call: Call, { voicemail, dial, dialGroup, join, log }: BotContext): Promise<void> {
${code}}
`;
}

/** What the compiler says of a folder, as strict as this house is with itself, but for what a reader of an excerpt does not need. */
function mistakesIn(folder: string): string {
  const project = join(folder, 'tsconfig.json');
  const lenient = { noUnusedLocals: false, noUnusedParameters: false, isolatedDeclarations: false, declaration: false };
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        ...lenient,
        typeRoots: [join(root, 'node_modules/@types')],
        paths: Object.fromEntries(Object.entries(ourselves).map(([name, file]) => [name, [file]])),
      },
      include: ['**/*.ts'],
    }),
  );
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], { cwd: folder, encoding: 'utf8' });
  return (stdout + stderr).trim();
}

/** What Node's own test runner prints of these files. */
function testsOf(folder: string, files: readonly string[]): string {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  const jiti = join(dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib/jiti-register.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', pathToFileURL(jiti).href, '--test', ...files], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, JITI_ALIAS: JSON.stringify(ourselves) },
  });
  return stdout + stderr;
}

test('every proof by chance stands on its page, with its counts', () => {
  const page = textOf('docs/proof.md');
  const suites = ['src', 'test'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`)); // prettier-ignore
  for (const file of suites.filter((each) => each.endsWith('.test.ts') && each !== 'test/docs.test.ts')) {
    const counts = [...textOf(file).matchAll(/proofRounds\(([\d_]+), ([\d_]+)\)/g)];
    const row = page.split('\n').find((line) => line.includes(`(../${file})`));
    if (counts.length === 0) expect(row, file).toBeUndefined();
    else expect(row, file).toBeDefined();
    const numbers = [...(row ?? '').matchAll(/\| +([\d,]+) /g)].map(([, number = '']) => Number(number.replaceAll(',', '')));
    const largest = (at: 1 | 2): number => Math.max(...counts.map((each) => Number(each[at]?.replaceAll('_', ''))));
    if (row !== undefined) expect(numbers, file).toEqual([largest(1), largest(2)]);
  }
});
