/** Which captions and voices a person can have at a line, and has. */
import type { Call, PersonLeg } from '../../switchboard/call.ts';
import type { SpeechBy } from '../../switchboard/languages/language.ts';
import { captionsFor, isCaptioner, offeringLegs, voiceFor } from '../../switchboard/languages/offer.ts';
import type { HouseSpeechState } from '../../switchboard/transcribing/house-speech.ts';
import type { LineLanguages, SpeechProvider } from '../../wire/live/page-event.ts';

/** As whose captions are shown that the house makes. */
const houseName = 'Rollcall';

/** What is chosen and nobody offers at present is not shown as chosen. */
export function languagesOf(call: Call, leg: PersonLeg, house: HouseSpeechState | undefined): LineLanguages {
  const apps = offeringLegs(call);
  const captioners = apps.filter(({ offer }) => isCaptioner(offer));
  const from = captionsFor(call, leg, house?.offer);
  const [first] = captioners;
  const mine = from && from.by !== 'house' ? from.by : first;
  const offer = mine?.offer ?? house?.offer;
  const offers = captioners.length > 0 ? captioners.map((each) => each.offer) : house?.offer ? [house.offer] : [];
  return {
    canCaption: offer !== undefined,
    by: mine?.self.name ?? (offer ? houseName : undefined),
    remedy: offer ? undefined : (house?.remedy ?? 'Let a bot into the call that makes captions.'),
    spoken: offer?.spoken ?? 'und',
    captions: [...new Set(offers.flatMap(({ captions }) => captions))],
    voices: [...new Set(apps.flatMap(({ offer: { voices } }) => voices))],
    transcriber: providerOf(offer?.transcriber),
    translator: providerOf(offer?.translator),
    hasCaptions: leg.languages?.hasCaptions ?? false,
    language: from?.language,
    voice: voiceFor(call, leg)?.language,
  };
}

function providerOf(by: SpeechBy | undefined): SpeechProvider | undefined {
  return by && { name: by.name, leavesMachine: by.leavesMachine, sendsTo: by.sendsTo };
}
