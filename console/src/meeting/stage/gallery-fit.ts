/** How large tiles of 16:9 can be in a window, and how many fit before they get too small to know anybody by. */

export type Box = { readonly width: number; readonly height: number };

/** Tiles in rows; the last row may be shorter. All in CSS pixels. */
export type Fit = { readonly columns: number; readonly rows: number; readonly tile: Box };

export const tileRatio: number = 16 / 9;
/** Between tiles. */
export const tileGap = 8;
/** More tiles than this nobody takes in at once. */
export const mostTiles = 49;

/** The arrangement in which `count` tiles are largest; no tile where there is no room at all. */
export function fitTiles(count: number, area: Box, gap: number = tileGap): Fit {
  let best: Fit = { columns: 1, rows: Math.max(1, count), tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const widest = (area.width - gap * (columns - 1)) / columns;
    const highest = (area.height - gap * (rows - 1)) / rows;
    const width = Math.max(0, Math.floor(Math.min(widest, highest * tileRatio)));
    if (width > best.tile.width) best = { columns, rows, tile: { width, height: Math.floor(width / tileRatio) } };
  }
  return best;
}

/** The most tiles that are not narrower than one can read a name in: at least one, at most `mostTiles`. */
export function capacityOf(area: Box, gap: number = tileGap): number {
  const narrowest = Math.min(168, Math.max(132, area.width / 10));
  const columns = Math.max(1, Math.floor((area.width + gap) / (narrowest + gap)));
  const rows = Math.max(1, Math.floor((area.height + gap) / (narrowest / tileRatio + gap)));
  return Math.min(mostTiles, columns * rows);
}

/** The largest 16:9 within a box. */
export function withinBox(area: Box): Box {
  const width = Math.max(0, Math.floor(Math.min(area.width, area.height * tileRatio)));
  return { width, height: Math.floor(width / tileRatio) };
}
