import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages } from './pages.ts';

let folder: string;
let page: (path: string) => Promise<Response>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-pages-'));
  const built = join(folder, 'dist');
  await mkdir(join(built, 'assets'), { recursive: true });
  await writeFile(join(built, 'index.html'), 'the page');
  await writeFile(join(built, 'assets', 'app-1a2b.js'), 'the code');
  await writeFile(join(built, 'favicon.svg'), 'the picture');
  await writeFile(join(folder, 'secret.json'), 'the secret');
  page = await openPages(built);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['/', 'the page', 'text/html; charset=utf-8', 'no-cache'],
  ['/phone', 'the page', 'text/html; charset=utf-8', 'no-cache'],
  ['/calls/1234', 'the page', 'text/html; charset=utf-8', 'no-cache'],
  ['/%E0%A4%A', 'the page', 'text/html; charset=utf-8', 'no-cache'],
  ['/assets/app-1a2b.js', 'the code', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['/favicon.svg', 'the picture', 'image/svg+xml', 'no-cache'],
])('%s is %s', async (path, text, type, caching) => {
  const response = await page(path);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(text);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('cache-control')).toBe(caching);
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test.each([
  '/../secret.json',
  '/..%2fsecret.json',
  '/..%5csecret.json',
  '/assets/../../secret.json',
  '/assets/..%2f..%2fsecret.json',
  '//../secret.json',
  '/..\\secret.json',
  '/.%00./secret.json',
])('%s does not climb out', async (path) => {
  const response = await page(path);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('the secret');
});

test('a missing file is said to be missing, in words', async () => {
  const response = await page('/assets/app-old.js');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('/assets/app-old.js');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a house whose pages were not built does not open, and says how to build them', async () => {
  await expect(openPages(join(folder, 'none'))).rejects.toMatchObject({
    code: 'server/not-built',
    remedy: expect.stringContaining('npm run build') as string,
  });
});
