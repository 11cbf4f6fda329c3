/** How what belongs to a call is read: as one or as a list, with the query options of OData that make sense for it. Source: Graph docs, query-parameters. */
import type { CommandAnswer, CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { filterOf } from '../odata/odata-filter.ts';
import { pageOf, selected } from '../odata/odata-page.ts';
import { queryOf } from '../odata/odata-query.ts';

type Reading = Pick<CommandRequest, 'base' | 'url'>;

const pageSize = 999;

/** One resource, with the properties that are asked for. `path` is what its context says of it. */
export function entity({ base, url }: Reading, path: string, resource: object): CommandAnswer {
  const { select } = queryOf(url.searchParams, ['$select', '$format']);
  return { status: 200, body: { '@odata.context': `${base}/$metadata#${path}${named(select)}/$entity`, ...selected(resource, select) } };
}

/** One resource as a whole: the answer to a command that made or changed it. */
export function wholeEntity({ base }: Pick<Reading, 'base'>, path: string, resource: object): CommandAnswer {
  return { status: 200, body: { '@odata.context': `${base}/$metadata#${path}/$entity`, ...resource } };
}

/** A list of resources: filtered, counted, cut, and with the properties that are asked for. */
export function collection({ base, url }: Reading, path: string, resources: readonly object[]): CommandAnswer {
  const { skip, rest } = withoutSkip(url.searchParams);
  const query = queryOf(rest, ['$select', '$top', '$skiptoken', '$count', '$filter', '$format'], pageSize);
  const context = `${base}/$metadata#${path}${named(query.select)}`;
  const page = { url, base, context, pageSize, ...(query.filter === undefined ? {} : filterFields(resources)) };
  // The link to the next page says where that begins, and outdoes $skip.
  return { status: 200, body: pageOf(resources, { ...query, skip: query.skip || skip }, page) };
}

/** How many there are: plain text. */
export function count({ url }: Pick<Reading, 'url'>, resources: readonly object[]): CommandAnswer {
  const { filter } = queryOf(url.searchParams, ['$filter', '$format']);
  const { filterPaths: paths, isSame } = filterFields(resources);
  const passing = filter === undefined ? resources : resources.filter(filterOf(filter, { paths, isSame }));
  return { status: 200, body: String(passing.length) };
}

/** `$skip` is of few lists in Graph, and these are short. */
function withoutSkip(params: URLSearchParams): { readonly skip: number; readonly rest: URLSearchParams } {
  const isSkip = (name: string): boolean => /^\$?skip$/i.test(name);
  const [, text = '0'] = [...params].find(([name]) => isSkip(name)) ?? [];
  if (!/^\d{1,9}$/.test(text))
    throw new GraphDoorError('graph-door/bad-request', 'The request is invalid: $skip takes a number that is not negative.');
  return { skip: Number(text), rest: new URLSearchParams([...params].filter(([name]) => !isSkip(name))) };
}

type FilterFields = {
  readonly filterPaths: readonly string[];
  readonly isSame: Readonly<Record<string, (one: string, other: string) => boolean>>;
};

/** Whatever is in the resources can be filtered by; texts letter by letter, since ids are what they are compared for. */
function filterFields(resources: readonly object[]): FilterFields {
  const filterPaths = [...new Set(['id', ...resources.flatMap((resource) => pathsIn(resource))])];
  const isSame = Object.fromEntries(filterPaths.map((path) => [path.toLowerCase(), (one: string, other: string) => one === other]));
  return { filterPaths, isSame };
}

function pathsIn(resource: object): readonly string[] {
  return Object.entries(resource).flatMap(([name, value]: [string, unknown]) => {
    if (name.includes('@') || Array.isArray(value)) return [];
    if (typeof value !== 'object' || value === null) return [name];
    return pathsIn(value).map((path) => `${name}/${path}`);
  });
}

function named(select: readonly string[] | undefined): string {
  return select && !select.includes('*') ? `(${select.join(',')})` : '';
}
