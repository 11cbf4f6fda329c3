/** Takes names, numbers, addresses and secrets out of texts; the same name always becomes the same stand-in. */

export type Known = { readonly name: string; readonly kind: 'person' | 'bot' | 'subject'; readonly number?: string; readonly id?: string };

export type Cleaner = {
  readonly text: (text: string) => string;
  /** JSON is cleaned value by value, so that it stays JSON; anything else as text. */
  readonly body: (body: string) => unknown;
  readonly headers: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
};

const removed = '[removed]';
const secretKey = /token|secret|password|passphrase|authorization|cookie|assertion|signature|credential|api-?key|passcode|join(web)?url/i;
const nameKey = /^(displayName|givenName|surname|firstName|lastName|fullName|userPrincipalName|mail|email|jobTitle|subject|agenda)$/i;
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\b(Bearer|Basic|Digest)\s+[\w.~+/=-]+/gi, '$1 [token]'],
  [/([?&;](?:sig|token|key|code|secret|signature|ticket|auth|access_token|validationToken|expires|h)=)[^&#\s"]+/gi, `$1${removed}`],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[address]'],
  [/\+\d(?:[\s().-]?\d){5,}/g, '[number]'],
];

export function cleaner(known: readonly Known[]): Cleaner {
  const standIns = standInsFor(known);
  const text = (dirty: string): string => {
    let clean = dirty;
    for (const [pattern, standIn] of patterns) clean = clean.replace(pattern, standIn);
    for (const [pattern, standIn] of standIns) clean = clean.replace(pattern, standIn);
    return clean;
  };
  const value = (dirty: unknown, key: string, within: string): unknown => {
    if (typeof dirty === 'string') {
      if (secretKey.test(key)) return removed;
      // In Graph a phone's identity carries its number as `id`.
      if (within === 'phone' && key === 'id') return '[number]';
      const clean = text(dirty);
      return nameKey.test(key) && clean === dirty ? '[name]' : clean;
    }
    if (Array.isArray(dirty)) return dirty.map((one) => value(one, key, within));
    if (typeof dirty === 'object' && dirty !== null) {
      return Object.fromEntries(Object.entries(dirty).map(([name, one]) => [name, value(one, name, key)]));
    }
    return secretKey.test(key) && dirty !== null ? removed : dirty;
  };
  return {
    text,
    body(body) {
      try {
        return value(JSON.parse(body), '', '');
      } catch {
        return text(body).replace(/((?:^|&)[\w.-]*(?:token|secret|password|assertion)[\w.-]*=)[^&\s]+/gi, `$1${removed}`);
      }
    },
    headers: (headers) =>
      Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, secretKey.test(name) ? removed : text(one)])),
  };
}

/** Longest first, so that "Ada Moreno" goes before "Ada". */
function standInsFor(known: readonly Known[]): readonly (readonly [RegExp, string])[] {
  const found = new Map<string, string>();
  const counts = { person: 0, bot: 0, subject: 0, number: 0 };
  const standInNames = { person: 'Person', bot: 'Bot', subject: 'Subject' } as const;
  for (const { name, kind, number, id } of known) {
    if (name !== '' && !found.has(name.toLowerCase())) {
      const standIn = `${standInNames[kind]} ${String(++counts[kind])}`;
      found.set(name.toLowerCase(), standIn);
      if (kind === 'person')
        for (const part of name.split(/\s+/)) if (part.length > 2 && !found.has(part.toLowerCase())) found.set(part.toLowerCase(), standIn);
    }
    if (number !== undefined && number !== '' && !found.has(number)) found.set(number, `Number ${String(++counts.number)}`);
    const bareId = id?.split(':').at(-1);
    if (kind === 'person' && bareId !== undefined && bareId.length > 2 && !found.has(bareId.toLowerCase())) {
      found.set(bareId.toLowerCase(), found.get(name.toLowerCase()) ?? 'Person');
    }
  }
  return [...found].sort(([a], [b]) => b.length - a.length).map(([dirty, standIn]) => [whole(dirty), standIn]);
}

/** The words as a whole: a name within a word, or a number within a longer one or after a port's colon, is something else. */
function whole(words: string): RegExp {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return new RegExp(
    /^\d+$/.test(words) ? `(?<![\\w.:-])${escaped}(?![\\w-]|\\.\\d)` : `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`,
    'giu',
  );
}
