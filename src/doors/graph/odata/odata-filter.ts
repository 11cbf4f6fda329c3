/** Filters as clients write them: `startswith(displayName,'A') and mail ne null`. Source: OData 4.01 URL conventions §5.1.1. */
import { GraphDoorError } from '../errors.ts';
import { compared, textAt, valueAt, type Literal } from './odata-value.ts';

export type Filter = (item: unknown) => boolean;

type FilterFields = {
  /** Paths that may be asked for, such as `joinMeetingIdSettings/joinMeetingId`; in any case. */
  readonly paths: readonly string[];
  /** Where two texts of a path are the same in another way than letter by letter in any case. */
  readonly isSame?: Readonly<Record<string, (one: string, other: string) => boolean>> | undefined;
};

/** A text, a moment, a word or number, or a sign. */
const token = /\s*(?:'(?:[^']|'')*'|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)|[\w$-][\w./@+-]*|[(),:])/gy;
const longest = 16_384;
const deepest = 20;

/** What `text` lets through. Throws a bad request that says where it cannot be followed. */
export function filterOf(text: string, fields: FilterFields): Filter {
  if (text.length > longest) throw bad('it is too long');
  const reader = new FilterReader(tokensOf(text), fields);
  return reader.whole();
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let from = 0; from < text.trimEnd().length; from = token.lastIndex) {
    token.lastIndex = from;
    const found = token.exec(text);
    if (!found) throw bad(`“${text.slice(from, from + 20)}” cannot be read`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

class FilterReader {
  readonly #tokens: readonly string[];
  readonly #fields: FilterFields;
  #at = 0;
  #depth = 0;
  /** The name that stands for an element within `any`, with the path of its collection. */
  #variable: { readonly name: string; readonly path: string } | undefined;

  constructor(tokens: readonly string[], fields: FilterFields) {
    this.#tokens = tokens;
    this.#fields = fields;
  }

  whole(): Filter {
    const filter = this.#or();
    if (this.#at < this.#tokens.length) throw bad(`“${this.#peek()}” is one too many`);
    return filter;
  }

  #or(): Filter {
    if (++this.#depth > deepest) throw bad('it is nested too deep');
    let left = this.#and();
    while (this.#takes('or')) {
      const [one, other] = [left, this.#and()];
      left = (item) => one(item) || other(item);
    }
    this.#depth--;
    return left;
  }

  #and(): Filter {
    let left = this.#term();
    while (this.#takes('and')) {
      const [one, other] = [left, this.#term()];
      left = (item) => one(item) && other(item);
    }
    return left;
  }

  #term(): Filter {
    if (this.#takes('not')) {
      if (++this.#depth > deepest) throw bad('it is nested too deep');
      const inner = this.#term();
      this.#depth--;
      return (item) => !inner(item);
    }
    if (this.#takes('(')) {
      const inner = this.#or();
      this.#must(')');
      return inner;
    }
    const name = this.#next();
    if (/^(startswith|endswith|contains)$/i.test(name) && this.#takes('(')) return this.#matching(name.toLowerCase());
    if (/\/any$/i.test(name)) return this.#any(name.replace(/\/any$/i, ''));
    return this.#comparison(name);
  }

  #matching(name: string): Filter {
    const path = this.#path(this.#next());
    this.#must(',');
    const wanted = String(this.#literal()).toLowerCase();
    this.#must(')');
    return (item) => {
      const value = textAt(item, path).toLowerCase();
      if (name === 'contains') return value.includes(wanted);
      return name === 'startswith' ? value.startsWith(wanted) : value.endsWith(wanted);
    };
  }

  #any(collection: string): Filter {
    this.#must('(');
    const name = this.#next();
    this.#must(':');
    this.#variable = { name, path: collection };
    const inner = this.#or();
    this.#variable = undefined;
    this.#must(')');
    return (item) => {
      const elements = valueAt(item, collection);
      return Array.isArray(elements) && elements.some(inner);
    };
  }

  #comparison(name: string): Filter {
    const path = this.#path(name);
    const operator = this.#next().toLowerCase();
    if (operator === 'in') {
      const values = this.#list();
      return (item) => values.some((value) => this.#compare(item, path, 'eq', value));
    }
    if (!/^(eq|ne|gt|ge|lt|le)$/.test(operator)) throw bad(`“${operator}” is no comparison`);
    const value = this.#literal();
    return (item) => this.#compare(item, path, operator, value);
  }

  #compare(item: unknown, path: string, operator: string, wanted: Literal): boolean {
    const isSame = this.#fields.isSame?.[path.toLowerCase()];
    const value = valueAt(item, path);
    if (isSame && typeof value === 'string' && typeof wanted === 'string' && /^(eq|ne)$/.test(operator)) {
      return isSame(value, wanted) === (operator === 'eq');
    }
    return compared(value, operator, wanted);
  }

  #list(): readonly Literal[] {
    this.#must('(');
    const values = [this.#literal()];
    while (this.#takes(',')) values.push(this.#literal());
    this.#must(')');
    return values;
  }

  /** The path within an item, or within an element of the collection that `any` looks at; only those that are known. */
  #path(name: string): string {
    const variable = this.#variable;
    const inElement = variable && name.toLowerCase().startsWith(`${variable.name.toLowerCase()}/`);
    const path = inElement ? name.slice(variable.name.length + 1) : name;
    const full = inElement ? `${variable.path}/${path}` : path;
    if (this.#fields.paths.some((each) => each.toLowerCase() === full.toLowerCase())) return path;
    throw bad(`“${full.slice(0, 60)}” cannot be filtered by here; what can is ${this.#fields.paths.join(', ')}`);
  }

  #literal(): Literal {
    const text = this.#next();
    if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
    if (/^null$/i.test(text)) return null;
    if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    if (/^\d{4}-\d\d-\d\d(T|$)/.test(text)) return new Date(text);
    if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
    // Names and ids without quotes: Graph's own pages show `id in (a,b)` so.
    return text;
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    const next = this.#tokens[this.#at++];
    if (next === undefined) throw bad('it ends too soon');
    return next;
  }

  #takes(wanted: string): boolean {
    if (this.#peek().toLowerCase() !== wanted) return false;
    this.#at++;
    return true;
  }

  #must(wanted: string): void {
    if (!this.#takes(wanted)) throw bad(`“${wanted}” is missing before “${this.#peek() || 'its end'}”`);
  }
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `Invalid filter clause: ${why}.`);
}
