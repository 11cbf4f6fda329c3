/** The house's own voice, that remembers what it was asked to say: so a walk can look for it in what was heard. */
import { realClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Speaks } from '../../src/bot/speaks.ts';
import { readWav } from '../../src/media/wav.ts';
import { chooseVoice } from '../../src/speech/choose-voice.ts';
import { cached } from '../../src/speech/speech-cache.ts';

export type RememberedVoice = Speaks & AsyncDisposable & { said(text: RegExp): Promise<Int16Array> };

export async function rememberedVoice(): Promise<RememberedVoice> {
  const clock = realClock();
  const voice = await chooseVoice({ clock, log: silentLog });
  const speech = cached(voice, { clock, log: silentLog });
  const texts: string[] = [];
  return {
    async wavOf(text, options) {
      texts.push(text);
      return speech.wavOf(text, options);
    },
    /** The sound of the latest sentence that matches. */
    async said(text) {
      const found = texts.findLast((each) => text.test(each));
      if (found === undefined) throw new Error(`nothing like ${String(text)} was said; what was said: ${texts.join(' | ')}`);
      return readWav(await speech.wavOf(found));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(voice[Symbol.asyncDispose]()),
  };
}
