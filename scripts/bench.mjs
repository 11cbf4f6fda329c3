/** Runs every bench in `bench/`, prints their tables, keeps their figures as JSON; `--check` fails when a promised ratio is broken. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const words = process.argv.slice(2);
const named = words.filter((word) => !word.startsWith('--'));
const figures = join(root, 'bench', 'figures');
mkdirSync(figures, { recursive: true });

const benches = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts') && (named.length === 0 || named.includes(file.replace(/\.ts$/, ''))))
  .toSorted();
if (benches.length === 0) {
  console.error(
    `There is no such bench. Those there are: ${readdirSync(join(root, 'bench'))
      .filter((file) => file.endsWith('.ts'))
      .join(', ')}`,
  );
  process.exit(2);
}

const failed = benches.filter((file) => {
  console.log(`\n## ${file}\n`);
  const json = join(figures, file.replace(/\.ts$/, '.json'));
  const check = words.includes('--check') ? ['--check'] : [];
  const { status } = spawnSync(process.execPath, ['--import', 'jiti/register', join('bench', file), '--json', json, ...check], {
    cwd: root,
    stdio: 'inherit',
  });
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`\nBroken: ${failed.join(', ')}`);
  process.exit(1);
}
