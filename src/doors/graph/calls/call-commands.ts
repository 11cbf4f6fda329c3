/** The commands about a call as a whole: read, answer, pass on, keep, end. Source: Graph docs, api/call-get, call-answer, call-reject, call-redirect, call-transfer, call-keepalive, call-delete. */
import * as bodies from '../../../wire/graph/request.ts';
import { callResource } from './call-resource.ts';
import { checkAudio, checkNotApart, mediaOf, optionsOf } from './call-settings.ts';
import { callOf, done, isRecord, legOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { conversationIdOf } from './conversation.ts';
import { withMedia } from './own-media.ts';
import { checkMayCall } from '../permissions.ts';
import { entity } from './reads.ts';
import { bodyAs, callbackOf, notImplemented } from '../request-reading.ts';
import { inviteeOf, plainTarget } from './targets.ts';
import { transfereeOf } from './transferee.ts';

export function readCall(request: CommandRequest): CommandAnswer {
  return entity(request, 'app/calls', callFields(request));
}

/** The call as it is now. */
export function callFields(request: CommandRequest): object {
  const { call, leg, viewer } = callOf(request);
  const { app, caller, tokens, settings } = request;
  const { tenantId } = caller;
  const token = call.group && tokens.make(conversationIdOf(call.callId, call.group), { appId: app.appId, tenantId });
  return callResource(call, leg, { viewer, tenantId, callEnds: settings.callEnds, token });
}

export function hangUp(request: CommandRequest): CommandAnswer {
  done(request.switchboard.hangUpApp(legOf(request)));
  return { status: 204 };
}

export function keepAlive(request: CommandRequest): CommandAnswer {
  done(request.switchboard.keepAlive(legOf(request)));
  return { status: 200 };
}

/**
 * `participantCapacity` counts for policy recording only, where one answer takes those in who join later; no call here is one, so it
 * is read and has nothing to do.
 */
export async function answer(request: CommandRequest): Promise<CommandAnswer> {
  const { callbackUri, mediaConfig, acceptedModalities, callOptions } = bodyAs(bodies.answerBody, request.json);
  const { call } = callOf(request);
  const kind = call.group ? 'meeting' : 'toOne';
  checkMayCall({ method: 'POST', path: '/communications/calls/{id}/answer', kind }, request.caller);
  const asked = mediaOf(mediaConfig);
  checkNotApart(mediaConfig);
  checkAudio(acceptedModalities, 'acceptedModalities');
  const options = optionsOf(callOptions);
  const taken = { ...legOf(request), callbackUri: callbackOf(callbackUri, request.app), options };
  await withMedia(request, asked, (media) => {
    done(request.switchboard.answerApp({ ...taken, media }));
    return taken;
  });
  if (asked.kind === 'hosted') request.prefetch(asked.prompts);
  return { status: 202 };
}

export function reject(request: CommandRequest): CommandAnswer {
  const { reason, callbackUri } = bodyAs(bodies.rejectBody, request.json);
  done(request.switchboard.reject({ ...legOf(request), reason: reason ?? 'none', callbackUri: optionalCallback(callbackUri, request) }));
  return { status: 202 };
}

export function redirect(request: CommandRequest): CommandAnswer {
  const { targets, timeout, callbackUri } = bodyAs(bodies.redirectBody, request.json);
  checkRedirectExtras(request.json);
  done(
    request.switchboard.redirect({
      ...legOf(request),
      targets: targets.map((target) => plainTarget(target, request)),
      timeoutMs: timeout == null ? undefined : timeout * 1000,
      callbackUri: optionalCallback(callbackUri, request),
    }),
  );
  return { status: 202 };
}

/** With `replacesCallId` in the target the transferee talks with the other side of that call; without, the target is rung. */
export function transfer(request: CommandRequest): CommandAnswer {
  const { transferTarget, transferee } = bodyAs(bodies.transferBody, request.json);
  const { target, replacesLegId } = inviteeOf(transferTarget, request);
  const transfereeId = transferee == null ? undefined : transfereeOf(transferee, callOf(request).call);
  done(request.switchboard.transfer({ ...legOf(request), target, replacesLegId, transfereeId }));
  return { status: 202 };
}

/** Beta: how targets are rung, and whether names are shown. Only what is done anyway may be asked for. */
function checkRedirectExtras(json: unknown): void {
  if (!isRecord(json)) return;
  const { targetDisposition, maskCallee, maskCaller } = json;
  if (maskCallee === true || maskCaller === true)
    throw notImplemented('Hiding who calls or is called (maskCallee, maskCaller)', 'Leave it out.');
  const disposition = bodyAs(bodies.dispositionBody, { targetDisposition }).targetDisposition;
  if (disposition === 'forward')
    throw notImplemented('Another targetDisposition than simultaneousRing', 'Leave it out: all targets ring at once.');
}

function optionalCallback(uri: string | null | undefined, { app }: CommandRequest): string | undefined {
  return uri ? callbackOf(uri, app) : undefined;
}
