/** Stand-ins for names, numbers, ids and addresses: the same one always for the same, and never one that tells anything. */

type Kind = 'person' | 'subject' | 'number' | 'id' | 'tenant' | 'address' | 'host' | 'link' | 'ip' | 'run';

/** Makes the next stand-in of a kind; `n` counts from 1. */
const makers: Readonly<Record<Kind, (n: number) => string>> = {
  person: (n) => `Person ${String(n)}`,
  subject: (n) => `Subject ${String(n)}`,
  number: (n) => `99${String(n).padStart(3, '0')}`,
  id: (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
  tenant: (n) => `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`,
  address: (n) => `person-${String(n)}@example.invalid`,
  host: (n) => `host-${String(n)}.example.invalid`,
  link: (n) => `https://meeting.example.invalid/${String(n)}`,
  ip: (n) => `192.0.2.${String(n % 256)}`,
  run: (n) => `random-${String(n)}`,
};

export class StandIns {
  readonly #known = new Map<string, string>();
  readonly #counts = new Map<Kind, number>();

  of(kind: Kind, text: string): string {
    const key = `${kind} ${text.toLowerCase()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return this.put(key, makers[kind](count));
  }

  /** Another name for one who has a stand-in already. */
  same(kind: Kind, text: string, standIn: string): void {
    const key = `${kind} ${text.toLowerCase()}`;
    if (!this.#known.has(key)) this.put(key, standIn);
  }

  put(key: string, standIn: string): string {
    this.#known.set(key, standIn);
    return standIn;
  }

  /** What was learned of these kinds, longest first, so that "Ada Moreno" goes before "Ada". */
  all(kinds: readonly Kind[]): readonly { readonly kind: Kind; readonly text: string; readonly standIn: string }[] {
    const found = [...this.#known].map(([key, standIn]) => {
      const space = key.indexOf(' ');
      return { kind: key.slice(0, space) as Kind, text: key.slice(space + 1), standIn };
    });
    return found.filter(({ kind }) => kinds.includes(kind)).toSorted((a, b) => b.text.length - a.text.length);
  }
}
