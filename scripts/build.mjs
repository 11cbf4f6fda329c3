/** Builds what runs: `dist/` from `src/`, `console/dist/` from `console/`. Skips itself inside a packed tarball, which has both. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
if (!existsSync(join(root, 'src'))) process.exit(0);

const tsc = join(dirname(createRequire(join(root, 'package.json')).resolve('typescript/package.json')), 'bin', 'tsc');
const vite = join(dirname(createRequire(join(root, 'console/package.json')).resolve('vite/package.json')), 'bin', 'vite.js');

rmSync(join(root, 'dist'), { recursive: true, force: true });
run('the program', [tsc, '-p', 'tsconfig.build.json'], root);
run('the pages', [vite, 'build', '--logLevel', 'warn'], join(root, 'console'));

function run(what, args, cwd) {
  const { status, error } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`Building ${what} failed${error ? `: ${error.message}` : ''}. Run "npm run types" to see what does not fit.`);
  process.exit(status ?? 1);
}
