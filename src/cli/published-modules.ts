/** What a user's file imports by the package's name is this very program: one catalogue of errors, and nothing loaded twice. */

export async function publishedModules(): Promise<Readonly<Record<string, unknown>>> {
  return { rollcall: await published(''), 'rollcall/testing': await published('testing/') };
}

function published(room: string): Promise<unknown> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return import(new URL(`../${room}index.${extension}`, import.meta.url).href);
}
