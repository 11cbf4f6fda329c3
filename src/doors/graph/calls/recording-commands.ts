/** The switchboard's own recording of a group call or a meeting, which an app begins and ends. Source: Graph docs (beta), api/call-startrecording, call-stoprecording. */
import * as bodies from '../../../wire/graph/request.ts';
import { done, legOf, operation, type CommandAnswer, type CommandRequest } from '../command.ts';
import { bodyAs } from '../request-reading.ts';

/** The notification comes when it runs, or cannot. */
export function startRecording(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json ?? {});
  const { operationId } = done(request.switchboard.keeping.start({ ...legOf(request), clientContext: clientContext ?? undefined }));
  return operation(request, 'startRecordingOperation', { id: operationId, status: 'running', clientContext }, 202);
}

/** The notification comes when all that was said until then is written. */
export function stopRecording(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json ?? {});
  const { operationId } = done(request.switchboard.keeping.stop({ ...legOf(request), clientContext: clientContext ?? undefined }));
  return operation(request, 'stopRecordingOperation', { id: operationId, status: 'running', clientContext }, 202);
}
