/** Presence read and set. Source: Graph docs, api/presence-get, -setpresence, -clearpresence, -setuserpreferredpresence, -setstatusmessage, cloudcommunications-getpresencesbyuserid. */
import type { PersonEntry } from '../../../../switchboard/directory.ts';
import * as bodies from '../../../../wire/graph/presence.ts';
import { personOf, problem, unknownUser, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { pageOf, selected } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { bodyAs } from '../../request-reading.ts';
import { pairOf, preferredMs, preferredPairs, sessionMs, sessionPairs, statusOf } from './presence-reading.ts';
import { presenceResource } from './presence-resource.ts';

export const presenceCommands: Readonly<Record<string, ServeAround>> = {
  'GET /users/{id}/presence': read,
  'GET /communications/presences/{id}': read,
  'GET /communications/presences': list,
  'POST /communications/getpresencesbyuserid': ofMany,
  'POST /users/{id}/presence/setpresence': (request) =>
    ofPerson(request, async ({ userId }) => {
      const { sessionId, expirationDuration, ...said } = bodyAs(bodies.setPresenceBody, request.json);
      const pair = pairOf(said, sessionPairs);
      const isSet = await request.surroundings.presence.setSession(userId, { sessionId, ...pair }, sessionMs(expirationDuration));
      return isSet ? { status: 200 } : problem(429, 'TooManyRequests', 'Too many presence sessions are open for this user; clear some.');
    }),
  'POST /users/{id}/presence/clearpresence': (request) =>
    ofPerson(request, async ({ userId }) => {
      const { sessionId } = bodyAs(bodies.clearPresenceBody, request.json);
      const wasThere = await request.surroundings.presence.clearSession(userId, sessionId);
      return wasThere ? { status: 200 } : problem(404, 'NotFound', `There is no presence session ${sessionId} of this user.`);
    }),
  'POST /users/{id}/presence/setuserpreferredpresence': (request) =>
    ofPerson(request, async ({ userId }) => {
      const { expirationDuration, ...said } = bodyAs(bodies.preferredPresenceBody, request.json);
      const pair = pairOf(said, preferredPairs);
      const expiresMs = request.clock.wallMs() + preferredMs(expirationDuration, pair.availability);
      await request.surroundings.presence.setPreferred(userId, { ...pair, expiresMs });
      return { status: 200 };
    }),
  'POST /users/{id}/presence/clearuserpreferredpresence': (request) =>
    ofPerson(request, async ({ userId }) => {
      await request.surroundings.presence.setPreferred(userId, undefined);
      return { status: 200 };
    }),
  'POST /users/{id}/presence/setstatusmessage': (request) =>
    ofPerson(request, async ({ userId }) => {
      const status = statusOf(bodyAs(bodies.statusMessageBody, request.json), request.clock.wallMs());
      await request.surroundings.presence.setStatus(userId, status);
      return { status: 200 };
    }),
};

function read(request: AroundRequest): AroundAnswer | Promise<AroundAnswer> {
  return ofPerson(request, ({ userId }) => {
    const { select } = queryOf(request.url.searchParams, ['$select']);
    const context = `${request.base}/$metadata#users('${userId}')/presence/$entity`;
    const presence = presenceResource(request.surroundings.presence.of(userId));
    return { status: 200, body: { '@odata.context': context, ...selected(presence, select) } };
  });
}

function list(request: AroundRequest): AroundAnswer {
  const { url, base, directory, caller, surroundings } = request;
  const query = queryOf(url.searchParams, ['$filter', '$select', '$top', '$skiptoken']);
  const people = directory.people.filter(({ tenantId }) => tenantId === caller.tenantId);
  const presences = people.map(({ userId }) => presenceResource(surroundings.presence.of(userId)));
  const context = `${base}/$metadata#communications/presences`;
  return { status: 200, body: pageOf(presences, query, { url, base, context, pageSize: 650, filterPaths: ['id'] }) };
}

/** Who is not known is left out. */
function ofMany(request: AroundRequest): AroundAnswer {
  const { ids } = bodyAs(bodies.presencesBody, request.json);
  const people = ids.flatMap((id) => personOf(request, id) ?? []);
  const value = people.map(({ userId }) => presenceResource(request.surroundings.presence.of(userId)));
  return { status: 200, body: { '@odata.context': `${request.base}/$metadata#Collection(microsoft.graph.presence)`, value } };
}

function ofPerson(
  request: AroundRequest,
  work: (person: PersonEntry) => AroundAnswer | Promise<AroundAnswer>,
): AroundAnswer | Promise<AroundAnswer> {
  const [idOrName = ''] = request.ids;
  const person = personOf(request, idOrName);
  return person ? work(person) : unknownUser(idOrName);
}
