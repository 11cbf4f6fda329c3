/** The voice of a program on this machine: real words, for who wants to listen, or to have them recognised. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { readWav } from '../../media/wav.ts';
import { chooseVoice, type ChosenVoice, type ProviderName } from '../../speech/choose-voice.ts';
import { SpeechError } from '../../speech/errors.ts';
import type { IsInstalled } from '../../speech/program.ts';
import { cached } from '../../speech/speech-cache.ts';
import { VoiceError } from './errors.ts';
import type { LabVoice } from './lab-voice.ts';
import { voicePicker } from './pick-voice.ts';

export type LocalVoiceOptions = {
  readonly clock: Clock;
  readonly log: Log;
  /** How a program is looked for; by default it is started. */
  readonly isInstalled?: IsInstalled;
  /** Where the separate voice program is, if it is. */
  readonly findVoiceProgram?: () => string | undefined;
};

/** The first that is there speaks alone: a second would say the same text with another sound. */
const PROVIDERS: readonly ProviderName[] = ['flite', 'espeak-ng', 'espeak-voice'];

/**
 * `undefined` where nothing is installed; rejects with `testing/no-voice` where what is installed does not work. Speaks as `chooseVoice` does and rejects with its `SpeechError`, also for a text with nothing
 * to say in it. Sound is kept in memory, 64 MB at most; it tells no marks.
 */
export async function openLocalVoice(options: LocalVoiceOptions): Promise<LabVoice | undefined> {
  const chosen = await firstInstalled(options);
  if (!chosen) return undefined;
  try {
    const voices = await chosen.voices();
    if (voices.length === 0) throw doesNotWork(chosen.name);
    const voiceOf = voicePicker(voices);
    const speech = cached(chosen, options);
    return {
      name: chosen.name,
      speak: async (text, { speaker, signal }) => ({ samples: readWav(await speech.wavOf(text, { voice: voiceOf(speaker), signal })) }),
      [Symbol.asyncDispose]: () => chosen[Symbol.asyncDispose](),
    };
  } catch (error) {
    await chosen[Symbol.asyncDispose]();
    throw error;
  }
}

async function firstInstalled(options: LocalVoiceOptions): Promise<ChosenVoice | undefined> {
  for (const provider of PROVIDERS) {
    try {
      return await chooseVoice({ ...options, provider });
    } catch (error) {
      if (!(error instanceof SpeechError && error.code === 'speech/no-provider')) throw error;
    }
  }
  return undefined;
}

function doesNotWork(program: string): VoiceError {
  return new VoiceError(
    'testing/no-voice',
    `${program} is installed and could not name a single voice: install it anew, or choose the voice 'built-in'`,
  );
}
