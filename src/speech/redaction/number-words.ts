/** The words for digits and small numbers, as recognisers write them, in English, Spanish, German and French. */

/**
 * `unit` 0 … 9 · `two` a number of two digits in one word · `tens` 20, 30 …: its first digit, the second is a word of its own or 0 ·
 * `hundred`, `thousand` fill up with zeros · `times` repeats the digit that follows · `written` stands in digits.
 */
export type NumberWord = {
  readonly shape: 'unit' | 'two' | 'tens' | 'hundred' | 'thousand' | 'times' | 'written';
  readonly digits: string;
  readonly times?: number | undefined;
};

type Words = ReadonlyMap<string, NumberWord>;

/** Those of a language, with the English ones; of all where it is none of the four. Keys are in `plain` form. */
export function numberWordsOf(language: string): Words {
  const [main = ''] = language.toLowerCase().split('-');
  return byLanguage.get(main) ?? all;
}

/** Lower case without accents: how words are compared. */
export function plain(word: string): string {
  if (/^[a-z']+$/.test(word)) return word;
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replaceAll('’', "'");
}

const list = (shape: NumberWord['shape'], from: number, words: string): [string, NumberWord][] =>
  words.split(' ').map((word, index) => [word, { shape, digits: String(from + index) }]);

const zeros = (words: string): [string, NumberWord][] => words.split(' ').map((word) => [word, { shape: 'unit', digits: '0' }]);

const repeats = (times: number, words: string): [string, NumberWord][] =>
  words.split(' ').map((word) => [word, { shape: 'times', digits: '', times }]);

const scale = (shape: 'hundred' | 'thousand', words: string): [string, NumberWord][] =>
  words.split(' ').map((word) => [word, { shape, digits: '' }]);

const english: Words = new Map([
  ...list('unit', 0, 'zero one two three four five six seven eight nine'),
  ...zeros('nought naught nil'),
  ...list('two', 10, 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'),
  ...list('tens', 2, 'twenty thirty forty fifty sixty seventy eighty ninety'),
  ...scale('hundred', 'hundred'),
  ...scale('thousand', 'thousand'),
  ...repeats(2, 'double'),
  ...repeats(3, 'triple treble'),
  ...repeats(4, 'quadruple'),
]);

const spanish: Words = new Map([
  ...list('unit', 0, 'cero uno dos tres cuatro cinco seis siete ocho nueve'),
  ['un', { shape: 'unit', digits: '1' }],
  ['una', { shape: 'unit', digits: '1' }],
  ...list('two', 10, 'diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve'),
  ...list('two', 20, 'veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve'),
  ...list('tens', 3, 'treinta cuarenta cincuenta sesenta setenta ochenta noventa'),
  ...scale('hundred', 'cien ciento'),
  ...scale('thousand', 'mil'),
  ...repeats(2, 'doble'),
  ...repeats(3, 'triple'),
]);

const germanTens = 'zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig'.split(' ');
const germanUnits = 'ein zwei drei vier funf sechs sieben acht neun'.split(' ');

const german: Words = new Map([
  ...list('unit', 0, 'null eins zwei drei vier funf sechs sieben acht neun'),
  ['ein', { shape: 'unit', digits: '1' }],
  ['zwo', { shape: 'unit', digits: '2' }],
  ...list('two', 10, 'zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn'),
  ...list('tens', 2, germanTens.join(' ')),
  ...germanTens.flatMap((tens, ten) =>
    germanUnits.map((unit, one): [string, NumberWord] => [
      `${unit}und${tens}`,
      { shape: 'two', digits: `${String(ten + 2)}${String(one + 1)}` },
    ]),
  ),
  ...scale('hundred', 'hundert'),
  ...scale('thousand', 'tausend'),
  ...repeats(2, 'doppel doppelt zweimal'),
  ...repeats(3, 'dreimal'),
]);

const french: Words = new Map([
  ...list('unit', 0, 'zero un deux trois quatre cinq six sept huit neuf'),
  ['une', { shape: 'unit', digits: '1' }],
  ...list('two', 10, 'dix onze douze treize quatorze quinze seize'),
  ...list('tens', 2, 'vingt trente quarante cinquante soixante septante huitante nonante'),
  ['vingts', { shape: 'tens', digits: '2' }],
  ['octante', { shape: 'tens', digits: '8' }],
  ...scale('hundred', 'cent cents'),
  ...scale('thousand', 'mille'),
  ...repeats(2, 'double'),
  ...repeats(3, 'triple'),
]);

/** Also common words of another of the four languages: they count only where the language is known. */
const ambiguous = new Set(['once', 'un', 'una', 'une', 'ein', 'elf', 'cent', 'cents', 'mil', 'mille']);

const byLanguage = new Map<string, Words>([
  ['en', english],
  ['es', new Map([...english, ...spanish])],
  ['de', new Map([...english, ...german])],
  ['fr', new Map([...english, ...french])],
]);

const all: Words = new Map([...english, ...spanish, ...german, ...french].filter(([word]) => !ambiguous.has(word)));
