/** Messages with everything that differs from run to run replaced by marks, so that two runs can be compared. */
import type { BundleMessage } from './bundle.ts';

/** A message fit to be compared: bodies that are JSON are values, with the keys of objects in alphabetical order. */
export type NormalMessage = {
  readonly method: string;
  readonly url: string;
  readonly requestBody?: unknown;
  readonly status?: number | undefined;
  readonly responseBody?: unknown;
};

export type NormalOptions = {
  /** Where the app itself is reached, which is another place in each house: becomes `‹home›`. */
  readonly home?: string | undefined;
};

/** The address that an app has its notifications and its links below: of the first notification all but the last part of the path. */
export function homeIn(messages: readonly BundleMessage[]): string | undefined {
  const told = messages.find(({ direction, method }) => direction === 'notification' && method === 'POST');
  return /^(https?:\/\/[^/?#]+.*?)\/[^/?#]*\/?(?:[?#].*)?$/i.exec(told?.url ?? '')?.[1];
}

/**
 * Ids, tokens, signed links, addresses of servers and times become marks such as `‹id 1›`, numbered as they first appear: so the same
 * sequence of messages gives the same text, and two that name the same thing still do. Times are all alike: `‹time›`.
 */
export function normalMessages(messages: readonly BundleMessage[], { home }: NormalOptions = {}): readonly NormalMessage[] {
  const marks = new Marks(home);
  return messages.map(({ method, url, requestBody, status, responseBody }) => ({
    method,
    url: marks.text(url),
    ...(requestBody !== undefined && { requestBody: marks.body(requestBody) }),
    ...(status !== undefined && { status }),
    ...(responseBody !== undefined && { responseBody: marks.body(responseBody) }),
  }));
}

type Kind = 'id' | 'origin' | 'token' | 'time';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
/** What is looked for in a text, in this order at each place. A `run` is an id only if it looks like one. */
const found = new RegExp(
  [
    '(?<origin>(?:https?|wss?)://[^/\\s"\'?#,<>]+)',
    '(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT)',
    '(?<token>eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*|(?<=[?&](?:sig|signature|token|access_token|ticket|key|code|h|exp|expires|se|sv)=)[^&#\\s"]+)',
    `(?<id>${uuid.source}|\\brandom-\\d+)`,
    '(?<run>[\\w-]{13,}={0,2})',
  ].join('|'),
  'gi',
);

class Marks {
  readonly #marks = new Map<string, string>();
  readonly #counts = { id: 0, origin: 0, token: 0, time: 0 };
  readonly #home: RegExp | undefined;

  constructor(home: string | undefined) {
    // Not the beginning of another's address: `/bots/10` within `/bots/100`.
    if (home !== undefined) this.#home = new RegExp(`${home.replace(/[^\w]/g, '\\$&')}(?![\\w.:%~-])`, 'gi');
  }

  text(text: string): string {
    const homed = this.#home ? text.replace(this.#home, '‹home›') : text;
    return homed.replace(found, (...match: unknown[]) => {
      const whole = String(match[0]);
      const { origin, time, token, id } = match.at(-1) as Readonly<Record<string, string | undefined>>;
      if (origin !== undefined) return this.#mark('origin', origin);
      if (time !== undefined) return '‹time›';
      if (token !== undefined) return this.#mark('token', token);
      if (id !== undefined) return this.#mark('id', id);
      return this.#run(whole);
    });
  }

  /** JSON is made normal value by value; anything else as text. */
  body(body: string): unknown {
    // How long a recording is differs from run to run.
    if (/^\(\d+ bytes[^)]*\)$/.test(body)) return '‹sound›';
    try {
      return this.#value(JSON.parse(body));
    } catch {
      return this.text(body);
    }
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    // Seconds or milliseconds since 1970.
    if (typeof value === 'number') return Number.isInteger(value) && value >= 1_000_000_000 ? '‹time›' : value;
    if (Array.isArray(value)) return value.map((one) => this.#value(one));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, one]) => [this.text(key), this.#value(one)]));
  }

  /** A run of letters and digits may have ids in it: `meeting_3f2a…`. */
  #run(run: string): string {
    const whole = uuid.exec(run.toLowerCase());
    if (whole) return run.slice(0, whole.index) + this.#mark('id', whole[0]) + run.slice(whole.index + whole[0].length);
    return isRandom(run) ? this.#mark('id', run) : run;
  }

  #mark(kind: Kind, text: string): string {
    const key = `${kind} ${kind === 'id' && uuid.test(text.toLowerCase()) ? text.toLowerCase() : text}`;
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const mark = `‹${kind} ${String(++this.#counts[kind])}›`;
    this.#marks.set(key, mark);
    return mark;
  }
}

/** Whether letters in a row were made by chance or by a hash, and are no word such as `serviceHostedMediaConfig`. */
export function isRandom(run: string): boolean {
  const letters = run.replace(/=+$/, '');
  // Milliseconds since 1970, as part of a name.
  if (/^1\d{12}$/.test(letters)) return true;
  if (letters.length >= 16 && /^[0-9a-f]+$/i.test(letters) && /\d/.test(letters)) return true;
  return letters.length >= 20 && /[a-z]/.test(letters) && /[A-Z]/.test(letters) && (/\d/.test(letters) || /[A-Z]{2}/.test(letters));
}
