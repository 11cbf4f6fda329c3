/** Cuts the gallery into pages: as many tiles as can be read, and no more pictures than are worth their bandwidth. */

/** More pictures than this at once are neither seen nor paid for. */
export const mostPictures = 9;

type Limits = { readonly capacity: number; readonly pictures?: number };

/** In the given order; each page holds at most `capacity` people, of whom at most `pictures` have a camera on. There is always a page. */
export function pagesOf<T extends { readonly hasCamera: boolean }>(
  people: readonly T[],
  { capacity, pictures = mostPictures }: Limits,
): readonly (readonly T[])[] {
  const pages: T[][] = [];
  let page: T[] = [];
  let seen = 0;
  for (const one of people) {
    const isFull = page.length >= Math.max(1, capacity) || (one.hasCamera && seen >= Math.max(1, pictures));
    if (isFull) {
      pages.push(page);
      page = [];
      seen = 0;
    }
    page.push(one);
    if (one.hasCamera) seen += 1;
  }
  return page.length > 0 || pages.length === 0 ? [...pages, page] : pages;
}
