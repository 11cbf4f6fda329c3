/** Who is to be put through out of a group call: named as a participant, or by who she is. Source: Graph docs, api/call-transfer. */
import type { Call } from '../../../switchboard/call.ts';
import { isSameId } from '../../../switchboard/directory.ts';
import { participantsOf } from '../../../switchboard/roster.ts';
import type { TransferBody } from '../../../wire/graph/request.ts';
import { GraphDoorError } from '../errors.ts';

/** The id of the participant; between two it is the other side anyway, so that nobody in particular need be found. */
export function transfereeOf({ participantId, identity = {} }: NonNullable<TransferBody['transferee']>, call: Call): string | undefined {
  if (participantId) return participantId;
  const id = identity.user?.id ?? identity.application?.id ?? identity.applicationInstance?.id ?? identity.guest?.id ?? identity.phone?.id;
  if (!id) throw bad('neither participantId nor an identity is there');
  const found = participantsOf(call).filter(({ self }) => isSameId(self.id, id) || self.number === id);
  if (found.length > 1) throw bad(`${id} takes part more than once; name the participantId`);
  const [leg] = found;
  if (!leg && call.group) throw new GraphDoorError('graph-door/unknown-item', `${id.slice(0, 100)} does not take part in this call.`);
  return leg?.participantId;
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `The request is invalid: transferee: ${why}.`);
}
