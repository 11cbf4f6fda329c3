/** What people on a call say: sound of a text, noted as theirs. */
import type { Cancel } from '../../base/cancel.ts';
import type { Catalogue } from '../hearing/spoken.ts';
import type { LabVoice, Utterance } from './lab-voice.ts';

export type SaidOptions = Cancel & {
  readonly voice: LabVoice;
  readonly catalogue: Catalogue;
  /** Who says it. */
  readonly speaker: string;
  readonly text: string;
};

/** The sound to be sent; it is in the catalogue by then. Rejects as the voice does. */
export async function said({ voice, catalogue, speaker, text, signal }: SaidOptions): Promise<Utterance> {
  const utterance = await voice.speak(text, { speaker, signal });
  catalogue.add({ text, by: speaker, ...utterance });
  return utterance;
}
