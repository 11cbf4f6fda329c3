/** Names as pictures, each made once: by ffmpeg with the fonts of the machine, or of blocks where it has none. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { startFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import { blockLetters } from './block-letters.ts';
import type { WordPicture } from './canvas.ts';

export type WordsOptions = Cancel & { readonly clock: Clock; readonly path?: string | undefined };
export type WordsSize = { readonly height: number; readonly maxWidth: number };

const LONGEST = 60;
/** Darker than this is no part of a letter. */
const INK = 64;

export class Words {
  readonly #options: WordsOptions;
  readonly #made = new Map<string, WordPicture>();

  constructor(options: WordsOptions) {
    this.#options = options;
  }

  async picture(text: string, size: WordsSize): Promise<WordPicture> {
    const key = `${String(size.height)} ${String(size.maxWidth)} ${text}`;
    let made = this.#made.get(key);
    if (!made) {
      made = await drawn(shortened(text), size, this.#options);
      this.#made.set(key, made);
    }
    return made;
  }
}

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const letters = name.split(/[\s,;()[\]]+/u).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const [first, last] = [letters[0], letters.length > 1 ? letters.at(-1) : ''];
  return first === undefined ? '?' : `${first}${last ?? ''}`.toUpperCase();
}

function shortened(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const letters = Array.from(plain);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : plain;
}

async function drawn(text: string, size: WordsSize, { clock, path, signal }: WordsOptions): Promise<WordPicture> {
  const { height, maxWidth: width } = size;
  const blank = `color=c=black:s=${String(width)}x${String(height)}:r=1:d=1`;
  // As subtitles, since they come by a pipe: no name is in a file, or on a command line that others may read.
  const args = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', blank, '-vf', 'subtitles=filename=pipe\\\\:0'];
  const gray = ['-frames:v', '1', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'];
  const { child, ended, kill } = await startFfmpeg([...args, ...gray], { clock, path, signal });
  try {
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdin?.end(subtitleOf(text, size));
    const wrong = await clock.hold(() => ended);
    signal?.throwIfAborted();
    const pixels = new Uint8Array(Buffer.concat(chunks));
    // Without fonts, or built without libass.
    if (wrong !== undefined || pixels.length !== width * height) return blockLetters(text, size);
    return cropped({ width, height, data: pixels });
  } finally {
    await kill();
  }
}

/** Of the Advanced SubStation Alpha format: braces would begin a command, and so would a backslash, after which nothing may follow directly. */
function subtitleOf(text: string, { height, maxWidth }: WordsSize): string {
  const plain = text
    .replaceAll('\\', '\\\u2060')
    .replaceAll('{', String.raw`\{`)
    .replaceAll('}', String.raw`\}`);
  const style = `D,sans-serif,${String(Math.round(height * 0.74))},&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,4,${String(Math.round(height / 3))},0,0,1`;
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${String(maxWidth)}`,
    `PlayResY: ${String(height)}`,
    'WrapStyle: 2',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    `Style: ${style}`,
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    `Dialogue: 0,0:00:00.00,0:01:00.00,D,,0,0,0,,${plain}`,
    '',
  ].join('\n');
}

/** No wider than what is written, with as much room behind it as before; in the range of pictures. */
function cropped({ width, height, data }: WordPicture): WordPicture {
  let [left, right] = [width, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[y * width + x] ?? 0) <= INK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  if (left > right) [left, right] = [0, 0];
  const wide = Math.min(width, Math.ceil((right + 1 + left) / 2) * 2);
  const cut = new Uint8Array(wide * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < wide; x++) cut[y * wide + x] = 16 + Math.round(((data[y * width + x] ?? 0) * 219) / 255);
  }
  return { width: wide, height, data: cut };
}
