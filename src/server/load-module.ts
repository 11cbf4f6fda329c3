/** Loads a user's TypeScript or JavaScript on Node 20, anew each time, so that a saved file counts. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';

/** `import … from 'rollcall'` in a user's file means this very package, wherever the file lies. */
const ourselves = join(dirname(fileURLToPath(import.meta.url)), '..', `index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`);

/** The exports of a module. Rejects with what the loader or the module itself threw. */
export async function loadModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const jiti = createJiti(import.meta.url, { moduleCache: false, fsCache: false, interopDefault: false, alias: { rollcall: ourselves } });
  return await jiti.import<Record<string, unknown>>(path);
}
