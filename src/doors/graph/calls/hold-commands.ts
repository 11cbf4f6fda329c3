/** Putting one participant on hold, with music. Source: Graph docs, api/participant-startholdmusic, participant-stopholdmusic. */
import * as bodies from '../../../wire/graph/request.ts';
import { done, operation, participantOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { bodyAs, promptsOf } from '../request-reading.ts';

/** The app's own prompt, or else the house's music; the notification comes when it plays. */
export function startHoldMusic(request: CommandRequest): CommandAnswer {
  const { customPrompt, clientContext } = bodyAs(bodies.startHoldMusicBody, request.json);
  const [prompt] = promptsOf(customPrompt ? [customPrompt] : []);
  const asked = { ...participantOf(request), prompt, clientContext: clientContext ?? undefined };
  const { operationId } = done(request.switchboard.startHold(asked));
  return operation(request, 'startHoldMusicOperation', { id: operationId, status: 'running', clientContext }, 202);
}

export function stopHoldMusic(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  const { operationId } = done(request.switchboard.stopHold({ ...participantOf(request), clientContext: clientContext ?? undefined }));
  return operation(request, 'stopHoldMusicOperation', { id: operationId, status: 'running', clientContext }, 202);
}
