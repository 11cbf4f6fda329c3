/** How people choose captions and voices, how apps offer them, and how each app hears what is wanted of it. */
import type { EngineFacts, EngineWants } from '../../engine/port.ts';
import type { AppLeg, Call, PersonLeg } from '../call.ts';
import { refused, type Refused } from '../result.ts';
import { sourceIdsOf } from '../source-ids.ts';
import { engine, put, type Turn } from '../turn.ts';
import { isSameLanguage, type CaptionsRequest, type LanguageOffer } from './language.ts';
import { captionsFor, isCaptioner, listeners, offeringLegs, takesPart, voiceFor } from './offer.ts';

/** Languages that nobody offers are refused; captions as spoken may be switched on before anybody makes them. */
export function chooseCaptions(turn: Turn, leg: PersonLeg, { isOn, language }: CaptionsRequest): Refused | undefined {
  const refusal = mustTakePart(turn.call, leg);
  if (refusal) return refusal;
  if (isOn && language !== undefined && !captionLanguages(turn).some((each) => isSameLanguage(each, language))) {
    return refused(
      'switchboard/not-offered',
      `Nobody in this call makes captions in ${language}.`,
      'Choose one of the languages that are offered.',
    );
  }
  put<PersonLeg>(turn, leg, { languages: { ...leg.languages, hasCaptions: isOn, captions: isOn ? language : leg.languages?.captions } });
  return undefined;
}

/** Null: what is spoken, and nothing beside. */
export function chooseVoice(turn: Turn, leg: PersonLeg, language: string | null): Refused | undefined {
  const refusal = mustTakePart(turn.call, leg);
  if (refusal) return refusal;
  const isOffered = offeringLegs(turn.call).some(({ offer }) => offer.voices.some((each) => isSameLanguage(each, language ?? '')));
  if (language !== null && !isOffered) {
    return refused(
      'switchboard/not-offered',
      `Nobody in this call interprets into ${language}.`,
      'Choose one of the languages that are offered.',
    );
  }
  put<PersonLeg>(turn, leg, { languages: { hasCaptions: false, ...leg.languages, voice: language ?? undefined } });
  return undefined;
}

/** What is spoken is empty where it offers nothing any more. */
export function offered(turn: Turn, leg: AppLeg, offer: EngineFacts['offered']): void {
  put<AppLeg>(turn, leg, { offer: offer.spoken === '' ? undefined : offerOf(offer) });
}

/** Tells every app that offers something what is wanted of it, where a step changed that, and after every offer. */
export function settleWants(turn: Turn, before: Call | undefined): void {
  if (turn.call.endedMs !== undefined) return;
  for (const leg of offeringLegs(turn.call)) {
    const was = before && offeringLegs(before).find(({ legId }) => legId === leg.legId);
    const wants = wantsOf(turn.call, leg);
    if (before && was?.offer === leg.offer && JSON.stringify(wantsOf(before, leg)) === JSON.stringify(wants)) continue;
    engine(turn, { kind: 'tellWants', legId: leg.legId, wants });
  }
}

function wantsOf(call: Call, { legId, offer }: AppLeg): EngineWants {
  const people = listeners(call);
  // What the house makes is never asked of an app.
  const captions = people.map((person) => captionsFor(call, person, undefined)).filter((from) => isOf(from?.by, legId));
  const languages = captions.map((from) => from?.language).filter((language) => language !== undefined);
  const voices = (offer?.voices ?? []).map((language) => ({ language, sourceIds: listening(call, people, { legId, language }) }));
  return { hasCaptions: captions.length > 0, captions: [...new Set(languages)], voices };
}

function listening(call: Call, people: readonly PersonLeg[], of: { readonly legId: string; readonly language: string }): readonly number[] {
  const hears = people.filter((person) => {
    const voice = voiceFor(call, person);
    return voice?.by.legId === of.legId && voice.language === of.language;
  });
  return hears.map(({ participantId }) => sourceIdsOf(participantId).sound);
}

function isOf(by: { readonly legId: string } | 'house' | undefined, legId: string): boolean {
  return by !== undefined && by !== 'house' && by.legId === legId;
}

function captionLanguages({ call, env }: Turn): readonly string[] {
  const offers = offeringLegs(call)
    .map(({ offer }) => offer)
    .filter(isCaptioner);
  const all = offers.length === 0 && env.house?.offer ? [env.house.offer] : offers;
  return all.flatMap(({ spoken, captions }) => [spoken, ...captions]);
}

function mustTakePart(call: Call, leg: PersonLeg): Refused | undefined {
  if (takesPart(call, leg)) return undefined;
  return refused('switchboard/wrong-state', 'Nothing is said to you yet.', 'Choose languages once you are in the call.');
}

/** Only what is known of it: the rest of what an app sends is its own. */
function offerOf({ spoken, captions, voices, transcriber, translator }: LanguageOffer): LanguageOffer {
  return { spoken, captions: [...new Set(captions)], voices: [...new Set(voices)], transcriber, translator };
}
