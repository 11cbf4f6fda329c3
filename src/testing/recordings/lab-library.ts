/** What bots of a lab take down: recordings and transcripts, kept in memory, and what makes them. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { ledgerOf } from '../../services/recording/ledger.ts';
import { RecordingService } from '../../services/recording/recording-service.ts';
import { TranscriptionService } from '../../services/transcription/transcription-service.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import type { WordListener } from '../../speech/word-listener.ts';
import type { FactLog } from '../../store/fact-log.ts';
import type { Catalogue } from '../hearing/spoken.ts';
import { tenantId } from '../house/lab-directory.ts';
import { labRecogniser } from '../transcripts/lab-recogniser.ts';
import { LabTranscripts, type LabTranscript } from '../transcripts/lab-transcripts.ts';
import { labTranslator } from '../transcripts/lab-translator.ts';
import { LabArchive } from './lab-archive.ts';
import { LabRecording } from './lab-recording.ts';
import { labWords } from './lab-words.ts';

/** What turns speech into text and translates it; the lab's own where left out. */
export type LabSpeech = {
  readonly recognisers?: readonly SpeechToText[] | undefined;
  readonly translators?: readonly Translator[] | undefined;
};

export type LabLibraryOptions = {
  readonly clock: Clock;
  readonly random: Random;
  readonly catalogue: Catalogue;
  readonly speech: LabSpeech | undefined;
  readonly facts: FactLog;
  readonly people: () => readonly { readonly id: string; readonly name: string }[];
  readonly log: Log;
};

/** A bot's process: what it keeps goes by its clock, and not at all where its store is not `ready`. */
export type LibraryUser = { readonly clock: Clock; readonly ready: () => Promise<void>; readonly facts: Pick<FactLog, 'append'> };

export type TakingDown = {
  readonly recordings: RecordingService;
  readonly transcription: TranscriptionService;
  readonly words: WordListener;
};

export class LabLibrary {
  readonly #options: LabLibraryOptions;
  readonly #archive: LabArchive;
  readonly #transcripts = new LabTranscripts();

  constructor(options: LabLibraryOptions) {
    this.#options = options;
    this.#archive = new LabArchive(options);
  }

  get recordings(): readonly LabRecording[] {
    const { facts, people } = this.#options;
    return this.#archive.all
      .filter((records) => records.kept().kind === 'recording')
      .map((records) => {
        // Also of those who refused, whom the recording itself does not name.
        const ledger = (): ReturnType<typeof ledgerOf> => ledgerOf(records.kept().recordingId, { facts, tenantId, people: people() });
        return new LabRecording({ records, ledger });
      });
  }

  get transcripts(): readonly LabTranscript[] {
    return this.#transcripts.all;
  }

  of({ clock, ready, facts }: LibraryUser): TakingDown {
    const { random, catalogue, speech, log } = this.#options;
    const archive = this.#archive.of(ready);
    const { recognisers = [labRecogniser(catalogue)], translators = [labTranslator] } = speech ?? {};
    return {
      recordings: new RecordingService({ archive, facts, tenantId, clock, log }),
      transcription: new TranscriptionService({
        providers: recognisers,
        translators,
        archive,
        transcripts: this.#transcripts.of(ready),
        clock,
        random,
        log,
      }),
      words: labWords(catalogue),
    };
  }
}
