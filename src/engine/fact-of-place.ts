/** What a fact that comes from one media process means to the whole: it may be about a leg that has moved meanwhile. */
import type { FromProcess } from './ipc.ts';
import type { Place, Places } from './places.ts';

type Fact = Extract<FromProcess, { kind: 'fact' }>;

/** Notes the fact in the books; undefined if it is out of date and not to be told. */
export function factOf(places: Places, place: Place, message: Fact): Fact | undefined {
  switch (message.name) {
    case 'legConnected':
      return connected(place, message);
    case 'legLost': {
      // One that has moved on is not lost with the connection that it left.
      const now = places.ofLeg(message.fact.legId);
      if (now && now !== place) return undefined;
      now?.legs.delete(message.fact.legId);
      return message;
    }
    case 'keyPressed':
      return pressed(place, message);
    case 'roomsLost':
      for (const roomId of message.fact.roomIds) places.forgetRoom(roomId);
      return message;
    case 'legDisplaced':
    case 'tapped':
    case 'playEnded':
    case 'recordEnded':
    case 'keysEnded':
    case 'speakers':
    case 'picturesBegan':
    case 'picturesEnded':
    case 'captioned':
    case 'offered':
    case 'heard':
    case 'quality':
      return message;
    case 'keepingEnded':
      place.keepings.delete(message.fact.recordingId);
      return message;
  }
}

/** A hosted leg that was taken into another process connects once more there: that is told once. */
function connected(place: Place, message: Extract<Fact, { name: 'legConnected' }>): Fact | undefined {
  const leg = place.legs.get(message.fact.legId);
  if (!leg || leg.isConnected) return undefined;
  leg.isConnected = true;
  return message;
}

/** The count of a leg's keys goes on in another process. */
function pressed(place: Place, message: Extract<Fact, { name: 'keyPressed' }>): Fact {
  const leg = place.legs.get(message.fact.legId);
  if (!leg) return message;
  leg.keys = leg.keysBefore + message.fact.sequence;
  return { ...message, fact: { ...message.fact, sequence: leg.keys } };
}
