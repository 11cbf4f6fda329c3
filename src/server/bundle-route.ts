/** Gives a call to the house's own pages as a file: `/calls/{callId}/bundle`, with `persons=removed` without names and voices. */
import { writeBundle } from '../bundles/bundle.ts';
import { withoutPersons } from '../bundles/without-persons.ts';
import { callBundle, type CallBundleOptions } from './call-bundle.ts';

/** The call of such a path; undefined for any other path. */
export function callOfBundlePath(pathname: string): string | undefined {
  const [, id] = /^\/calls\/([\w.:@+=%-]{1,256})\/bundle$/.exec(pathname) ?? [];
  if (id === undefined) return undefined;
  try {
    const callId = decodeURIComponent(id);
    return /^[\w.:@+=-]{1,256}$/.test(callId) ? callId : undefined;
  } catch {
    return undefined;
  }
}

export function bundleRoute(options: CallBundleOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const callId = callOfBundlePath(pathname);
    const persons = searchParams.get('persons') ?? 'kept';
    if (request.method !== 'GET') return refused(405, 'A call can only be read.');
    if (persons !== 'kept' && persons !== 'removed') return refused(400, '"persons" is "removed" or left out.');
    const bundle = callId === undefined ? undefined : await callBundle(callId, options);
    if (!bundle || callId === undefined) return refused(404, 'This call is not known here (any more).');
    const isClean = persons === 'removed';
    const file = `call-${callId.replace(/[^\w-]/g, '').slice(0, 8)}${isClean ? '-without-persons' : ''}.json`;
    return new Response(writeBundle(isClean ? withoutPersons(bundle, { sound: 'remove' }) : bundle), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      },
    });
  };
}

function refused(status: number, why: string): Response {
  return new Response(`${why}\n`, { status });
}
