/** Letters of five by seven blocks, for where ffmpeg has no fonts: names can be read, if not admired. */
import type { WordPicture } from './canvas.ts';

const COLUMNS = 5;
const ROWS = 7;
const WHITE = 235;

/** A letter and its rows from the top, each a digit of base 32 whose bits are the blocks from the left. */
const ALPHABET = [
  'AEHHVHHH BUHHUHHU CEHGGGHE DUHHHHHU EVGGUGGV FVGGUGGG GEHGNHHF HHHHVHHH IE44444E JE22222C KHIKOKIH LGGGGGGV MHRLLHHH',
  'NHHPLJHH OEHHHHHE PUHHUGGG QEHHHLID RUHHUKIH SFGGE11U TV444444 UHHHHHHE VHHHHHA4 WHHHLLLA XHHA4AHH YHHHA444 ZV1248GV',
  "0EHJLPHE 14C4444E 2EH1248V 3V2421HE 426AIV22 5VGU11HE 668GUHHE 7V124888 8EHHEHHE 9EHHF12C .00000CC ,0000C48 -000E000 '4480000 +044V440",
];
const LETTERS: ReadonlyMap<string, string> = new Map(
  ALPHABET.flatMap((line) => line.split(' ')).map((each) => [each.charAt(0), each.slice(1)]),
);
const SPACE = '0000000';
const QUESTION_MARK = 'EH12404';

/** Accents are left out; what is no Latin letter is a question mark. */
export function blockLetters(text: string, { height, maxWidth }: { readonly height: number; readonly maxWidth: number }): WordPicture {
  const plain = Array.from(text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase(), rowsOf);
  const block = Math.max(1, Math.floor(height / (ROWS + 3)));
  const step = (COLUMNS + 1) * block;
  const count = Math.min(plain.length, Math.floor((maxWidth - block) / step));
  const width = Math.max(2, Math.ceil((count * step + block) / 2) * 2);
  const data = new Uint8Array(width * height).fill(16);
  const top = Math.floor((height - ROWS * block) / 2);
  for (const [i, letter] of plain.slice(0, count).entries()) {
    for (let y = 0; y < ROWS * block; y++) {
      const bits = Number.parseInt(letter[Math.floor(y / block)] ?? '0', 32);
      for (let x = 0; x < COLUMNS * block; x++) {
        if ((bits >> (COLUMNS - 1 - Math.floor(x / block))) & 1) data[(top + y) * width + block + i * step + x] = WHITE;
      }
    }
  }
  return { width, height, data };
}

function rowsOf(letter: string): string {
  return letter === ' ' ? SPACE : (LETTERS.get(letter) ?? QUESTION_MARK);
}
