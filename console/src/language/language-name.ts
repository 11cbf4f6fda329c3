/** Languages as people read them: their own name first, and which way they are written. Tags are BCP 47. */

export type LanguageName = {
  /** As those who speak it call it. */
  readonly own: string;
  /** Undefined where it would be the same again. */
  readonly english?: string | undefined;
};

const unknown: LanguageName = { own: 'Unknown language' };
const rightToLeft: ReadonlySet<string> = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

export function languageName(tag: string): LanguageName {
  if (tag === '' || tag === 'und') return unknown;
  const own = nameIn(tag, tag);
  const english = nameIn(tag, 'en');
  return own.toLowerCase() === english.toLowerCase() ? { own } : { own, english };
}

/** "Español · Spanish". */
export function languageWords(tag: string): string {
  const { own, english } = languageName(tag);
  return english === undefined ? own : `${own} · ${english}`;
}

/** For `dir` of what is written in it; `auto` where it is not known. */
export function directionOf(tag: string | undefined): 'ltr' | 'rtl' | 'auto' {
  if (tag === undefined || tag === '' || tag === 'und') return 'auto';
  try {
    return rightToLeft.has(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
  } catch {
    return 'auto';
  }
}

/** For `lang`: nothing where it is not known. */
export function langOf(tag: string | undefined): string | undefined {
  return tag === undefined || tag === '' || tag === 'und' ? undefined : tag;
}

function nameIn(tag: string, language: string): string {
  try {
    const name = new Intl.DisplayNames([language, 'en'], { type: 'language' }).of(tag) ?? tag;
    const [first = ''] = name;
    return first.toLocaleUpperCase(language) + name.slice(first.length);
  } catch {
    return tag;
  }
}
