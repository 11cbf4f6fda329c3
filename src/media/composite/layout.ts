/** Where everybody is in the picture of a film: pure, from who is there to boxes of pixels. All numbers are even, since colours have half the resolution. */

export type Layout = 'speaker' | 'gallery';
export type Size = { readonly width: number; readonly height: number };
export type Box = Size & { readonly x: number; readonly y: number };

export type Placement = { readonly box: Box } & (
  | { readonly shows: 'person' | 'screen'; readonly personId: string }
  /** So many others have no place of their own. */
  | { readonly shows: 'others'; readonly count: number }
);

export type LayoutRequest = {
  readonly layout: Layout;
  readonly size: Size;
  /** In the order of their seats. In a layout of speakers the first one leads. */
  readonly people: readonly string[];
  /** Whose screen is shared. */
  readonly screenOf?: string | undefined;
};

/** Large is four fifths of the picture; beside and below it are tiles of a fifth. */
const FIFTHS = 5;
const BESIDE = FIFTHS;
const BELOW = FIFTHS - 1;
const MOST_IN_GRID = 25;
/** Between the tiles of a grid, for each 720 lines. */
const GAP = 8;

/**
 * `speaker`: who leads is large, the others stand in a strip at the right, and below if they are many. `gallery`: everybody is as large as
 * everybody else. A shared screen is large in both, with people in the strip, the one who leads at its top in a layout of speakers.
 */
export function layOut({ layout, size, people, screenOf }: LayoutRequest): readonly Placement[] {
  if (screenOf !== undefined) return [{ shows: 'screen', personId: screenOf, box: largeBox(size, people.length) }, ...strip(size, people)];
  if (layout === 'gallery') return grid(size, people);
  const [first, ...others] = people;
  return first === undefined ? [] : [{ shows: 'person', personId: first, box: largeBox(size, others.length) }, ...strip(size, others)];
}

/** The largest even size of that shape within `box`, in its middle. */
export function fitted(shape: Size, box: Box): Box {
  const factor = Math.min(box.width / Math.max(1, shape.width), box.height / Math.max(1, shape.height));
  const width = Math.min(box.width, Math.max(2, nearestEven(shape.width * factor)));
  const height = Math.min(box.height, Math.max(2, nearestEven(shape.height * factor)));
  return { width, height, x: box.x + even((box.width - width) / 2), y: box.y + even((box.height - height) / 2) };
}

function largeBox({ width, height }: Size, others: number): Box {
  if (others === 0) return { x: 0, y: 0, width: even(width), height: even(height) };
  const box = { width: even(width) - even(width / FIFTHS), height: even(height) - even(height / FIFTHS) };
  // With nobody below it, it is in the middle.
  return { x: 0, y: others > BESIDE ? 0 : even((even(height) - box.height) / 2), ...box };
}

function strip({ width, height }: Size, people: readonly string[]): readonly Placement[] {
  const tile = { width: even(width / FIFTHS), height: even(height / FIFTHS) };
  const seats = seated(people, BESIDE + BELOW);
  const firstY = seats.length < BESIDE ? even((even(height) - seats.length * tile.height) / 2) : 0;
  return seats.map((seat, i) => {
    const box =
      i < BESIDE
        ? { x: even(width) - tile.width, y: firstY + i * tile.height, ...tile }
        : { x: even(width) - (i - BESIDE + 2) * tile.width, y: even(height) - tile.height, ...tile };
    return { ...seat, box };
  });
}

function grid({ width, height }: Size, people: readonly string[]): readonly Placement[] {
  const seats = seated(people, MOST_IN_GRID);
  if (seats.length === 0) return [];
  const gap = even((GAP * height) / 720);
  const { columns, tile } = gridOf({ width, height }, seats.length, gap);
  const rows = Math.ceil(seats.length / columns);
  const top = even((height - rows * tile.height - (rows - 1) * gap) / 2);
  return seats.map((seat, i) => {
    const row = Math.floor(i / columns);
    // The last row may be shorter, and is in the middle.
    const inRow = Math.min(columns, seats.length - row * columns);
    const left = even((width - inRow * tile.width - (inRow - 1) * gap) / 2);
    const box = { x: left + (i % columns) * (tile.width + gap), y: top + row * (tile.height + gap), ...tile };
    return { ...seat, box };
  });
}

/** The number of columns with which tiles of the shape of the whole are largest. */
function gridOf({ width, height }: Size, count: number, gap: number): { readonly columns: number; readonly tile: Size } {
  let best = { columns: 1, tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const widest = (width - (columns - 1) * gap) / columns;
    const highest = (height - (rows - 1) * gap) / rows;
    const factor = Math.min(widest / width, highest / height);
    const tile = { width: even(width * factor), height: even(height * factor) };
    if (tile.width > best.tile.width) best = { columns, tile };
  }
  return best;
}

type Seat = { readonly shows: 'person'; readonly personId: string } | { readonly shows: 'others'; readonly count: number };

function seated(people: readonly string[], places: number): readonly Seat[] {
  const seats = people.slice(0, people.length > places ? places - 1 : places).map((personId) => ({ shows: 'person', personId }) as const);
  return seats.length === people.length ? seats : [...seats, { shows: 'others', count: people.length - seats.length }];
}

function even(pixels: number): number {
  return Math.floor(pixels / 2) * 2;
}

function nearestEven(pixels: number): number {
  return Math.round(pixels / 2) * 2;
}
