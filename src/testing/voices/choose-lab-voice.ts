/** The voice that a lab is opened with: a program of this machine, or the one that every machine has. */
import { builtInVoice } from './built-in-voice.ts';
import { VoiceError } from './errors.ts';
import type { LabVoice } from './lab-voice.ts';
import { openLocalVoice, type LocalVoiceOptions } from './local-voice.ts';

export type VoiceChoice = 'auto' | 'built-in' | 'local';

/** `'auto'` is a local program where one is installed. Rejects with `testing/no-voice` for `'local'` where none is. */
export async function openLabVoice(choice: VoiceChoice, options: LocalVoiceOptions): Promise<LabVoice> {
  if (choice === 'built-in') return builtInVoice();
  const local = await openLocalVoice(options);
  if (local) return local;
  if (choice === 'auto') return builtInVoice();
  throw new VoiceError(
    'testing/no-voice',
    "the lab is to speak with a local voice, and neither flite nor espeak-ng is on this machine: install one (apt-get install -y flite, brew install flite), or choose the voice 'built-in'",
  );
}
