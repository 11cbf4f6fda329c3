/** Finds and reads `rollcall.config.ts`, `.js` or `.json`, and tells every mistake in it with its place and remedy. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { configSchema, type Config, type FullConfig } from './config.ts';
import { ServerError } from './errors.ts';
import { loadModule } from './load-module.ts';

const names = ['rollcall.config.ts', 'rollcall.config.mjs', 'rollcall.config.js', 'rollcall.config.json'];

export type Environment = Readonly<Record<string, string | undefined>>;

/** What was said at a prompt, as it was typed. */
export type Typed = { readonly [setting in Setting]?: string | undefined };

type Setting = 'port' | 'host' | 'data';
/** Where a setting was said beside the file, by its name there: `--port`, `PORT`. */
type SaidElsewhere = ReadonlyMap<string, { readonly name: string; readonly text: string }>;

const variables = { port: 'PORT', host: 'ROLLCALL_HOST', data: 'ROLLCALL_DATA' } as const satisfies Readonly<Record<Setting, string>>;

/**
 * The configuration of `folder`: its file if there is one, then what the environment says (`PORT`, `ROLLCALL_DATA`, `ROLLCALL_HOST`), then what was
 * typed. What cannot be is told by the name of the place that said it.
 */
export async function readConfig(folder: string, environment: Environment, file?: string, typed: Typed = {}): Promise<FullConfig> {
  const path = file === undefined ? names.map((name) => join(folder, name)).find((each) => existsSync(each)) : resolve(folder, file);
  const written = path === undefined ? {} : await contentOf(path);
  const elsewhere = saidElsewhere(environment, typed);
  const values = [...elsewhere].map(([setting, { text }]) => [setting, setting === 'port' ? numberOf(text) : text]);
  return checked({ ...written, ...(Object.fromEntries(values) as Config) }, path ?? 'the configuration', elsewhere);
}

/** Fills in the defaults; throws a `ServerError` that names each mistake and where it is. */
export function checked(config: Config, source: string, elsewhere: SaidElsewhere = new Map()): FullConfig {
  const read = configSchema.safeParse(config);
  if (read.success) return read.data;
  const inFile: string[] = [];
  const others: string[] = [];
  for (const { path, message } of read.error.issues) {
    const [setting] = path;
    const place = elsewhere.get(String(setting));
    if (place) others.push(`${place.name} is "${place.text}": ${message}`);
    else inFile.push(`  ${path.length > 0 ? path.join('.') : 'the whole'}: ${message}`);
  }
  const lines = [...others, ...(inFile.length > 0 ? [`${source} says something that cannot be:`, ...inFile] : [])];
  const remedy = others.length > 0 ? 'Correct that, then try again.' : 'Correct these lines, then start again.';
  throw new ServerError('server/bad-config', lines.join('\n'), remedy, { cause: read.error });
}

/** An empty one says nothing. */
function saidElsewhere(environment: Environment, typed: Typed): SaidElsewhere {
  const settings = Object.entries(variables) as readonly [Setting, string][];
  return new Map(
    settings.flatMap(([setting, variable]) => {
      const { [setting]: typedText = '' } = typed;
      const text = typedText || (environment[variable] ?? '');
      return text === '' ? [] : [[setting, { name: typedText === '' ? variable : `--${setting}`, text }] as const];
    }),
  );
}

/** What is no number stays as it is, so that it is told. */
function numberOf(text: string): unknown {
  const number = Number(text);
  return Number.isNaN(number) || text.trim() === '' ? text : number;
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
