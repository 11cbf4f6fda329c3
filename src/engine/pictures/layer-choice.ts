/** Which layer each slot of a viewer gets: as large as it is shown, as long as all of them together fit what the viewer can take. */
import type { Layer } from './layer.ts';

/** What one slot wants. Layers are those that come now, smallest first; none means that there is nothing to show. */
export type LayerWish = { readonly layers: readonly Layer[]; readonly height: number };

/** A layer that is a little smaller than the tile is good enough. */
const GOOD_ENOUGH = 0.75;

/**
 * Everybody gets the smallest layer; then the tiles grow, the largest first, while there is room. Smallest layers are sent even where there is
 * no room at all: less than that is nothing.
 */
export function chooseLayers(wishes: readonly LayerWish[], limitBps: number): (Layer | undefined)[] {
  const chosen = wishes.map(({ layers }) => layers[0]);
  let sum = chosen.reduce((bits, layer) => bits + (layer ? cost(layer) : 0), 0);
  const bySize = wishes.map((_, slot) => slot).toSorted((a, b) => (wishes[b]?.height ?? 0) - (wishes[a]?.height ?? 0));
  for (const slot of bySize) {
    const wish = wishes[slot];
    if (!wish) continue;
    for (const layer of wish.layers.slice(1, fitting(wish) + 1)) {
      const grown = sum - cost(chosen[slot]) + cost(layer);
      if (grown > limitBps) break;
      sum = grown;
      chosen[slot] = layer;
    }
  }
  return chosen;
}

/** The smallest layer that is large enough, else the largest. */
function fitting({ layers, height }: LayerWish): number {
  const found = layers.findIndex((layer) => layer.height >= height * GOOD_ENOUGH);
  return found < 0 ? layers.length - 1 : found;
}

/** Bits per second, guessed by the number of pixels for a layer that has just begun. */
function cost(layer: Layer | undefined): number {
  if (!layer) return 0;
  return layer.bitsPerSecond > 0 ? layer.bitsPerSecond : layer.width * layer.height * 1.6;
}
