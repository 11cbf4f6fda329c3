/** The commands for service-hosted media: prompts, recordings, keys. Each that works on answers with an operation. */
import * as bodies from '../../wire/graph/request.ts';
import { done, isRecord, legOf, type CommandAnswer, type CommandRequest } from './command.ts';
import { bodyAs, keysOf, notImplemented, promptsOf } from './request-reading.ts';

export function playPrompt(request: CommandRequest): CommandAnswer {
  const { prompts, loop, clientContext } = bodyAs(bodies.playPromptBody, request.json);
  if (loop) throw notImplemented('Playing in a loop', 'Play it once.');
  const asked = { ...legOf(request), prompts: promptsOf(prompts), clientContext: clientContext ?? undefined };
  const { operationId } = done(request.switchboard.play(asked));
  return operation(request, 'playPromptOperation', { id: operationId, status: 'running', clientContext });
}

export function recordResponse(request: CommandRequest): CommandAnswer {
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

export function cancelMediaProcessing(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.cancel(legOf(request)));
  return operation(request, 'cancelMediaProcessingOperation', { id: request.newId(), status: 'completed', clientContext });
}

export function subscribeToTone(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.subscribeTones(legOf(request)));
  return operation(request, 'subscribeToToneOperation', { id: request.newId(), status: 'completed', clientContext });
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
