/** Serves the pages that were built into `console/dist`; every path that is no file is the one page, which finds its own way. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { ServerError } from './errors.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.json': 'application/json',
};

/** The hash of nothing: Fluent makes an empty style element and fills it by script. */
const emptyStyle = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

const headers = {
  'content-security-policy': `default-src 'self'; style-src 'self' '${emptyStyle}'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'permissions-policy': 'microphone=(self), speaker-selection=(self), camera=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Reads the start page once, so that a house without pages does not open. */
export async function openPages(folder: string): Promise<(path: string) => Promise<Response>> {
  const index = await readFile(join(folder, 'index.html')).catch((cause: unknown) => {
    throw new ServerError('server/not-built', `There are no pages in ${folder}.`, 'Run "npm run build", then start again.', { cause });
  });
  return async (path) => {
    const name = fileOf(path);
    const type = types[extname(name)];
    if (type === undefined || name === 'index.html') return page(index, types['.html'] ?? '', 'no-cache');
    try {
      const isNamedByContent = name.startsWith('assets');
      return page(await readFile(join(folder, name)), type, isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
    } catch {
      return new Response(`There is no ${path} here.`, { status: 404, headers });
    }
  };
}

/** The file that a path asks for; it cannot climb out of the folder. */
function fileOf(path: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(path);
  } catch {
    return 'index.html';
  }
  const name = normalize(`/${plain.replaceAll('\\', '/').replaceAll('\0', '')}`).slice(1);
  return name === '' ? 'index.html' : name;
}

function page(body: Uint8Array, type: string, caching: string): Response {
  return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': type, 'cache-control': caching } });
}
