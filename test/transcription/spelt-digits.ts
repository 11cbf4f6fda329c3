/**
 * Looks for numbers in texts, however they are written: in figures with anything between them, in English words, in both. Knows nothing of how
 * they are taken out.
 */
const UNITS = 'zero one two three four five six seven eight nine'.split(' ');
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const TIMES: Readonly<Record<string, number>> = { double: 2, triple: 3 };
/** So many words that are no number do not part two that are. */
const MOST_BETWEEN = 3;

/** Rows of digits that a text shows. */
function rowsOf(text: string): readonly string[] {
  const rows: string[] = [];
  let [row, between, times] = ['', 0, 1];
  for (const [token] of text.toLowerCase().matchAll(/\d+|\p{L}+/gu)) {
    if (token in TIMES) {
      times = TIMES[token] ?? 1;
      continue;
    }
    const digits = digitsOf(token);
    if (digits === undefined) {
      between += 1;
      continue;
    }
    if (between > MOST_BETWEEN) {
      rows.push(row);
      row = '';
    }
    row += digits.repeat(times);
    [between, times] = [0, 1];
  }
  return [...rows, row].filter((each) => each !== '');
}

/** Undefined for what is no number. */
function digitsOf(token: string): string | undefined {
  if (/^\d+$/.test(token)) return token;
  if (token === 'oh') return '0';
  const [unit, teen, ten] = [UNITS, TEENS, TENS].map((words) => words.indexOf(token));
  if (unit !== undefined && unit >= 0) return String(unit);
  if (teen !== undefined && teen >= 0) return String(teen + 10);
  return ten === undefined || ten < 0 ? undefined : String(ten + 2);
}

/** The first stretch of so many digits of a number that is found in a text. */
export function shownOf(text: string, digits: string, atLeast = 6): string | undefined {
  for (const row of rowsOf(text)) {
    for (let at = 0; at + atLeast <= digits.length; at++) {
      const part = digits.slice(at, at + atLeast);
      if (row.includes(part)) return part;
    }
  }
  return undefined;
}
