/** Speaks with the flite program (BSD-like licence): English, natural enough, in a few milliseconds. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { onceDone } from '../base/once-done.ts';
import { voiceFor } from './voice-for.ts';
import { inSentences, type SpeakPiece } from './in-sentences.ts';
import { plainText } from './plain-text.ts';
import { textOf } from './program.ts';
import { ProgramSound } from './program-sound.ts';
import { sentencesOf } from './sentences.ts';
import type { TextToSpeech, Voice } from './text-to-speech.ts';

export type FliteOptions = {
  readonly clock: Clock;
  readonly command?: string;
  /** Spoken with where nothing else is asked for. */
  readonly voice?: string;
  /** Where a sentence lies between the program and us, for some milliseconds, in a folder that only this user can read. */
  readonly temporaryFolder?: string;
};

/** `voices()` starts the program once; everything else starts it once a sentence. */
export function fliteTextToSpeech({
  clock,
  command = 'flite',
  voice: standard = 'slt',
  temporaryFolder = tmpdir(),
}: FliteOptions): TextToSpeech {
  const voices = onceDone(async () => voicesIn(await textOf(command, ['-lv'], { clock })));
  return {
    name: 'flite',
    leavesMachine: false,
    voices,
    async *speak(text, options = {}) {
      options.signal?.throwIfAborted();
      const pieces = sentencesOf(plainText(text), options.language);
      // A name that flite does not know it would take for a file or an address.
      const voice = voiceFor('flite', await voices(), options, standard);
      // Flite goes back to correct the head of what it wrote, so it cannot write to a pipe.
      const folder = await clock.hold(() => mkdtemp(join(temporaryFolder, 'rollcall-flite-')));
      let count = 0;
      const speakPiece: SpeakPiece = async function* (piece, { signal }) {
        const file = join(folder, `${String(count++)}.wav`);
        await textOf(command, ['-voice', voice.id, '-f', '-', '-o', file], { clock, input: piece, signal });
        const bytes = await clock.hold(() => readFile(file));
        yield new ProgramSound().push(bytes);
        await clock.hold(() => rm(file));
      };
      try {
        yield* inSentences(pieces, speakPiece, { signal: options.signal });
      } finally {
        await clock.hold(() => rm(folder, { recursive: true, force: true }));
      }
    },
  };
}

const LANGUAGES: Readonly<Record<string, Omit<Voice, 'id'>>> = {
  slt: { name: 'Slt (American, female)', language: 'en-US' },
  rms: { name: 'Rms (American, male)', language: 'en-US' },
  awb: { name: 'Awb (Scottish, male)', language: 'en-GB' },
  kal: { name: 'Kal (American, male, 8 kHz)', language: 'en-US' },
  kal16: { name: 'Kal (American, male, robotic)', language: 'en-US' },
};

function voicesIn(listing: string): readonly Voice[] {
  const ids = /^Voices available:(.*)$/mu.exec(listing)?.[1]?.trim().split(/\s+/u) ?? [];
  // Voices of time can say nothing but the time.
  return ids
    .filter((id) => /^\w+$/u.test(id) && !id.endsWith('_time'))
    .map((id) => ({ id, ...(LANGUAGES[id] ?? { name: id, language: 'en-US' }) }));
}
