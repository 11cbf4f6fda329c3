/** The commands that are served: each reads its body, asks the switchboard, and answers as Graph does. */
import * as bodies from '../../wire/graph/request.ts';
import { callResource } from './call-resource.ts';
import { done, isRecord, legOf, type CommandAnswer, type CommandRequest, type Serve } from './command.ts';
import { GraphDoorError } from './errors.ts';
import { cancelMediaProcessing, playPrompt, recordResponse, subscribeToTone } from './media-commands.ts';
import { bodyAs, callbackOf, checkMediaConfig, notImplemented, targetOf } from './request-reading.ts';

/** By method and path template. */
export const commands: Readonly<Record<string, Serve>> = {
  'POST /communications/calls': createCall,
  'GET /communications/calls/{id}': readCall,
  'DELETE /communications/calls/{id}': (request) => {
    done(request.switchboard.hangUpApp(legOf(request)));
    return { status: 204 };
  },
  'POST /communications/calls/{id}/answer': answer,
  'POST /communications/calls/{id}/reject': (request) => {
    const { reason, callbackUri } = bodyAs(bodies.rejectBody, request.json);
    done(
      request.switchboard.reject({
        ...legOf(request),
        reason: reason ?? 'none',
        callbackUri: callbackUri ? callbackOf(callbackUri, request.app) : undefined,
      }),
    );
    return { status: 202 };
  },
  'POST /communications/calls/{id}/redirect': redirect,
  'POST /communications/calls/{id}/transfer': transfer,
  'POST /communications/calls/{id}/playprompt': playPrompt,
  'POST /communications/calls/{id}/recordresponse': recordResponse,
  'POST /communications/calls/{id}/cancelmediaprocessing': cancelMediaProcessing,
  'POST /communications/calls/{id}/subscribetotone': subscribeToTone,
  'POST /communications/calls/{id}/keepalive': (request) => {
    done(request.switchboard.keepAlive(legOf(request)));
    return { status: 200 };
  },
};

function createCall(request: CommandRequest): CommandAnswer {
  const { switchboard, app, base, json } = request;
  if (isRecord(json) && (json['meetingInfo'] != null || json['chatInfo'] != null))
    throw notImplemented('Joining meetings', 'Call a user or an application.');
  const { callbackUri, targets, mediaConfig, tenantId } = bodyAs(bodies.createCallBody, json);
  checkTenant(request, tenantId);
  checkMediaConfig(mediaConfig);
  const [target, ...more] = targets;
  if (!target || more.length > 0) throw notImplemented('Group calls', 'Name exactly one target.');
  const { legId } = done(switchboard.createCall({ appId: app.appId, callbackUri: callbackOf(callbackUri, app), target: targetOf(target) }));
  const { body } = readCall({ ...request, callId: legId });
  return { status: 201, body, location: `${base}/communications/calls/${legId}`, callId: legId };
}

function readCall(request: CommandRequest): CommandAnswer {
  const { call, leg } = done(request.switchboard.readCall(legOf(request)));
  const context = `${request.base}/$metadata#app/calls/$entity`;
  return {
    status: 200,
    body: callResource(call, leg, { tenantId: request.directory.tenantId, context, callEnds: request.settings.callEnds }),
  };
}

function answer(request: CommandRequest): CommandAnswer {
  const { callbackUri, mediaConfig, acceptedModalities } = bodyAs(bodies.answerBody, request.json);
  checkMediaConfig(mediaConfig);
  if (isRecord(request.json) && request.json['participantCapacity'] != null) throw notImplemented('participantCapacity', 'Leave it out.');
  if (acceptedModalities && !acceptedModalities.some((each) => each.toLowerCase() === 'audio')) {
    throw new GraphDoorError('graph-door/bad-request', 'The request is invalid: acceptedModalities must contain audio.');
  }
  done(request.switchboard.answerApp({ ...legOf(request), callbackUri: callbackOf(callbackUri, request.app) }));
  return { status: 202 };
}

function redirect(request: CommandRequest): CommandAnswer {
  const { targets, timeout, callbackUri } = bodyAs(bodies.redirectBody, request.json);
  done(
    request.switchboard.redirect({
      ...legOf(request),
      targets: targets.map(targetOf),
      timeoutMs: timeout == null ? undefined : timeout * 1000,
      callbackUri: callbackUri ? callbackOf(callbackUri, request.app) : undefined,
    }),
  );
  return { status: 202 };
}

function transfer(request: CommandRequest): CommandAnswer {
  const { transferTarget, transferee } = bodyAs(bodies.transferBody, request.json);
  if (transferee != null) throw notImplemented('Transferring one participant of a group call (transferee)', 'Leave it out.');
  done(request.switchboard.transfer({ ...legOf(request), target: targetOf(transferTarget) }));
  return { status: 202 };
}

function checkTenant({ directory }: CommandRequest, tenantId: string | null | undefined): void {
  if (tenantId == null || tenantId === directory.tenantId) return;
  throw new GraphDoorError('graph-door/other-tenant', 'Mismatch between request authorization tenant and call tenant.');
}
