/** The walls of the house: which room may import which, no circles, nobody inside enters by a shop window. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

/** The table of docs/architecture.md: a room and what it may import. A room may always import itself. */
const plan: Readonly<Record<string, readonly string[]>> = {
  base: [],
  'wire/graph': ['base'],
  'wire/live': ['base'],
  'wire/rtp': ['base'],
  'wire/bridge': ['base'],
  media: ['base', 'wire/rtp'],
  bundles: ['base', 'media', 'wire/graph', 'wire/live'],
  store: ['base'],
  tls: ['base'],
  speech: ['base', 'media'],
  call: ['base', 'media'],
  'platforms/graph': ['base', 'media', 'call', 'wire/bridge', 'wire/graph'],
  archive: ['base', 'media', 'store'],
  'services/voicemail': ['base', 'media', 'speech', 'call', 'store', 'archive'],
  'services/recording': ['base', 'media', 'speech', 'call', 'store', 'archive'],
  'services/webhooks': ['base', 'store'],
  transcripts: ['base', 'archive', 'media', 'speech', 'store'],
  'services/transcription': ['base', 'media', 'speech', 'call', 'store', 'archive', 'transcripts'],
  'services/notes': ['base', 'speech'],
  bot: ['base', 'media', 'speech', 'call', 'services/notes', 'services/recording', 'services/transcription', 'services/voicemail', 'store'],
  views: ['base', 'archive', 'call', 'media', 'speech', 'store', 'transcripts', 'wire/live', 'wire/graph'],
  switchboard: ['base', 'media', 'store'],
  engine: ['base', 'media', 'wire/bridge', 'wire/rtp'],
  'doors/graph': ['base', 'media', 'speech', 'store', 'switchboard', 'wire/graph'],
  'doors/bridge': ['base', 'switchboard', 'wire/bridge'],
  'doors/webrtc': ['base', 'media', 'speech', 'store', 'switchboard'],
  'doors/live': ['base', 'media', 'speech', 'store', 'switchboard', 'wire/live'],
  testing: ['*'],
  server: ['*'],
  cli: ['base', 'bundles', 'server', 'testing', 'wire/graph'],
  index: ['*'],
};
/** Single files that a room may import from a room that is otherwise closed to it. */
const openFiles: Readonly<Record<string, readonly string[]>> = {
  index: ['server/config.ts'],
  bot: ['archive/port.ts'],
  testing: ['server/call-notes.ts'],
  switchboard: ['engine/port.ts', 'engine/bridge-connection.ts'],
  'doors/graph': ['engine/port.ts'],
  'doors/bridge': ['engine/port.ts', 'engine/bridge-connection.ts'],
  'doors/webrtc': ['engine/port.ts'],
  'doors/live': ['engine/port.ts'],
};
const neverIn = {
  testing: ['cli', 'server'],
  server: ['cli', 'testing'],
  index: ['cli', 'server', 'testing', 'switchboard', 'engine', 'doors/graph', 'doors/webrtc', 'doors/live'],
} as const;

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => file.replaceAll('\\', '/'));

const imports = new Map(files.map((file) => [file, importsOf(file)]));

test('there is a room for every file', () => {
  expect(files.filter((file) => !(roomOf(file) in plan))).toEqual([]);
});

test('every arrow between rooms is on the plan', () => {
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets.filter((target) => !mayImport(file, target)).map((target) => `${file} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('only types come through the engine port', () => {
  expect(readFileSync(join(source, 'engine/port.ts'), 'utf8')).not.toMatch(/^export (?!type|interface)/m);
});

test('nobody inside imports an index', () => {
  const wrong = [...imports].filter(([, targets]) => targets.some((target) => /(^|\/)index\.ts$/.test(target))).map(([file]) => file);
  expect(wrong).toEqual([]);
});

test('no file is in a circle', () => {
  expect(circles()).toEqual([]);
});

test('no file is called by what it is not', () => {
  expect(files.filter((file) => /(^|[/-])(utils?|helpers?|common|misc|types|manager|impl)\.tsx?$/.test(file))).toEqual([]);
});

test('bots and examples know the package by its public names alone', () => {
  for (const folder of ['bots', 'examples']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      expect(readFileSync(join(root, folder, file), 'utf8'), file).not.toMatch(/from '[./]*\/src\//);
    }
  }
});

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
  return found.map((path) => relative(source, resolve(source, dirname(file), path)).replaceAll('\\', '/'));
}

function roomOf(file: string): string {
  const [first = '', second = ''] = file.replace(/\.tsx?$/, '').split('/');
  return ['wire', 'platforms', 'services', 'doors'].includes(first) ? `${first}/${second}` : first;
}

function mayImport(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return true;
  if (target.startsWith('..')) return false;
  if (openFiles[from]?.includes(target)) return true;
  const allowed = plan[from] ?? [];
  if (((neverIn as Readonly<Record<string, readonly string[]>>)[from] ?? []).includes(to)) return false;
  return allowed.includes('*') || allowed.includes(to);
}

function circles(): string[] {
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  return found;
}
