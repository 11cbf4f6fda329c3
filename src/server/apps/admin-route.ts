/** `POST /admin/…`: what an administrator says to a house that is open, from this machine and with its token. */
import { z } from 'zod';
import type { Log } from '../../base/log.ts';
import { readBody } from '../../doors/graph/read-body.ts';
import { ServerError } from '../errors.ts';
import { isAdmin } from './admin-access.ts';
import type { AdminReply } from './ask-house.ts';

/** What can be done at one path. Rejects with a `ServerError` for what cannot. */
export type AdminDesk = (given: unknown) => Promise<unknown>;

/** One that takes commands of a shape. */
export function adminDesk<Command>(schema: z.ZodType<Command>, carryOut: (command: Command) => Promise<unknown>): AdminDesk {
  return (given) => {
    const command = schema.safeParse(given);
    if (!command.success) throw new ServerError('server/bad-app', `This cannot be done: ${mistakesIn(command.error)}.`, 'Correct it.');
    return carryOut(command.data);
  };
}

const limitBytes = 128 * 1024;

/** `desks` by path, such as `/admin/do`. */
export function adminRoute(
  desks: ReadonlyMap<string, AdminDesk>,
  { token, log }: { readonly token: string; readonly log: Log },
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isAdmin(request.headers, token))
      return reply(401, refused('server/not-admin', 'This takes the token of the data folder.', 'Use rollcall app or rollcall recordings, or send the content of admin-token as “Authorization: Bearer …”.')); // prettier-ignore
    const { pathname } = new URL(request.url);
    const desk = desks.get(pathname);
    if (!desk)
      return reply(404, refused('server/no-such-path', `There is nothing at ${pathname}.`, `POST to ${[...desks.keys()].join(' or ')}.`));
    if (request.method !== 'POST') return reply(405, refused('server/wrong-method', `${pathname} takes POST.`, 'Send a command as JSON.'));
    const bytes = await readBody(request.body, { limitBytes });
    if (!bytes) return reply(413, refused('server/too-large', 'The command is too long.', `It may have ${String(limitBytes)} bytes.`));
    try {
      return reply(200, { ok: true, answer: await desk(jsonOf(bytes)) });
    } catch (error) {
      if (error instanceof ServerError) return reply(error.code.startsWith('server/unknown-') ? 404 : 400, refused(error.code, error.message, error.remedy)); // prettier-ignore
      log.error('an administrator could not be served', { error });
      return reply(500, refused('server/failed', 'The house failed to do it.', 'Its terminal says why.'));
    }
  };
}

/** What is wrong with a command, by field. */
export function mistakesIn(error: z.ZodError): string {
  return error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'command'}: ${message}`).join('; '); // prettier-ignore
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function refused(code: string, message: string, remedy: string): AdminReply<never> {
  return { ok: false, code, message, remedy };
}

function reply(status: number, body: AdminReply<unknown>): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
