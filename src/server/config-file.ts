/** Finds and reads `rollcall.config.ts`, `.js` or `.json`, and tells every mistake in it with its place and remedy. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { configSchema, type Config, type FullConfig } from './config.ts';
import { ServerError } from './errors.ts';
import { loadModule } from './load-module.ts';

const names = ['rollcall.config.ts', 'rollcall.config.mjs', 'rollcall.config.js', 'rollcall.config.json'];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration of `folder`: its file if there is one, then what the environment says (`PORT`, `ROLLCALL_DATA`, `ROLLCALL_HOST`). */
export async function readConfig(folder: string, environment: Environment, file?: string): Promise<FullConfig> {
  const path = file === undefined ? names.map((name) => join(folder, name)).find((each) => existsSync(each)) : resolve(folder, file);
  const written = path === undefined ? {} : await contentOf(path);
  return checked({ ...written, ...fromEnvironment(environment) }, path ?? 'the environment');
}

/** Fills in the defaults; throws a `ServerError` that names each mistake. */
export function checked(config: Config, source: string): FullConfig {
  const read = configSchema.safeParse(config);
  if (read.success) return read.data;
  const mistakes = read.error.issues.map((issue) => `  ${issue.path.length > 0 ? issue.path.join('.') : 'the whole'}: ${issue.message}`);
  throw new ServerError(
    'server/bad-config',
    `${source} says something that cannot be:\n${mistakes.join('\n')}`,
    'Correct these lines, then start again.',
    { cause: read.error },
  );
}

async function contentOf(path: string): Promise<Config> {
  if (!existsSync(path))
    throw new ServerError('server/bad-config', `There is no ${path}.`, 'Name a file that is there with --config, or none.');
  try {
    if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8')) as Config;
    const exported = await loadModule(path);
    const config = exported['config'] ?? exported['default'];
    if (typeof config === 'object' && config !== null) return config;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ServerError('server/bad-config', `${path} cannot be read: ${message}`, 'Correct it, then start again.', { cause });
  }
  throw new ServerError('server/bad-config', `${path} exports no configuration.`, 'Write: export const config = defineConfig({ … });');
}

function fromEnvironment({ PORT, ROLLCALL_DATA, ROLLCALL_HOST }: Environment): Config {
  const port = z.coerce.number().int().safeParse(PORT);
  if (PORT && !port.success)
    throw new ServerError('server/bad-config', `PORT is "${PORT}", which is no number.`, 'Set PORT to a number such as 4400.');
  return {
    ...(PORT && port.success ? { port: port.data } : {}),
    ...(ROLLCALL_DATA ? { data: ROLLCALL_DATA } : {}),
    ...(ROLLCALL_HOST ? { host: ROLLCALL_HOST } : {}),
  };
}
