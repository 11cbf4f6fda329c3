/** The switchboard's own transcript of a group call or a meeting, which an app begins and ends. Source: Graph docs (beta), api/call-starttranscription, call-stoptranscription. */
import * as bodies from '../../../wire/graph/request.ts';
import { done, legOf, operation, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { bodyAs } from '../request-reading.ts';

/** All that Teams knows. */
const documented = 'en-us';

/** The notification comes when it is kept, or cannot be. In `en-us`, as documented, or in the language that is spoken in this house. */
export function startTranscription(request: CommandRequest): CommandAnswer {
  const { clientContext, language } = bodyAs(bodies.transcriptionBody, request.json ?? {});
  const { transcribing } = request.switchboard;
  const known = [documented, transcribing.house?.offer?.spoken.toLowerCase()];
  if (language && !known.includes(language.toLowerCase())) {
    throw new GraphDoorError('graph-door/bad-request', `The language ${language} is not supported: ask for ${documented}.`);
  }
  const asked = { clientContext: clientContext ?? undefined, language: language ? tagOf(language) : undefined };
  const { operationId } = done(transcribing.start({ ...legOf(request), ...asked }));
  return operation(request, 'startTranscriptionOperation', { id: operationId, status: 'running', clientContext }, 202);
}

/** The notification comes when all that was said until then is kept. */
export function stopTranscription(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json ?? {});
  const { operationId } = done(request.switchboard.transcribing.stop({ ...legOf(request), clientContext: clientContext ?? undefined }));
  return operation(request, 'stopTranscriptionOperation', { id: operationId, status: 'running', clientContext }, 202);
}

/** `en-us` as BCP 47 writes it. */
function tagOf(language: string): string {
  const [name = '', ...rest] = language.split('-');
  return [name.toLowerCase(), ...rest.map((each) => (each.length === 2 ? each.toUpperCase() : each))].join('-');
}
