/** A list as Graph answers it: filtered, ordered, cut into pages, and with the properties that were asked for. */
import { GraphDoorError } from '../errors.ts';
import { filterOf } from './odata-filter.ts';
import { skipToken, type ODataQuery } from './odata-query.ts';
import { textAt } from './odata-value.ts';

export type PageOptions = {
  /** The request's own address, which the next page's begins with. */
  readonly url: URL;
  /** `https://host/v1.0`, by which clients know this door. */
  readonly base: string;
  readonly context: string;
  readonly pageSize: number;
  readonly filterPaths?: readonly string[] | undefined;
  readonly isSame?: Readonly<Record<string, (one: string, other: string) => boolean>> | undefined;
};

export function pageOf(items: readonly object[], query: ODataQuery, options: PageOptions): object {
  const { filter, orderBy, skip, top, select, wantsCount } = query;
  const passing =
    filter === undefined ? items : items.filter(filterOf(filter, { paths: options.filterPaths ?? [], isSame: options.isSame }));
  const all = orderBy === undefined ? passing : passing.toSorted((a, b) => ordered(a, b, orderBy));
  const end = skip + Math.min(top ?? options.pageSize, options.pageSize);
  return {
    '@odata.context': options.context,
    ...(wantsCount ? { '@odata.count': all.length } : {}),
    ...(end < all.length ? { '@odata.nextLink': nextLink(options, end) } : {}),
    value: all.slice(skip, end).map((item) => selected(item, select)),
  };
}

/** Only what was asked for, and the annotations. An unknown name is a bad request. */
export function selected(item: object, select: readonly string[] | undefined): object {
  if (select === undefined) return item;
  const names = select.map((name) => name.toLowerCase());
  const has = Object.keys(item).map((key) => key.toLowerCase());
  const unknown = names.find((name) => !has.includes(name) && name !== '*');
  if (unknown !== undefined)
    throw new GraphDoorError('graph-door/bad-request', `Could not find a property named '${unknown.slice(0, 60)}' to select.`);
  if (names.includes('*')) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => key.startsWith('@') || names.includes(key.toLowerCase())));
}

/** The address of what begins at `offset`. */
export function nextLink({ url, base }: Pick<PageOptions, 'url' | 'base'>, offset: number): string {
  const path = url.pathname.replace(/^\/(v1\.0|beta)(?=\/)/i, '');
  const params = new URLSearchParams(url.search);
  const given = Array.from(params.keys()).filter((name) => /^\$?skiptoken$/i.test(name));
  for (const name of given) params.delete(name);
  params.set('$skiptoken', skipToken(offset));
  return `${base}${path}?${params.toString().replaceAll('%24', '$')}`;
}

function ordered(a: object, b: object, { path, isDescending }: NonNullable<ODataQuery['orderBy']>): number {
  const [one, other] = [a, b].map((item) => textAt(item, path).toLowerCase());
  const order = (one ?? '') < (other ?? '') ? -1 : one === other ? 0 : 1;
  return isDescending ? -order : order;
}
