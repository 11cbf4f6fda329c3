/** Speaks with the espeak-ng program (GPL, a process of its own): a hundred languages, at once, like a machine. */
import type { Clock } from '../base/clock.ts';
import { onceDone } from '../base/once-done.ts';
import { voiceFor } from './voice-for.ts';
import { inSentences, type SpeakPiece } from './in-sentences.ts';
import { plainText } from './plain-text.ts';
import { outputOf, textOf } from './program.ts';
import { ProgramSound } from './program-sound.ts';
import { sentencesOf } from './sentences.ts';
import type { TextToSpeech, Voice } from './text-to-speech.ts';

export type EspeakProgramOptions = {
  readonly clock: Clock;
  readonly command?: string;
  readonly voice?: string;
};

/** `voices()` starts the program once; a text starts it once a sentence. */
export function espeakTextToSpeech({ clock, command = 'espeak-ng', voice: standard = 'en-gb' }: EspeakProgramOptions): TextToSpeech {
  const voices = onceDone(async () => voicesIn(await textOf(command, ['--voices'], { clock })));
  return {
    name: 'espeak-ng',
    leavesMachine: false,
    voices,
    async *speak(text, options = {}) {
      options.signal?.throwIfAborted();
      const pieces = sentencesOf(plainText(text), options.language);
      const voice = voiceFor('espeak-ng', await voices(), options, standard);
      const speakPiece: SpeakPiece = async function* (piece, { signal }) {
        const sound = new ProgramSound();
        const args = ['--stdin', '--stdout', '-b', '1', '-v', voice.id];
        for await (const bytes of outputOf(command, args, { clock, input: piece, signal })) yield sound.push(bytes);
      };
      yield* inSentences(pieces, speakPiece, { signal: options.signal });
    },
  };
}

/** Columns of `espeak-ng --voices`: priority, language, age and gender, name, file. */
const LINE = /^\s*\d+\s+(?<id>[a-z][a-z0-9-]*)\s+\S+\s+(?<name>\S+)\s+(?<file>\S+)/iu;

function voicesIn(listing: string): readonly Voice[] {
  const voices = new Map<string, Voice>();
  for (const line of listing.split('\n')) {
    const { id = '', name = '', file = 'mb/' } = LINE.exec(line)?.groups ?? {};
    // mbrola voices need data that are hardly ever there; variants are not languages.
    if (id === 'variant' || file.startsWith('mb/') || voices.has(id)) continue;
    voices.set(id, { id, name: name.replaceAll('_', ' '), language: id });
  }
  return [...voices.values()];
}
