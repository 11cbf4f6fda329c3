/** Letters of five by seven blocks, for where ffmpeg has no fonts: names can be read, if not admired. */
import type { WordPicture } from './canvas.ts';

const COLUMNS = 5;
const ROWS = 7;
const WHITE = 235;

/** A digit of base 32 for each row, from the top: its bits are the blocks, from the left. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ A: 'EHHVHHH', B: 'UHHUHHU', C: 'EHGGGHE', D: 'UHHHHHU', E: 'VGGUGGV', F: 'VGGUGGG', G: 'EHGNHHF', H: 'HHHVHHH', I: 'E44444E' },
  ...{ J: '72222IC', K: 'HIKOKIH', L: 'GGGGGGV', M: 'HRLLHHH', N: 'HHPLJHH', O: 'EHHHHHE', P: 'UHHUGGG', Q: 'EHHHLID', R: 'UHHUKIH' },
  ...{ S: 'FGGE11U', T: 'V444444', U: 'HHHHHHE', V: 'HHHHHA4', W: 'HHHLLLA', X: 'HHA4AHH', Y: 'HHHA444', Z: 'V1248GV' },
  ...{ '0': 'EHJLPHE', '1': '4C4444E', '2': 'EH1248V', '3': 'V2421HE', '4': '26AIV22', '5': 'VGU11HE', '6': '68GUHHE', '7': 'V124888' },
  ...{ '8': 'EHHEHHE', '9': 'EHHF12C', '.': '00000CC', ',': '0000C48', '-': '000E000', "'": '4480000', '+': '044V440', '?': 'EH12404' },
  ' ': '0000000',
};

/** Accents are left out; what is no Latin letter is a question mark. */
export function blockLetters(text: string, { height, maxWidth }: { readonly height: number; readonly maxWidth: number }): WordPicture {
  const plain = Array.from(text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase(), (letter) => LETTERS[letter] ?? 'EH12404');
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
