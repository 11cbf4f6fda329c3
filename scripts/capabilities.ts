/** Writes `docs/capabilities.md`: what works where, and what it was checked against. `--check` only says whether the file is up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { features } from './capabilities/features.ts';
import { operations } from './capabilities/operations.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const missing = features.flatMap(({ proof }) => proof).filter((file) => !existsSync(join(root, file)));
if (missing.length > 0) throw new Error(`named as proof, but not there: ${[...new Set(missing)].join(', ')}`);

const text = `# What works where

Written by \`npm run capabilities\`; the tests that are named fail when it stops being so.

“Here” is the switchboard of this package. “Teams” is Microsoft Teams itself: the bots speak the same API there, but **nobody has run them on Teams yet**, so every line says *not verified live*.

| what | here | Teams | proved by | at the other end |
|---|---|---|---|---|
${features.map(({ what, proof, against }) => `| ${what} | works | not verified live | ${proof.map((file) => `[${file.split('/').at(-1) ?? file}](../${file})`).join(', ')} | ${against} |`).join('\n')}

Browsers: Chromium and what is built on it (Chrome, Edge), checked with Debian's Chromium in the walks above. Firefox and Safari have not been tried.

${operations}
`;

const file = join(root, 'docs', 'capabilities.md');
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/capabilities.md is not up to date: run "npm run capabilities".');
  process.exit(1);
}
