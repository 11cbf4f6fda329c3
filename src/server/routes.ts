/** Which request goes to whom: bots, the Graph door, voicemail, pages. */
import { callOfAttendancePath } from './attendance-route.ts';
import { isLibraryPath } from './library-route.ts';
import { callOfBundlePath } from './bundle-route.ts';
import { refusalOf } from './origin-guard.ts';
import type { RefuseMisplaced } from './virtual-hosts.ts';

export type Routes = {
  /** Says 404 where a host that bots have written into them has nothing at the path. */
  readonly misplaced: RefuseMisplaced;
  readonly graph: (request: Request) => Promise<Response>;
  /** Where bots open sessions for media of their own; by its own proof, too. */
  readonly bridge: (request: Request) => Promise<Response>;
  /** By the bot's slug, the part of its address after `/bots/`. */
  readonly bots: ReadonlyMap<string, { fetch(request: Request): Promise<Response> }>;
  readonly voicemail: (request: Request) => Promise<Response>;
  /** Calls as files. */
  readonly bundles: (request: Request) => Promise<Response>;
  /** Who was in a call. */
  readonly attendance: (request: Request) => Promise<Response>;
  /** What is recorded, for pages. */
  readonly library: (request: Request) => Promise<Response>;
  /** For whoever may read the data folder; it asks for proof itself. */
  readonly admin: (request: Request) => Promise<Response>;
  readonly pages: (path: string) => Promise<Response>;
  /** Something that a fetch handler threw: a defect of ours, told to the operator. */
  readonly onError: (error: unknown, path: string) => void;
};

const graphPath = /^\/(v\d+(\.\d+)*|beta|app|communications|common|recordings)(\/|$)|\/(oauth2|discovery)\/|\/\.well-known\//i;

/** Bots, Graph and the media bridge bring their own proof of who they are; pages and voicemail are for this house's own pages alone. */
export function routed(routes: Routes): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    try {
      return await answer(request, pathname, routes);
    } catch (error) {
      routes.onError(error, pathname);
      return new Response('Rollcall failed to answer this request. The terminal says more.\n', { status: 500 });
    }
  };
}

async function answer(request: Request, pathname: string, routes: Routes): Promise<Response> {
  const misplaced = routes.misplaced(request);
  if (misplaced) return misplaced;
  if (graphPath.test(pathname)) return routes.graph(request);
  if (pathname.startsWith('/bridge/')) return routes.bridge(request);
  const [, slug] = /^\/bots\/([^/]+)(?:\/|$)/.exec(pathname) ?? [];
  if (slug !== undefined) {
    const bot = routes.bots.get(slug);
    return bot ? bot.fetch(request) : new Response(`There is no bot at /bots/${slug} here.\n`, { status: 404 });
  }
  const refusal = refusalOf(request.headers);
  if (refusal !== undefined) return new Response(`${refusal}\n`, { status: 403 });
  if (pathname.startsWith('/voicemail/')) return routes.voicemail(request);
  if (callOfBundlePath(pathname) !== undefined) return routes.bundles(request);
  if (callOfAttendancePath(pathname) !== undefined) return routes.attendance(request);
  if (isLibraryPath(pathname)) return routes.library(request);
  if (pathname.startsWith('/admin/')) return routes.admin(request);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response(`Pages can only be read; ${request.method} is not known here.\n`, { status: 405 });
  return routes.pages(pathname);
}
