/** Where in a test something was asked for: the lines of a stack that are not Rollcall's own. */
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** All that is Rollcall: `src`, or `dist`. */
const ourselves: string = resolve(import.meta.dirname, '..', '..');
const MOST_FRAMES = 50;

export type TestPlace = {
  /** Lines of the stack, outermost last. */
  readonly frames: readonly string[];
  readonly file?: string | undefined;
  readonly line?: number | undefined;
};

/** Of whoever calls the caller of this, whichever of them is a test. */
export function testPlace(): TestPlace {
  return placeIn(longStack());
}

/** A stack as long as it is needed to reach the test. */
export function longStack(): string {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = MOST_FRAMES;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = usual;
  return stack;
}

export function placeIn(stack: string): TestPlace {
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line) && !isOurs(line));
  const at = frames.map(fileAndLine).find((place) => place !== undefined);
  return { frames, ...at };
}

/** `front-desk.test-12`, for the folder of what is kept. */
export function nameOfPlace({ file, line }: TestPlace): string | undefined {
  return file === undefined ? undefined : `${basename(file).replace(/\.[cm]?[jt]sx?$/, '')}-${String(line ?? 0)}`;
}

function fileAndLine(frame: string): { readonly file: string; readonly line: number } | undefined {
  const [, path = '', line = ''] =
    /\(?((?:file:\/\/)?\/[^()]*?|[A-Za-z]:[\\/][^()]*?):(\d+):\d+\)?$/.exec(frame.replace(/^ +at (?:async )?/, '').replace(/^.*\(/, '')) ??
    [];
  if (path === '' || path.includes('/node_modules/') || path.startsWith('node:')) return undefined;
  return { file: path.startsWith('file:') ? fileURLToPath(path) : path, line: Number(line) };
}

/** Tests of Rollcall lie beside its code, and are tests nevertheless. */
function isOurs(frame: string): boolean {
  if (/\.test\.[jt]s/.test(frame)) return false;
  if (/\(?node:internal|<anonymous>\)?$|\/node_modules\/(?!rollcall\/)/.test(frame)) return true;
  return frame.includes(`${ourselves}/`) || frame.includes(`${ourselves}\\`) || frame.includes(`${pathToFileURL(ourselves).href}/`);
}
