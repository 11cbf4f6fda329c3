/** Who of a call is meant by a name. */
import type { Call, Leg } from '../../switchboard/call.ts';
import { participantsOf } from '../../switchboard/roster.ts';
import type { LabHouse } from '../house/lab-house.ts';

/** Somebody in that call or in its lobby, by first name, full name or number; a bot by its name or number. */
export function participantNamed(call: Call | undefined, name: string, house: LabHouse): Leg | undefined {
  const there = call ? participantsOf(call) : [];
  const app = house.people.directory.apps.find((each) => each.name === name || each.number === name);
  if (app) return there.find((leg) => leg.kind === 'app' && leg.appId === app.appId);
  const known = there.find(({ self }) => self.name === name);
  if (known) return known;
  const { userId } = house.people.person(name);
  return there.find((leg) => leg.kind === 'person' && leg.userId === userId);
}
