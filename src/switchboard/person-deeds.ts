/** What people do in a conversation of many besides talking: hands, chat, pictures, others. */
import type { PersonLeg } from './call.ts';
import { post } from './chatting.ts';
import { lowerHand, raiseHand } from './hands.ts';
import type { PersonDeed } from './input.ts';
import { invitePerson, uninvite } from './inviting-people.ts';
import { endPictures } from './pictures.ts';
import { endMeeting, giveRole, muteOther, removeOther, stopSharingOf } from './presiding.ts';
import type { Refused } from './result.ts';
import type { Turn } from './turn.ts';

export function onDeed(turn: Turn, leg: PersonLeg, deed: PersonDeed): Refused | undefined {
  switch (deed.kind) {
    case 'raiseHand':
      return raiseHand(turn, leg, deed.isRaised);
    case 'lowerHand':
      return lowerHand(turn, leg, deed.participantId);
    case 'muteOther':
      return muteOther(turn, leg, deed.participantId);
    case 'removeOther':
      return removeOther(turn, leg, deed.participantId);
    case 'stopSharingOf':
      return stopSharingOf(turn, leg, deed.participantId);
    case 'giveRole':
      return giveRole(turn, leg, deed.participantId, deed.role);
    case 'invitePerson':
      return invitePerson(turn, leg, deed.number, deed.operationId);
    case 'uninvite':
      return uninvite(turn, leg, deed.participantId);
    case 'endMeeting':
      return endMeeting(turn, leg);
    case 'endPictures':
      return endPictures(turn, leg, deed.of);
    case 'post':
      return post(turn, leg, deed);
  }
}
