/** Asks the house that is open, from another terminal of this machine: over loopback, with the token of its data folder. */
import type { Clock } from '../../base/clock.ts';
import { ServerError } from '../errors.ts';
import type { HousePlaces } from './house-places.ts';

/** As a route of the administration says it: an answer, or why not and what to do. */
export type AdminReply<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly remedy: string };

export type FoundHouse = { readonly places: HousePlaces; readonly token: string };

/**
 * The answer to `command` at that path. Undefined when nobody is at the address any more, or another house, which does not know the
 * token. Rejects with what the house refuses.
 */
export async function askHouse<Answer>(
  path: string,
  command: object,
  { places, token }: FoundHouse,
  { clock, withinMs = 30_000 }: { readonly clock: Clock; readonly withinMs?: number },
): Promise<Answer | undefined> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let response: Response;
  try {
    const init = { method: 'POST', headers, body: JSON.stringify(command), signal: clock.deadline(withinMs) };
    response = await clock.hold(() => fetch(`${places.url}${path}`, init));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw new ServerError(
      'server/not-done',
      `The house at ${places.url} did not answer within ${String(withinMs / 1_000)} s.`,
      'See what its terminal says.',
      { cause: error },
    );
  }
  if (response.status === 401) return undefined;
  const reply = await clock.hold(() => replyIn<Answer>(response, places));
  if (reply.ok) return reply.answer;
  throw new ServerError('server/not-done', reply.message, reply.remedy);
}

async function replyIn<Answer>(response: Response, places: HousePlaces): Promise<AdminReply<Answer>> {
  try {
    return (await response.json()) as AdminReply<Answer>;
  } catch (cause) {
    throw new ServerError('server/not-done', `What answers at ${places.url} is no house of ours (status ${String(response.status)}).`, 'Stop that program, or delete running.json in the data folder.', { cause }); // prettier-ignore
  }
}
