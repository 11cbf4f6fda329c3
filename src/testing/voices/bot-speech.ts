/** What a bot in the lab speaks with: a voice of the lab, with every text noted so that it can be found in what is heard. */
import { orAborted } from '../../base/cancel.ts';
import type { Speaks } from '../../bot/speaks.ts';
import { writeWav } from '../../media/wav.ts';
import { plainText } from '../../speech/plain-text.ts';
import type { Catalogue } from '../hearing/spoken.ts';
import type { LabVoice } from './lab-voice.ts';

export type BotSpeechOptions = {
  readonly voice: LabVoice;
  readonly catalogue: Catalogue;
  /** The bot's name: whose voice it is. */
  readonly by: string;
  /** Awaited before each text: what it throws is what the provider fails with, and the time it takes is the provider's. */
  readonly trouble?: (() => Promise<void>) | undefined;
};

/**
 * Refuses what real voices refuse, with their `SpeechError`: a text with nothing to say in it, and one that is too long. A bot has one
 * voice in the lab, also where it asks for others by name.
 */
export function botSpeech({ voice, catalogue, by, trouble }: BotSpeechOptions): Speaks {
  return {
    wavOf: async (text, { signal } = {}) => {
      signal?.throwIfAborted();
      if (trouble) await orAborted(trouble(), signal);
      plainText(text);
      const { samples, marks } = await orAborted(voice.speak(text, { speaker: by, signal }), signal);
      catalogue.add({ text, by, samples, marks });
      return writeWav(samples);
    },
  };
}
