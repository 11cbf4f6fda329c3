/** `rollcall init my-bot`: a small project that runs and has a test, with this very Rollcall packed into it while none is published. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { ServerError } from '../server/errors.ts';
import { packageFolder } from '../server/sample-house.ts';
import { newBotFiles } from './new-bot.ts';

export function init([folder, ...more]: readonly string[]): number {
  if (folder === undefined || folder === '' || more.length > 0) {
    process.stderr.write('Name one folder: rollcall init my-bot\n');
    return 2;
  }
  const place = resolve(folder);
  makeFolder(place);
  const vendor = join(place, 'vendor');
  try {
    mkdirSync(vendor);
    const packages = { rollcall: `file:vendor/${packed(packageFolder, vendor)}`, ...packedVoice(vendor) };
    for (const [name, text] of Object.entries(newBotFiles(basename(place), packages))) writeFileSync(join(place, name), text);
  } catch (error) {
    // So that the next try finds the folder empty.
    rmSync(vendor, { recursive: true, force: true });
    throw error;
  }
  const way = place === process.cwd() ? '' : `\n    cd ${/^[\w./\\:~-]+$/.test(folder) ? folder : `"${folder}"`}`;
  process.stdout.write(`
  A bot is in ${place}
${way}
    npm install
    npm start        then dial 111 at http://127.0.0.1:4400/phone
    npm test

`);
  return 0;
}

/** Makes an empty folder, or takes one in which there is at most a fresh repository. */
function makeFolder(place: string): void {
  let inside: readonly string[];
  try {
    mkdirSync(place, { recursive: true });
    inside = readdirSync(place).filter((name) => name !== '.git');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ServerError('server/bad-config', `The folder ${place} cannot be made: ${message}`, 'Name another folder.', { cause });
  }
  if (inside.length > 0)
    throw new ServerError('server/bad-config', `${place} is there already and is not empty.`, 'Name a new folder, or empty this one.');
}

/** The separate voice program, if it is there: a package of its own because of its licence. */
function packedVoice(vendor: string): Readonly<Record<string, string>> {
  let manifest: string;
  try {
    manifest = createRequire(import.meta.url).resolve('rollcall-voice-espeak/package.json');
  } catch {
    return {};
  }
  return { 'rollcall-voice-espeak': `file:vendor/${packed(dirname(manifest), vendor)}` };
}

/** The file name of a tarball of the package in `folder`. Its build is not run again: it may be the one that runs now. */
function packed(folder: string, vendor: string): string {
  const { status, stdout, stderr, error } = spawnSync('npm', ['pack', folder, '--ignore-scripts', '--json', '--pack-destination', vendor], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [file] = status === 0 ? filesIn(stdout) : [];
  if (file !== undefined) return file;
  throw new ServerError(
    'server/not-built',
    `npm could not pack ${folder}: ${error?.message ?? stderr.trim()}`,
    'Check that npm is on the path, then try again.',
  );
}

/** npm 11 prints a list of packages, later ones an object of them. */
function filesIn(stdout: string): string[] {
  const printed = JSON.parse(stdout) as { filename: string }[] | Record<string, { filename: string }>;
  return Object.values(printed).map(({ filename }) => filename);
}
