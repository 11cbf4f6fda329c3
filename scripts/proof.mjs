/** The proofs by chance at their full counts: random commands, fuzzed bodies, kills. Prints how many passed, for docs/proof.md. */
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const suites = ['src/switchboard/ending.test.ts', 'src/doors/graph/fuzz.test.ts', 'test/halves.test.ts', 'test/halves/same-seed.test.ts'];
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
