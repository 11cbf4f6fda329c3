/** People looked up: by id or sign-in name, or by what a bot has heard of them. Source: Graph docs, api/user-get, user-list. */
import { personOf, problem, unknownUser, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { filterOf } from '../../odata/odata-filter.ts';
import { pageOf, selected } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { searchOf } from './user-search.ts';
import { plainUser, selectableUser } from './user-resource.ts';

export const userCommands: Readonly<Record<string, ServeAround>> = {
  'GET /users': list,
  'GET /users/{id}': read,
  'GET /users/$count': count,
};

const filterPaths = [
  'id',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'mailNickname',
  'userPrincipalName',
  'accountEnabled',
  'userType',
];

function read(request: AroundRequest): AroundAnswer {
  const { ids, url, base } = request;
  const { select } = queryOf(url.searchParams, ['$select']);
  const person = personOf(request, ids[0] ?? '');
  if (!person) return unknownUser(ids[0] ?? '');
  const user = selectableUser(person, request);
  const context = `${base}/$metadata#users${select ? `(${select.join(',')})` : ''}/$entity`;
  return { status: 200, body: { '@odata.context': context, ...(select ? selected(user, select) : plainUser(user)) } };
}

/** Plain text, and with the same header as a search. */
function count(request: AroundRequest): AroundAnswer {
  const { headers, directory, caller, url } = request;
  const { filter } = queryOf(url.searchParams, ['$filter']);
  if (headers.get('consistencylevel')?.toLowerCase() !== 'eventual')
    return problem(400, 'Request_BadRequest', "$count is served with the header 'ConsistencyLevel: eventual' only.");
  const people = directory.people.filter(({ tenantId }) => tenantId === caller.tenantId).map((person) => selectableUser(person, request));
  const found = filter === undefined ? people : people.filter(filterOf(filter, { paths: filterPaths }));
  return { status: 200, content: { type: 'text/plain', bytes: new TextEncoder().encode(String(found.length)) } };
}

function list(request: AroundRequest): AroundAnswer {
  const { url, base, directory, caller, headers } = request;
  const query = queryOf(url.searchParams, ['$select', '$filter', '$top', '$skiptoken', '$orderby', '$search', '$count']);
  const isEventual = headers.get('consistencylevel')?.toLowerCase() === 'eventual';
  if (query.search !== undefined && !isEventual) {
    return problem(
      400,
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  const people = directory.people.filter(({ tenantId }) => tenantId === caller.tenantId).map((person) => selectableUser(person, request));
  const found = query.search === undefined ? people : people.filter(searchOf(query.search));
  const context = `${base}/$metadata#users${query.select ? `(${query.select.join(',')})` : ''}`;
  const page = pageOf(found, query, { url, base, context, pageSize: query.top ?? 100, filterPaths }) as { value: readonly object[] };
  // Filters may look at more than is shown.
  return { status: 200, body: query.select ? page : { ...page, value: page.value.map((user) => plainUser(user as never)) } };
}
