/** The query options of a request: read once, and those that an operation does not know refused. Source: Graph docs, query-parameters. */
import { GraphDoorError } from '../errors.ts';

export type ODataQuery = {
  readonly select?: readonly string[] | undefined;
  readonly filter?: string | undefined;
  readonly top?: number | undefined;
  readonly skip: number;
  readonly orderBy?: { readonly path: string; readonly isDescending: boolean } | undefined;
  readonly search?: string | undefined;
  readonly expand?: string | undefined;
  readonly wantsCount: boolean;
};

export type QueryOption = '$select' | '$filter' | '$top' | '$skiptoken' | '$orderby' | '$search' | '$expand' | '$count' | '$format';

/** Options with or without `$`, in any case; other names that begin with `$` are a bad request. */
export function queryOf(params: URLSearchParams, allowed: readonly QueryOption[], mostTop = 999): ODataQuery {
  const given = new Map<string, string>();
  for (const [name, value] of params) {
    const option = optionOf(name);
    if (option === undefined) continue;
    if (!(allowed as readonly string[]).includes(option))
      throw bad(`The query option '${name}' is not served here; ${allowed.join(', ') || 'none'} is.`);
    if (value.trim() !== '') given.set(option, value);
  }
  const select = given.get('$select');
  const orderBy = given.get('$orderby');
  const top = given.get('$top');
  return {
    select: select?.split(',').map((name) => name.trim()),
    filter: given.get('$filter'),
    top: top === undefined ? undefined : topOf(top, mostTop),
    skip: skipOf(given.get('$skiptoken')),
    orderBy: orderBy === undefined ? undefined : orderOf(orderBy),
    search: given.get('$search'),
    expand: given.get('$expand'),
    wantsCount: given.get('$count')?.toLowerCase() === 'true',
  };
}

/** Where a page begins, as an opaque word. */
export function skipToken(offset: number): string {
  return Buffer.from(`from ${String(offset)}`).toString('base64url');
}

const known = [
  '$select',
  '$filter',
  '$top',
  '$skiptoken',
  '$orderby',
  '$search',
  '$expand',
  '$count',
  '$format',
  '$skip',
  '$apply',
  '$compute',
];

function optionOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower.startsWith('$')) return lower;
  return known.find((each) => each === `$${lower}`);
}

function topOf(text: string, most: number): number {
  const top = Number(text);
  if (Number.isInteger(top) && top >= 1 && top <= most) return top;
  throw bad(`Invalid value '${text.slice(0, 20)}' for $top: 1 to ${String(most)} is taken.`);
}

function skipOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const [, offset] = /^from (\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (offset === undefined) throw bad('The $skiptoken is none that was given out here.');
  return Number(offset);
}

function orderOf(text: string): NonNullable<ODataQuery['orderBy']> {
  const [path = '', direction = 'asc', ...more] = text.trim().split(/\s+/);
  if (more.length > 0 || path.includes(',') || !/^(asc|desc)$/i.test(direction))
    throw bad(`$orderby takes one property and a direction, not “${text.slice(0, 60)}”.`);
  return { path, isDescending: direction.toLowerCase() === 'desc' };
}

function bad(message: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', message);
}
