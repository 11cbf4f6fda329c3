/** Translations that were made lately: of "yes", and of the last interim text, which is often the final one. */

/** Forgets the one that was not used for the longest time. */
export class TranslationCache {
  readonly #limit: number;
  readonly #texts = new Map<string, string>();

  constructor({ limit }: { readonly limit: number }) {
    this.#limit = limit;
  }

  get(translator: string, from: string, to: string, text: string): string | undefined {
    const key = keyOf(translator, from, to, text);
    const known = this.#texts.get(key);
    if (known === undefined) return undefined;
    this.#texts.delete(key);
    this.#texts.set(key, known);
    return known;
  }

  keep(translator: string, from: string, to: string, text: string, translation: string): void {
    this.#texts.set(keyOf(translator, from, to, text), translation);
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= this.#limit) return;
      this.#texts.delete(oldest);
    }
  }
}

function keyOf(...parts: readonly string[]): string {
  return parts.join('\0');
}
