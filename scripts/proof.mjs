/** The proofs by chance at their full counts: every test that counts its rounds by `proofRounds`. Prints how many passed, for docs/proof.md. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const suites = ['src', 'test']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.test.ts') && readFileSync(join(root, file), 'utf8').includes('proofRounds('));
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--testTimeout', '600000', ...suites],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ROLLCALL_PROOF: 'full' },
  },
);
process.exit(status ?? 1);
