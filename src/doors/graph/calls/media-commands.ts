/** The commands for service-hosted media: prompts, recordings, keys. Each answers with an operation. Source: Graph docs, api/call-playprompt, call-record, call-senddtmftones, call-subscribetotone. */
import * as bodies from '../../../wire/graph/request.ts';
import { callOf, completed, done, isRecord, legOf, operation, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { checkHosted } from './own-media.ts';
import { bodyAs, keysOf, notImplemented, promptsOf, tonesOf } from '../request-reading.ts';

/** `loop` is of beta: the prompts begin anew until they are cancelled. */
export function playPrompt(request: CommandRequest): CommandAnswer {
  const { prompts, loop, clientContext } = bodyAs(bodies.playPromptBody, request.json);
  checkHosted(request, 'playPrompt');
  const isLooping = loop ?? false;
  const asked = { ...legOf(request), prompts: promptsOf(prompts), isLooping, clientContext: clientContext ?? undefined };
  const { operationId } = done(request.switchboard.play(asked));
  return operation(request, 'playPromptOperation', { id: operationId, status: 'running', clientContext });
}

export function recordResponse(request: CommandRequest): CommandAnswer {
  const codeAt = (path: string) => (path.startsWith('prompts') ? 'graph-door/bad-prompts' : 'graph-door/bad-request');
  const body = bodyAs(bodies.recordResponseBody, request.json, codeAt);
  checkHosted(request, 'recordResponse');
  if (body.prompts?.length === 0 && request.settings.refusesEmptyPrompts) throw emptyPrompts();
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

function emptyPrompts(): GraphDoorError {
  const remedy = 'Leave it out, or name a prompt; the setting refusesEmptyPrompts says that it is refused.';
  return new GraphDoorError('graph-door/bad-prompts', `The request is invalid: prompts: an empty list is not taken. ${remedy}`);
}

/** Cancels prompts, recordings and keys, at work or waiting; not the subscription to tones. */
export function cancelMediaProcessing(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.cancel(legOf(request)));
  return completed(request, 'cancelMediaProcessingOperation', clientContext);
}

export function subscribeToTone(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  checkHosted(request, 'subscribeToTone');
  done(request.switchboard.subscribeTones(legOf(request)));
  return completed(request, 'subscribeToToneOperation', clientContext);
}

export function sendDtmfTones(request: CommandRequest): CommandAnswer {
  const { tones, delayBetweenTonesMs, clientContext } = bodyAs(bodies.sendDtmfTonesBody, request.json);
  checkKeysAreOurs(request);
  const asked = { keys: tonesOf(tones), gapMs: delayBetweenTonesMs ?? undefined, clientContext: clientContext ?? undefined };
  const { operationId } = done(request.switchboard.sendKeys({ ...legOf(request), ...asked }));
  return operation(request, 'sendDtmfTonesOperation', { id: operationId, status: 'running', clientContext, completionReason: null });
}

/** Graph's page allows it with app-hosted media too; here such an app presses its keys itself. */
function checkKeysAreOurs(request: CommandRequest): void {
  if (callOf(request).leg.media !== 'hosted')
    throw notImplemented('sendDtmfTones in a call with app-hosted media', 'Send “press” over the media bridge.');
}

/** The app mutes itself, and lets itself be heard again. Source: Graph docs, api/call-mute, call-unmute. */
export function mute(request: CommandRequest): CommandAnswer {
  return setMuted(request, true);
}

export function unmute(request: CommandRequest): CommandAnswer {
  return setMuted(request, false);
}

/** What the app says of a recording of its own: everybody sees it in the roster. Source: Graph docs, api/call-updaterecordingstatus. */
export function updateRecordingStatus(request: CommandRequest): CommandAnswer {
  const { status, clientContext } = bodyAs(bodies.updateRecordingStatusBody, request.json);
  done(request.switchboard.setRecording({ ...legOf(request), status }));
  return completed(request, 'updateRecordingStatusOperation', clientContext);
}

function setMuted(request: CommandRequest, isMuted: boolean): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.muteApp({ ...legOf(request), isMuted }));
  return completed(request, isMuted ? 'muteParticipantOperation' : 'unmuteParticipantOperation', clientContext);
}
