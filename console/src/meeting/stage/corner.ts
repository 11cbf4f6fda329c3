/** Where my own small picture stands, and how the gallery makes way for it. */
import { fitTiles, tileGap, type Box, type Fit } from './gallery-fit.ts';

/** The size of my own picture on a stage of that size. */
export function selfBox(area: Box): Box {
  const width = Math.round(Math.min(260, Math.max(112, area.width * 0.16)));
  return { width, height: Math.round((width * 9) / 16) };
}

/** `right` and `bottom` are left free for it. */
export type Placed = Fit & { readonly right: number; readonly bottom: number };

/**
 * The largest tiles that leave the lower right corner to `corner`. A single tile goes below it: its corner is worth less than its size.
 * `foot` is left free below in any case.
 */
export function fitAround(count: number, area: Box, { corner, foot }: { readonly corner: Box | undefined; readonly foot: number }): Placed {
  const without = (right: number, bottom: number): Placed => ({
    ...fitTiles(count, { width: Math.max(0, area.width - right), height: Math.max(0, area.height - bottom) }),
    right,
    bottom,
  });
  const whole = without(0, foot);
  if (corner === undefined || count < 2 || !covers(whole, count, area, corner)) return whole;
  const beside = without(corner.width + tileGap, foot);
  const above = without(0, Math.max(foot, corner.height + tileGap));
  return beside.tile.width >= above.tile.width ? beside : above;
}

/** Whether the last tile of the last row reaches under the corner; rows stand in the middle. */
function covers({ columns, rows, tile, bottom }: Placed, count: number, area: Box, corner: Box): boolean {
  const last = count - columns * (rows - 1);
  const rowWidth = last * tile.width + (last - 1) * tileGap;
  const height = rows * tile.height + (rows - 1) * tileGap;
  const rightEnd = (area.width + rowWidth) / 2;
  const lowerEnd = (area.height - bottom + height) / 2;
  return rightEnd > area.width - corner.width - tileGap && lowerEnd > area.height - corner.height - tileGap;
}
