/** Languages by what providers call them: some say `english` where others say `en`. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');
const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/iu;
let codes: ReadonlyMap<string, string> | undefined;

/** The BCP 47 tag; undefined where the name is none that is known. */
export function languageTag(name: string): string | undefined {
  const plain = name.trim().replaceAll('_', '-');
  codes ??= namesOfAll();
  return codes.get(plain.toLowerCase()) ?? (TAG.test(plain) ? Intl.getCanonicalLocales(plain)[0] : undefined);
}

/** The part that says the language alone: `en` of `en-GB`. */
export function primaryLanguage(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

/** By their names in English (ISO 639-1), as the platform knows them. */
function namesOfAll(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const all = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  const named = all.flatMap((code) => {
    const name = names.of(code)?.toLowerCase();
    // Codes that were given up (`iw`) stand for those that hold (`he`).
    return name === undefined ? [] : [[name, Intl.getCanonicalLocales(code)[0] ?? code] as const];
  });
  return new Map(named);
}
