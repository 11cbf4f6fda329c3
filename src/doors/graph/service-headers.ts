/** What Graph's answers carry besides their content, as captured answers do. */
import type { Clock } from '../../base/clock.ts';
import type { RequestIds } from './request-ids.ts';
import type { GraphSettings } from './settings.ts';

const jsonOfGraph = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/**
 * Puts the ids on every answer, and on those of Graph its own headers; gives the same answer back. `Strict-Transport-Security`, which
 * Graph sends as well, is left out: it would bind every other service of this host name to https.
 */
export function withServiceHeaders(
  answer: Response,
  request: Request,
  ids: RequestIds,
  { clock, settings }: { readonly clock: Clock; readonly settings: GraphSettings },
): Response {
  const { headers } = answer;
  headers.set('request-id', ids.requestId);
  headers.set('client-request-id', ids.clientRequestId);
  if (!/^\/(v1\.0|beta)\//i.test(new URL(request.url).pathname)) return answer;
  headers.set('date', new Date(clock.wallMs()).toUTCString());
  headers.set('x-ms-ags-diagnostic', diagnostic(settings.dataCenter));
  if (answer.ok && headers.get('content-type') === 'application/json') {
    headers.set('odata-version', '4.0');
    headers.set('content-type', jsonOfGraph);
  }
  return answer;
}

/** Which machine answered, in Graph's shape; a header holds no more than Latin-1. */
function diagnostic(dataCenter: string): string {
  const DataCenter = dataCenter.replaceAll(/[^\x20-\x7e]/g, '?');
  return JSON.stringify({ ServerInfo: { DataCenter, Slice: 'E', Ring: '1', ScaleUnit: '000', RoleInstance: 'SWITCHBOARD' } });
}
