/** The commands that are served: each reads its body, asks the switchboard, and answers as Graph does. */
import type { AppEntry, Directory } from '../../switchboard/directory.ts';
import type { Result } from '../../switchboard/result.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import * as bodies from '../../wire/graph/request.ts';
import { callResource } from './call-resource.ts';
import { fromRefusal, GraphDoorError } from './errors.ts';
import { bodyAs, callbackOf, checkMediaConfig, keysOf, notImplemented, promptsOf, targetOf } from './request-reading.ts';

export type CommandRequest = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly app: AppEntry;
  readonly roles: readonly string[];
  /** Empty where the path has none. */
  readonly callId: string;
  readonly json: unknown;
  /** `https://host/v1.0`. */
  readonly base: string;
  readonly newId: () => string;
};

export type CommandAnswer = {
  readonly status: number;
  readonly body?: object | undefined;
  readonly location?: string | undefined;
  readonly callId?: string | undefined;
};

type Serve = (request: CommandRequest) => CommandAnswer;

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
  'POST /communications/calls/{id}/cancelmediaprocessing': (request) => {
    const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
    done(request.switchboard.cancel(legOf(request)));
    return operation(request, 'cancelMediaProcessingOperation', { id: request.newId(), status: 'completed', clientContext });
  },
  'POST /communications/calls/{id}/subscribetotone': (request) => {
    const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
    done(request.switchboard.subscribeTones(legOf(request)));
    return operation(request, 'subscribeToToneOperation', { id: request.newId(), status: 'completed', clientContext });
  },
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
  return { status: 200, body: callResource(call, leg, { tenantId: request.directory.tenantId, context }) };
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

function playPrompt(request: CommandRequest): CommandAnswer {
  const { prompts, loop, clientContext } = bodyAs(bodies.playPromptBody, request.json);
  if (loop) throw notImplemented('Playing in a loop', 'Play it once.');
  const asked = { ...legOf(request), prompts: promptsOf(prompts), clientContext: clientContext ?? undefined };
  const { operationId } = done(request.switchboard.play(asked));
  return operation(request, 'playPromptOperation', { id: operationId, status: 'running', clientContext });
}

function recordResponse(request: CommandRequest): CommandAnswer {
  const codeAt = (path: string) => (path.startsWith('prompts') ? 'graph-door/bad-prompts' : 'graph-door/bad-request');
  const body = bodyAs(bodies.recordResponseBody, request.json, codeAt);
  if (isRecord(request.json) && request.json['streamWhileRecording'] === true)
    throw notImplemented('streamWhileRecording', 'Leave it out.');
  const options = {
    bargeIn: body.bargeInAllowed ?? false,
    beep: body.playBeep ?? true,
    initialSilenceMs: (body.initialSilenceTimeoutInSeconds ?? 5) * 1000,
    maxSilenceMs: (body.maxSilenceTimeoutInSeconds ?? 5) * 1000,
    maxDurationMs: (body.maxRecordDurationInSeconds ?? 5) * 1000,
    stopTones: keysOf(body.stopTones ?? []),
  };
  const prompts = promptsOf(body.prompts ?? []);
  const { operationId } = done(
    request.switchboard.record({ ...legOf(request), prompts, options, clientContext: body.clientContext ?? undefined }),
  );
  const { clientContext } = body;
  return operation(request, 'recordOperation', {
    id: operationId,
    status: 'running',
    clientContext,
    recordingLocation: null,
    recordingAccessToken: null,
  });
}

function operation(
  { base, callId }: CommandRequest,
  type: string,
  fields: { readonly id: string; readonly clientContext?: string | null | undefined; readonly [name: string]: unknown },
): CommandAnswer {
  const { clientContext = null, ...rest } = fields;
  const body = { '@odata.type': `#microsoft.graph.${type}`, ...rest, clientContext, resultInfo: null };
  return { status: 200, body, location: `${base}/communications/calls/${callId}/operations/${fields.id}` };
}

function checkTenant({ directory }: CommandRequest, tenantId: string | null | undefined): void {
  if (tenantId == null || tenantId === directory.tenantId) return;
  throw new GraphDoorError('graph-door/other-tenant', 'Mismatch between request authorization tenant and call tenant.');
}

function legOf({ app, callId }: CommandRequest): { readonly appId: string; readonly legId: string } {
  return { appId: app.appId, legId: callId };
}

function done<T extends object>(result: Result<T>): T {
  if (result.ok) return result;
  throw fromRefusal(result);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
