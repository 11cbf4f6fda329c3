/** Loads a user's TypeScript or JavaScript on Node 20, anew each time, so that a saved file counts. */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';

/** `import … from 'rollcall'` in a user's file means this very package, wherever the file lies. */
const ourselves = join(dirname(fileURLToPath(import.meta.url)), '..', `index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`);

export type LoadWords = {
  /** Modules that are loaded already, by the names by which a user's file imports them. */
  readonly modules?: Readonly<Record<string, unknown>> | undefined;
};

/** Loaded once, however many files import it: what one of them is thrown is an error that all of them know. */
let loaded: Promise<unknown> | undefined;
function thisPackage(): Promise<unknown> {
  loaded ??= import(/* @vite-ignore */ pathToFileURL(ourselves).href);
  return loaded;
}

/** The exports of a module. Rejects with what the loader or the module itself threw. */
export async function loadModule(path: string, { modules }: LoadWords = {}): Promise<Readonly<Record<string, unknown>>> {
  const virtualModules = { ...(modules ?? { rollcall: await thisPackage() }) };
  const jiti = createJiti(import.meta.url, { moduleCache: false, fsCache: false, interopDefault: false, virtualModules });
  return await jiti.import<Record<string, unknown>>(path);
}
