/**
 * Letting those into a meeting who wait in its lobby, or sending them away. Of beta, and on no page of the documents: the bodies and operations
 * are those of Microsoft's beta SDK; that each is done at once, and answers so, is our choice.
 */
import * as bodies from '../../../wire/graph/request.ts';
import { completed, done, legOf, participantOf, type CommandAnswer, type CommandRequest } from '../command.ts';
import { bodyAs } from '../request-reading.ts';

export function admitFromLobby(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.admit({ ...legOf(request), participantIds: [request.itemId] }));
  return completed(request, 'admitFromLobbyOperation', clientContext);
}

export function admitAllFromLobby(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.admit({ ...legOf(request), participantIds: 'all' }));
  return completed(request, 'admitAllFromLobbyOperation', clientContext);
}

export function removeFromLobby(request: CommandRequest): CommandAnswer {
  const { clientContext } = bodyAs(bodies.clientContextBody, request.json);
  done(request.switchboard.denyEntry(participantOf(request)));
  return completed(request, 'removeFromLobbyOperation', clientContext);
}
