/** Which captions the house itself can make: who recognises, who translates and into what, and what is missing where nobody does. */
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { TranscribingProvider } from '../../speech/transcriber/port.ts';
import { offeredTargets } from '../../speech/translation/offered-targets.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import type { SpeechBy } from '../../switchboard/languages/language.ts';
import type { HouseSpeechState } from '../../switchboard/transcribing/house-speech.ts';

export type OfferSources = {
  readonly recognisers: readonly SpeechToText[];
  readonly translators?: readonly Translator[] | undefined;
  readonly language: string;
  /** Who recognises now, where somebody does already. */
  readonly current?: TranscribingProvider | undefined;
};

/** Rejects where nobody is known to recognise, and it could not be looked whether somebody does. */
export async function houseOffer({ recognisers, translators = [], language, current }: OfferSources): Promise<HouseSpeechState> {
  const looked = await Promise.allSettled(recognisers.map((each) => each.missing()));
  const first = recognisers.find((_, at) => looked[at]?.status === 'fulfilled' && looked[at].value === undefined);
  if (!first) {
    const missing = looked.map((each) => {
      if (each.status === 'rejected') throw each.reason;
      return each.value;
    });
    return { remedy: missing[0] ?? 'Configure what turns speech into text: transcription.recognisers.' };
  }
  const now = recognisers.find(({ name }) => name === current?.name && current.problem === undefined) ?? first;
  const able = await Promise.all(translators.map((each) => offeredTargets(each, language)));
  const translator = translators.find((_, at) => (able[at]?.length ?? 0) > 0);
  const offer = {
    spoken: language,
    captions: [...new Set(able.flat())].toSorted(),
    voices: [],
    transcriber: noteOf(now),
    translator: translator && noteOf(translator),
  };
  return { offer };
}

function noteOf({ name, leavesMachine, sendsTo }: SpeechBy): SpeechBy {
  return { name, leavesMachine, ...(sendsTo === undefined ? {} : { sendsTo }) };
}
