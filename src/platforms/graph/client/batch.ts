/** Several requests in one: Graph's `$batch`. Source: Graph docs, concepts/json-batching. */
import { z } from 'zod';
import type { Cancel } from '../../../base/cancel.ts';
import type { BatchRequest, BatchResponse } from '../../../wire/graph/batch.ts';
import type { Requester } from '../requester.ts';

/** Graph docs, concepts/json-batching. */
const MOST_REQUESTS = 20;

const answers: z.ZodType<{ readonly responses: readonly BatchResponse[] }> = z.looseObject({
  responses: z.array(
    z.looseObject({ id: z.string(), status: z.number(), headers: z.record(z.string(), z.string()).default({}), body: z.unknown() }),
  ),
});

/** Resolves with the answers by id, each good or bad: whoever asked judges. The batch is sent again only when all in it are GET, or it is surely unheard. */
export async function batch(
  requester: Requester,
  requests: readonly BatchRequest[],
  options?: Cancel,
): Promise<ReadonlyMap<string, BatchResponse>> {
  if (requests.length === 0) return new Map();
  if (requests.length > MOST_REQUESTS)
    throw new TypeError(`a batch takes ${String(MOST_REQUESTS)} requests, and got ${String(requests.length)}`);
  if (new Set(requests.map(({ id }) => id)).size < requests.length) throw new TypeError('the requests of a batch need ids of their own');
  const withTypes = requests.map((request) =>
    request.body === undefined ? request : { ...request, headers: { 'content-type': 'application/json', ...request.headers } },
  );
  const isRepeatable = requests.every(({ method }) => method.toUpperCase() === 'GET');
  const asking = { ...options, what: 'POST $batch', method: 'POST', path: '/$batch', body: { requests: withTypes }, isRepeatable } as const;
  const { responses } = await requester.read(answers, asking);
  return new Map(responses.map((response) => [response.id, response]));
}
