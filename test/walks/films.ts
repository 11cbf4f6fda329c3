/** Films that are told apart by colour, with a row of black and white cells in which the frames are counted: who is seen, and that it moves. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

type Rgb = readonly [number, number, number];

export type Colour = 'red' | 'green' | 'blue' | 'yellow' | 'magenta' | 'cyan' | 'white';

export const colours: Readonly<Record<Colour, Rgb>> = {
  red: [200, 40, 40],
  green: [40, 160, 60],
  blue: [50, 70, 210],
  yellow: [220, 200, 40],
  magenta: [200, 50, 190],
  cyan: [40, 190, 200],
  white: [235, 235, 235],
};

export const WIDTH = 320;
export const HEIGHT = 180;
/** Frames before the count begins again. */
export const ROUND = 30;
/** Five cells of a binary number, the lowest first, and one that makes the number of white cells odd. */
export const CELLS = 6;
export const CELL = 40;
export const CELL_TOP = 130;
const STEP = 50;

/** What was seen in one picture. `code` is undefined where the cells are none. */
export type Seen = { readonly colour: string; readonly code: number | undefined };

/** Where to look, as x and y in a picture of 320 by 180: the colour, then each cell. */
export const looks: readonly (readonly [number, number])[] = [
  [160, 60],
  ...Array.from({ length: CELLS }, (_, cell) => [cellLeft(cell) + CELL / 2, CELL_TOP + CELL / 2] as const),
];

export function cellLeft(cell: number): number {
  return 12 + cell * STEP;
}

export function isWhite(code: number, cell: number): boolean {
  if (cell < CELLS - 1) return ((code >> cell) & 1) === 1;
  return code.toString(2).replaceAll('0', '').length % 2 === 0;
}

/** Reads what was found at `looks`. */
export function seenIn(found: readonly Rgb[]): Seen {
  const [background, ...cells] = found;
  return { colour: background ? nearest(background) : 'nothing', code: codeOf(cells) };
}

/** Of a picture of 320 by 180 in three bytes a pixel. */
export function seenInPixels(data: Uint8Array): Seen {
  return seenIn(looks.map(([x, y]) => [0, 1, 2].map((part) => data[(y * WIDTH + x) * 3 + part] ?? 0) as unknown as Rgb));
}

/** Writes one round of a film as raw pictures (YUV4MPEG2), ten a second. */
export async function writeFilm(file: string, colour: Colour): Promise<void> {
  const out = createWriteStream(file);
  out.write(`YUV4MPEG2 W${String(WIDTH)} H${String(HEIGHT)} F10:1 Ip A1:1 C420jpeg\n`);
  for (let code = 0; code < ROUND; code++) {
    out.write('FRAME\n');
    out.write(pictureOf(colours[colour], code));
  }
  out.end();
  await once(out, 'finish');
}

function pictureOf([r, g, b]: Rgb, code: number): Uint8Array {
  const luma = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
  const [u, v] = [128 - 0.148 * r - 0.291 * g + 0.439 * b, 128 + 0.439 * r - 0.368 * g - 0.071 * b];
  const size = WIDTH * HEIGHT;
  const picture = new Uint8Array(size * 1.5);
  picture
    .fill(luma, 0, size)
    .fill(u, size, size * 1.25)
    .fill(v, size * 1.25);
  for (let cell = 0; cell < CELLS; cell++) {
    const left = cellLeft(cell);
    for (let y = CELL_TOP; y < CELL_TOP + CELL; y++) {
      picture.fill(isWhite(code, cell) ? 235 : 16, y * WIDTH + left, y * WIDTH + left + CELL);
      const row = (y >> 1) * (WIDTH / 2) + left / 2;
      picture.fill(128, size + row, size + row + CELL / 2).fill(128, size * 1.25 + row, size * 1.25 + row + CELL / 2);
    }
  }
  return picture;
}

/** The colour of a film that is nearest to it, or what it is instead. */
export function nearest(rgb: Rgb): string {
  const far = (colour: Colour): number => Math.hypot(...colours[colour].map((part, i) => part - (rgb[i] ?? 0)));
  const [best = 'red'] = (Object.keys(colours) as Colour[]).toSorted((a, b) => far(a) - far(b));
  return far(best) < 70 ? best : `rgb ${rgb.map(Math.round).join(' ')}`;
}

function codeOf(cells: readonly Rgb[]): number | undefined {
  const lights = cells.map((cell) => (cell[0] + cell[1] + cell[2]) / 3);
  if (lights.length < CELLS || lights.some((light) => light > 90 && light < 165)) return undefined;
  const code = lights.slice(0, -1).reduce((sum, light, cell) => sum + (light > 128 ? 1 << cell : 0), 0);
  return code < ROUND && isWhite(code, CELLS - 1) === (lights[CELLS - 1] ?? 0) > 128 ? code : undefined;
}
