/** Who may read a chat: by permissions for all chats of the tenant, or with those for single ones (`….Chat`, `….WhereInstalled`) by taking part. */
import type { Call, Leg } from '../../../../switchboard/call.ts';
import { isIn } from '../../../../switchboard/roles.ts';
import type { Caller } from '../../identity/access-token.ts';

type Reader = { readonly caller: Pick<Caller, 'appId' | 'roles'>; readonly switchboard: { readonly calls: () => readonly Call[] } };

/** `permissions` is the row of what is asked for. */
export function maySeeThread({ caller, switchboard }: Reader, threadId: string, permissions: readonly string[]): boolean {
  const isForAll = permissions.some((each) => !/\.(Chat|WhereInstalled)$/.test(each) && caller.roles.includes(each));
  return isForAll || takesPart(switchboard.calls(), threadId, caller.appId);
}

/** Not while it waits in the lobby. */
function takesPart(calls: readonly Call[], threadId: string, appId: string): boolean {
  const isOwn = (leg: Leg): boolean => leg.kind === 'app' && leg.appId === appId;
  return calls.some((call) => call.group?.threadId === threadId && call.legs.some((leg) => isOwn(leg) && isIn(call, leg)));
}
