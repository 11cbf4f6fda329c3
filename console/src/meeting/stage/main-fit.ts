/** One large picture with a strip of small ones: where the strip takes least from the large one. */
import { tileGap, withinBox, type Box } from './gallery-fit.ts';

/** `tile` and `count` are those of the strip; without anybody in it, `count` is 0 and the large picture has it all. */
export type MainFit = { readonly isBeside: boolean; readonly main: Box; readonly tile: Box; readonly count: number };

/** Fits `others` small tiles beside or below; when not all fit, one place of `count` is for the number of those left out. */
export function fitMain(others: number, area: Box): MainFit {
  if (others === 0) return { isBeside: true, main: area, tile: { width: 0, height: 0 }, count: 0 };
  const beside = besides(others, area);
  const below = belows(others, area);
  return withinBox(beside.main).width >= withinBox(below.main).width ? beside : below;
}

function besides(others: number, area: Box): MainFit {
  const width = clamp(Math.round(area.width * 0.18), 132, 300);
  const tile = { width, height: Math.floor((width * 9) / 16) };
  const count = Math.max(1, Math.floor((area.height + tileGap) / (tile.height + tileGap)));
  return {
    isBeside: true,
    main: { width: Math.max(0, area.width - width - tileGap), height: area.height },
    tile,
    count: Math.min(count, others),
  };
}

function belows(others: number, area: Box): MainFit {
  const height = clamp(Math.round(area.height * 0.18), area.width < 420 ? 54 : 74, 170);
  const tile = { width: Math.floor((height * 16) / 9), height };
  const count = Math.max(1, Math.floor((area.width + tileGap) / (tile.width + tileGap)));
  return {
    isBeside: false,
    main: { width: area.width, height: Math.max(0, area.height - height - tileGap) },
    tile,
    count: Math.min(count, others),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
