/** Captions and spoken languages in a call: who offers them, what each person has chosen, and what becomes of the choice when who offered it is gone. */
import { isTalking, type AppLeg, type Call, type Leg, type PersonLeg } from '../call.ts';
import { isIn } from '../roles.ts';
import { isSameLanguage, type LanguageOffer } from './language.ts';

export type OfferingLeg = AppLeg & { readonly offer: LanguageOffer };

/** The apps in it that offer something, in the order in which they came. */
export function offeringLegs(call: Call): readonly OfferingLeg[] {
  return call.legs.filter((leg): leg is OfferingLeg => leg.kind === 'app' && leg.offer !== undefined && takesPart(call, leg));
}

/** Whether it captions, or only speaks: an interpreter offers a voice and nothing else. */
export function isCaptioner({ transcriber, captions, voices }: LanguageOffer): boolean {
  return transcriber !== undefined || captions.length > 0 || voices.length === 0;
}

/** Captions of whom, and in which language if not as spoken. */
export type CaptionsFrom = { readonly by: OfferingLeg | 'house'; readonly language?: string | undefined };

/** What a person gets by her choice; `house` is what the house offers. Undefined: none. */
export function captionsFor(call: Call, { languages }: PersonLeg, house: LanguageOffer | undefined): CaptionsFrom | undefined {
  if (!languages?.hasCaptions) return undefined;
  const { captions: wanted } = languages;
  const apps = offeringLegs(call).filter(({ offer }) => isCaptioner(offer));
  const offers = apps.length > 0 ? apps.map((by) => ({ by, offer: by.offer })) : house ? [{ by: 'house' as const, offer: house }] : [];
  const [first] = offers;
  if (!first) return undefined;
  if (wanted === undefined) return { by: first.by };
  for (const { by, offer } of offers) {
    if (isSameLanguage(offer.spoken, wanted)) return { by };
    const language = offer.captions.find((each) => each === wanted) ?? offer.captions.find((each) => isSameLanguage(each, wanted));
    if (language !== undefined) return { by, language };
  }
  return { by: first.by };
}

/** Whose voice a person hears by her choice. */
export function voiceFor(call: Call, { languages }: PersonLeg): { readonly by: OfferingLeg; readonly language: string } | undefined {
  const wanted = languages?.voice;
  if (wanted === undefined) return undefined;
  for (const by of offeringLegs(call)) {
    const language = by.offer.voices.find((each) => each === wanted) ?? by.offer.voices.find((each) => isSameLanguage(each, wanted));
    if (language !== undefined) return { by, language };
  }
  return undefined;
}

/** The people in a call who may have captions and voices; whoever waits in the lobby has none. */
export function listeners(call: Call): readonly PersonLeg[] {
  return call.legs.filter((leg): leg is PersonLeg => leg.kind === 'person' && takesPart(call, leg));
}

export function takesPart(call: Call, leg: Leg): boolean {
  return call.group ? isIn(call, leg) : isTalking(leg) && leg.connectedMs !== undefined;
}
