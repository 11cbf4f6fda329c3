/** A whole house for a walk: real ports, real media processes, real voices; only the data folder is a passing one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../../src/base/clock.ts';
import type { Config } from '../../src/server/config.ts';
import { checked } from '../../src/server/config-file.ts';
import { openHouse, type House, type HouseOptions } from '../../src/server/house.ts';

export const ada = 'a0000000-0000-4000-8000-000000000201';
export const grace = 'a0000000-0000-4000-8000-000000000202';

export async function openPassingHouse(
  config: Config = {},
  options: Partial<HouseOptions> = {},
): Promise<House & { readonly data: string }> {
  const data = config.data ?? (await mkdtemp(join(tmpdir(), 'rollcall-walk-')));
  const house = await openHouse(checked({ port: 0, log: 'silent', ...config, data }, 'the walk'), { clock: realClock(), ...options });
  return {
    ...house,
    data,
    async [Symbol.asyncDispose]() {
      await house[Symbol.asyncDispose]();
      if (config.data === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}
