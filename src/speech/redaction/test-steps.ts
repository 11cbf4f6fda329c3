/**
 * Counts what the rules of redaction look at: each element of a counted array that is read, each sign of a text that a method or a pattern goes
 * over. The same text gives the same number, on any machine.
 */
let steps = 0;

/** The same array, of which every reading of an element is counted. */
export function counted<T extends object>(all: readonly T[]): readonly T[] {
  return new Proxy(all, {
    get(target, name, receiver): unknown {
      if (typeof name === 'string' && Number.isInteger(Number(name))) steps++;
      return Reflect.get(target, name, receiver);
    },
  });
}

/** Methods of text that go over all of it, and those that go over what they give. */
const overAll = ['replaceAll', 'toUpperCase', 'toLowerCase', 'indexOf', 'includes', 'normalize'] as const;
const overPart = ['slice', 'charAt', 'repeat'] as const;

export function stepsOf(work: () => unknown): number {
  const undo = [
    ...overAll.map((name) => watched(String.prototype, name, (text) => String(text).length)),
    ...overPart.map((name) => watched(String.prototype, name, (_, part) => String(part).length)),
    watched(RegExp.prototype, 'exec', goneOver),
  ];
  steps = 0;
  try {
    work();
    return steps;
  } finally {
    for (const each of undo) each();
  }
}

/** A pattern that finds one after the other goes from where it was to the end of what it found; any other over the whole text at most. */
function goneOver(pattern: unknown, found: unknown, [text]: readonly unknown[]): number {
  const { global, sticky } = pattern as RegExp;
  const [match] = (found ?? []) as readonly (string | undefined)[];
  return (global || sticky) && match !== undefined ? match.length + 1 : String(text).length;
}

type Cost = (of: unknown, result: unknown, given: readonly unknown[]) => number;

/** `test` and `matchAll` go by `exec` as well. Gives what undoes it. */
function watched(owner: object, name: string, cost: Cost): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const method = before?.value as (this: unknown, ...given: unknown[]) => unknown;
  const value = function (this: unknown, ...given: unknown[]): unknown {
    const result = method.apply(this, given);
    steps += cost(this, result, given);
    return result;
  };
  Object.defineProperty(owner, name, { ...before, value });
  return () => void Object.defineProperty(owner, name, before ?? {});
}
