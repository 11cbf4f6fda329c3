/** Whose words the house turns into text: nobody's, unless somebody reads captions that it makes, or a transcript is kept. */
import type { Call } from '../call.ts';
import { captionsFor, listeners, takesPart } from '../languages/offer.ts';
import { engine, type Turn } from '../turn.ts';
import type { HeardCall, HouseSpeechState } from './house-speech.ts';

/** What the house is to hear of a call, and for what. */
export function heardCallOf(call: Call, { offer }: HouseSpeechState): HeardCall | undefined {
  if (call.endedMs !== undefined) return undefined;
  const captions = offer ? listeners(call).map((leg) => captionsFor(call, leg, offer)) : [];
  const ofHouse = captions.filter((from) => from?.by === 'house');
  // A transcript goes on where nobody recognises at present: what is said meanwhile is a gap in it, and no silence.
  if (ofHouse.length === 0 && call.group?.transcribing === undefined) return undefined;
  const languages = ofHouse.map((from) => from?.language).filter((language) => language !== undefined);
  return {
    people: call.legs.filter((leg) => takesPart(call, leg)).map(({ legId, self }) => ({ legId, personId: self.id, name: self.name })),
    hasCaptions: ofHouse.length > 0,
    languages: [...new Set(languages)].toSorted(),
  };
}

/** Tells the engine whom to hear, if that is otherwise than it was told last. */
export function settleHearing(turn: Turn): void {
  const { call, env } = turn;
  if (call.endedMs !== undefined) return;
  const legIds = (env.house && heardCallOf(call, env.house)?.people.map(({ legId }) => legId)) ?? [];
  if (legIds.join() === (call.heardLegIds ?? []).join()) return;
  turn.call = { ...call, heardLegIds: legIds.length > 0 ? legIds : undefined };
  engine(turn, { kind: 'hearRoom', roomId: call.callId, legIds });
}

/** The room was opened anew: the engine has been told nothing. */
export function hearAnew(turn: Turn): void {
  turn.call = { ...turn.call, heardLegIds: undefined };
}
