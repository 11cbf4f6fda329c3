/** Languages as people call them, and whether two tags (BCP 47) mean one language. */

/** `Español` for `es`: as its own speakers call it, or as those of `shownIn` do. The tag itself where it has no name. */
export function languageName(tag: string, { shownIn = tag }: { readonly shownIn?: string | undefined } = {}): string {
  const known = canonical(tag);
  if (known === undefined) return tag;
  try {
    const name = new Intl.DisplayNames([canonical(shownIn) ?? known], { type: 'language', languageDisplay: 'standard' }).of(known) ?? tag;
    return name.charAt(0).toLocaleUpperCase(known) + name.slice(1);
  } catch {
    return tag;
  }
}

/** The tag as it is rightly spelt (`eng` is `en`, `ES-mx` is `es-MX`); undefined where it is none, or says that nobody knows (`und`). */
export function canonical(tag: string): string | undefined {
  try {
    const [first] = Intl.getCanonicalLocales(tag);
    return first === 'und' || first?.startsWith('und-') ? undefined : first;
  } catch {
    return undefined;
  }
}

/** Without the region: `es` for `es-MX`. The script stays where it is not the usual one, `zh-Hant` for `zh-TW`. */
export function plainLanguage(tag: string): string | undefined {
  const known = canonical(tag);
  if (known === undefined) return undefined;
  const { language, script } = new Intl.Locale(known).maximize();
  const usual = new Intl.Locale(language).maximize().script;
  const plain = language === 'nb' ? 'no' : language;
  return script === undefined || script === usual ? plain : `${plain}-${script}`;
}

/** `es` fits `es-MX` and `es-ES` fits `es-MX`: whoever reads one reads the other. `zh-Hans` does not fit `zh-Hant`. */
export function isSameLanguage(one: string, other: string): boolean {
  const plain = plainLanguage(one);
  return plain !== undefined && plain === plainLanguage(other);
}

/** The one of `tags` that fits best: the very same, else the one without a region, else the first of that language. */
export function fittingLanguage(tag: string, tags: readonly string[]): string | undefined {
  const wanted = canonical(tag);
  if (wanted === undefined) return undefined;
  const fitting = tags.filter((each) => isSameLanguage(each, wanted));
  return (
    fitting.find((each) => canonical(each) === wanted) ?? fitting.find((each) => plainLanguage(each) === canonical(each)) ?? fitting[0]
  );
}
