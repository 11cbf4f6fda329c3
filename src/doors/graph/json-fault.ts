/** Where a text stops being JSON: the runtime's own messages often do not say. */

const space = /[ \t\r\n]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
const deepest = 200;

class Fault {
  readonly at: number;
  constructor(at: number) {
    this.at = at;
  }
}

/** “line 2, column 14” of the first character that cannot be there; undefined when the text is JSON, or too deep to say. */
export function jsonFault(text: string): string | undefined {
  try {
    const end = skip(space, text, value(text, 0, 0));
    if (end === text.length) return undefined;
    return placeOf(text, end);
  } catch (fault) {
    return fault instanceof Fault && fault.at >= 0 ? placeOf(text, fault.at) : undefined;
  }
}

function value(text: string, from: number, depth: number): number {
  if (depth > deepest) throw new Fault(-1);
  const at = skip(space, text, from);
  const open = text[at];
  if (open !== '{' && open !== '[') return must(scalar, text, at);
  const close = open === '{' ? '}' : ']';
  let next = skip(space, text, at + 1);
  if (text[next] === close) return next + 1;
  for (;;) {
    if (open === '{') {
      if (text[next] !== '"') throw new Fault(next);
      next = skip(space, text, must(scalar, text, next));
      if (text[next] !== ':') throw new Fault(next);
      next++;
    }
    next = skip(space, text, value(text, next, depth + 1));
    if (text[next] === close) return next + 1;
    if (text[next] !== ',') throw new Fault(next);
    next = skip(space, text, next + 1);
  }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function must(pattern: RegExp, text: string, at: number): number {
  const end = skip(pattern, text, at);
  if (end === at) throw new Fault(at);
  return end;
}

function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `line ${String(lines.length)}, column ${String((lines.at(-1)?.length ?? 0) + 1)}`;
}
